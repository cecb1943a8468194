import type { FileReading, OperatorReading } from '../../domain/sender.ts';
import type { Freshness, HeldSender, Part, Snapshot } from '../account.ts';
import { type HeldPart, type HeldRow, nameInStandIn } from './held-part.ts';
import type { ReadHeld } from './revalidation.ts';

/** Joins parts that were fetched apart, each at its own time. */
export class SnapshotView implements Snapshot {
  readonly version: number;
  readonly freshness: Freshness;
  readonly #parts: ReadonlyMap<Part, HeldPart>;
  readonly #senders: HeldPart;
  /** The names part where it is held, also if it was not asked for: it knows the name of an id. */
  readonly #names: HeldPart | null;

  /** @param parts at least one */
  constructor(parts: readonly [ReadHeld<HeldPart>, ...ReadHeld<HeldPart>[]], names: HeldPart | null) {
    const oldest = Math.min(...parts.map(({ held }) => held.fetchedAt));
    this.#parts = new Map(parts.map(({ held }) => [held.part, held]));
    this.#senders = this.#parts.get('names') ?? parts[0].held;
    this.#names = this.#parts.get('names') ?? names;
    this.version = parts.reduce((sum, { held }) => sum + held.version, 0);
    this.freshness = {
      fetchedAt: new Date(oldest),
      stale: parts.some(({ stale }) => stale),
      unreadableRows: Math.max(...parts.map(({ held }) => held.unreadableRows)),
    };
  }

  get senders(): readonly HeldSender[] {
    return this.#senders.senders;
  }

  bySmscId(smscId: string): HeldSender | null {
    return this.#senders.bySmscId.get(smscId)?.sender ?? null;
  }

  byName(name: string): HeldSender | null {
    return this.#senders.byName.get(name)?.sender ?? null;
  }

  operatorsOf(smscId: string): readonly OperatorReading[] {
    return this.#row('operators', smscId)?.operators ?? [];
  }

  filesOf(smscId: string): readonly FileReading[] {
    return this.#row('files', smscId)?.files ?? [];
  }

  /** By id; by name where one of the answers had no ids. */
  #row(part: Part, smscId: string): HeldRow | undefined {
    const held = this.#parts.get(part);
    const row = held?.bySmscId.get(smscId);
    if (held === undefined || row !== undefined) return row;
    const name = nameInStandIn(smscId) ?? this.#names?.bySmscId.get(smscId)?.sender.name;
    const namesake = name === undefined ? undefined : held.byName.get(name);
    const eitherHasNoId = namesake !== undefined && (nameInStandIn(smscId) !== null || nameInStandIn(namesake.sender.smscId) !== null);
    return eitherHasNoId ? namesake : undefined;
  }
}

import type { Part, ReadOptions, Snapshot } from '../account.ts';
import type { HeldPart } from './held-part.ts';
import type { PartReader } from './part-reader.ts';
import type { ReadHeld } from './revalidation.ts';
import { SnapshotView } from './snapshot-view.ts';

interface KnownView {
  readonly subclient: string | null;
  readonly read: readonly ReadHeld<HeldPart>[];
  readonly names: HeldPart | null;
  readonly view: SnapshotView;
}

/** Makes snapshots of parts: the same object as long as nothing changed, so that what is derived of it can be kept with it. */
export class Snapshots {
  readonly #parts: PartReader;
  readonly #views = new Map<string, KnownView>();
  readonly #madeOf = new WeakMap<Snapshot, KnownView>();

  constructor(parts: PartReader) {
    this.#parts = parts;
  }

  async read(subclient: string | null, wanted: readonly Part[], options: ReadOptions): Promise<Snapshot> {
    const [first = 'names', ...others] = [...new Set(wanted)].sort();
    const [head, ...tail] = await Promise.all([
      this.#parts.read(subclient, first, options),
      ...others.map((part) => this.#parts.read(subclient, part, options)),
    ]);
    const read = [head, ...tail] as const;
    const names = this.#parts.replica(subclient).held('names');

    const key = keyOf(subclient, [first, ...others]);
    const known = this.#views.get(key);
    if (known !== undefined && known.names === names && known.read.every((part, index) => isSame(part, read[index]))) return known.view;
    const view = new SnapshotView(read, names);
    const made = { subclient, read, names, view };
    this.#views.set(key, made);
    this.#madeOf.set(view, made);
    return view;
  }

  current(subclient: string | null, part: Part): Snapshot | null {
    const view = this.#views.get(keyOf(subclient, [part]))?.view;
    return view !== undefined && this.isCurrent(view) ? view : null;
  }

  isCurrent(snapshot: Snapshot): boolean {
    const made = this.#madeOf.get(snapshot);
    if (made === undefined) return false;
    return (
      made.read.every(({ held, stale }) => !stale && this.#parts.isCurrent(made.subclient, held)) &&
      this.#parts.replica(made.subclient).held('names') === made.names
    );
  }
}

const keyOf = (subclient: string | null, parts: readonly Part[]): string => `${parts.join(' ')}\n${subclient ?? ''}`;

const isSame = (a: ReadHeld<HeldPart>, b: ReadHeld<HeldPart> | undefined): boolean => a.held === b?.held && a.stale === b.stale;

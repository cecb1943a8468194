import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import type { Leases } from '../../concurrency/lease.ts';
import { once } from '../../concurrency/once.ts';
import { ERROR_CODES } from '../../domain/error-codes.ts';
import { GatewayError } from '../../errors.ts';
import type { ListQuestion, SmscClient } from '../../smsc/api.ts';
import type { HeldSizes, Holding, Part, ReadOptions } from '../account.ts';
import type { Journal } from '../events/journal.ts';
import type { Lister } from '../lists/lister.ts';
import type { SharedState } from '../shared-state.ts';
import { believe } from './believed-list.ts';
import { NO_DOUBTS } from './doubts.ts';
import { type HeldPart, type HeldRow, nameInStandIn, rowsFrom } from './held-part.ts';
import { smallestId } from './list-question.ts';
import { longestRow } from './longest-row.ts';
import { Replica } from './replica.ts';
import type { HeldQuestion, ReadHeld, Revalidation } from './revalidation.ts';

export interface PartReaderOptions {
  readonly account: string;
  readonly client: SmscClient;
  readonly lister: Lister;
  readonly shared: SharedState;
  readonly leases: Leases;
  readonly journal: Journal;
  readonly now: () => number;
  readonly revalidation: Revalidation;
  readonly slices: TimeSlices;
  /** How long the shared state keeps what nobody refreshes. */
  readonly keepMs: number;
}

const PARTS: readonly Part[] = ['names', 'operators', 'files'];
const MOST_READS_AFTER = 5;

/** Reads the parts of the snapshot out of what is held, asking the provider where that does not do. */
export class PartReader {
  readonly #options: PartReaderOptions;
  readonly #replicas = new Map<string | null, Replica>();

  constructor(options: PartReaderOptions) {
    this.#options = options;
  }

  replica(subclient: string | null): Replica {
    const replica = this.#replicas.get(subclient) ?? new Replica({ ...this.#options, subclient });
    this.#replicas.set(subclient, replica);
    return replica;
  }

  /** @throws GatewayError SENDER_NOT_FOUND where there may be no such subclient */
  async read(subclient: string | null, part: Part, options: ReadOptions): Promise<ReadHeld<HeldPart>> {
    await this.replica(subclient).look(part);
    const read = await this.#options.revalidation.read(this.#question(subclient, part), options);
    if (read.held.notFound) throw nothingKnown();
    if (subclient !== null && this.#isAccountsOwn(read.held)) throw notOfSubclient();
    return read;
  }

  /** True while `read` would give this very part, as fresh, without looking anywhere. */
  isCurrent(subclient: string | null, held: HeldPart): boolean {
    const replica = this.replica(subclient);
    return !replica.away && !replica.lookIsDue(held.part) && replica.held(held.part) === held && this.#options.revalidation.isFresh(held);
  }

  get subclients(): readonly (string | null)[] {
    return [...this.#replicas.keys()];
  }

  sizes(subclient: string | null): HeldSizes {
    const held = (part: Part) => this.#replicas.get(subclient)?.held(part) ?? null;
    const [names, operators, files] = [held('names'), held('operators'), held('files')];
    return {
      senders: names?.senders.length ?? null,
      operators: operators && longestRow(operators).operators,
      files: files && longestRow(files).files,
    };
  }

  holdings(): readonly Holding[] {
    return [...this.#replicas].flatMap(([subclient, replica]) =>
      PARTS.flatMap((part) => {
        const fetched = replica.fetched(part);
        return fetched === null
          ? []
          : [{ subclient, part, senders: fetched.rows.length, unreadableRows: fetched.unreadableRows ?? 0, fetchedAt: fetched.fetchedAt }];
      }),
    );
  }

  /** What the provider says of a part now, however fresh the held data is. */
  async readNow(subclient: string | null, part: Part, options: ReadOptions): Promise<HeldPart> {
    return (await this.#options.revalidation.refresh(this.#question(subclient, part), options)).held;
  }

  /** What the provider says of a part after a write. */
  async readAfter(subclient: string | null, part: Part, sequence: number, options: ReadOptions): Promise<HeldPart> {
    const replica = this.replica(subclient);
    // A fetch under way may have asked before the write, here or on other instances; one after it has not.
    for (let tries = 0; tries < MOST_READS_AFTER; tries += 1) {
      const held = await this.readNow(subclient, part, options);
      if ((replica.fetched(part)?.askedAfter ?? -1) >= sequence) return held;
      // The log that counted the write is lost.
      if (replica.sequence < sequence) return this.readNow(subclient, part, options);
    }
    throw new GatewayError('UPSTREAM_UNAVAILABLE', { message: 'No list could be had that was asked for after the write.' });
  }

  async close(): Promise<void> {
    for (const replica of this.#replicas.values()) replica.close();
    await Promise.all([...this.#replicas.values()].map((replica) => replica.reported()));
  }

  /** A sender is of the account or of one subclient: one id in both lists shows that `user` was not understood. */
  #isAccountsOwn({ part, senders: [first] }: HeldPart): boolean {
    const own = this.#replicas.get(null)?.held(part);
    return (
      own !== undefined && own !== null && first !== undefined && nameInStandIn(first.smscId) === null && own.bySmscId.has(first.smscId)
    );
  }

  #question(subclient: string | null, part: Part): HeldQuestion<HeldPart> {
    const replica = this.replica(subclient);
    return {
      key: JSON.stringify([subclient, part]),
      held: () => replica.held(part),
      mayBeBehind: () => replica.away,
      fetch: (options) => this.#fetchOnce(subclient, part, options),
    };
  }

  /** Another instance's fetch does as well, if it is newer than what is held here. */
  #fetchOnce(subclient: string | null, part: Part, options: ReadOptions): Promise<void> {
    const replica = this.replica(subclient);
    const known = replica.fetched(part)?.version ?? 0;
    return once(this.#options.leases, {
      key: JSON.stringify([this.#options.account, subclient, part, 'fetch']),
      isDone: async () => {
        await replica.sync(part);
        return (replica.fetched(part)?.version ?? 0) > known;
      },
      work: () => this.#fetch(replica, subclient, part, options),
      signal: options.signal,
    });
  }

  async #fetch(
    replica: Replica,
    subclient: string | null,
    part: Part,
    { signal, onDeparture: onLeave, priority, tenant, traceparent, cost }: ReadOptions,
  ): Promise<void> {
    const { client, now, slices } = this.#options;
    const numbers = replica.beginFetch(part);
    const before = await replica.basis(part);
    let fetchedAt: number | null = null;
    const onDeparture = () => {
      onLeave?.();
      if (cost !== undefined) cost.calls += 1;
    };
    const ask = async (question: ListQuestion) => {
      const page = await client.list(question, { signal, priority, tenant, traceparent, onDeparture });
      // Of several pages the first is the oldest.
      fetchedAt ??= now();
      return page;
    };
    const list = await this.#options.lister.part({
      part,
      subclient,
      ask,
      heldDownTo: before && oldestOf(before.rows),
      names: replica.held('names')?.senders ?? null,
    });
    const listed = await rowsFrom(list.rows, subclient, slices, before?.rows);
    const believed = before === null ? { rows: listed, doubts: NO_DOUBTS } : await believe(part, before, listed, list, slices);
    await replica.put(
      {
        part,
        ...believed,
        fetchedAt: before !== null && believed.doubts.size > 0 ? before.fetchedAt : (fetchedAt ?? now()),
        unreadableRows: list.unreadableRows,
        partial: before === null && !list.whole,
        notFound: list.notFound && subclient !== null && (before?.notFound ?? true),
      },
      numbers,
    );
  }
}

/** null where not all have a real id. */
const oldestOf = (rows: readonly HeldRow[]): bigint | null =>
  smallestId(rows.map(({ sender: { smscId } }) => ({ smscId: nameInStandIn(smscId) === null ? smscId : null })));

const nothingKnown = (): GatewayError =>
  new GatewayError('SENDER_NOT_FOUND', {
    upstreamCode: ERROR_CODES.SENDER_NOT_FOUND.wire,
    message: 'The provider finds nothing of this subclient: it has no sender IDs yet, or there is no such subclient. Check its login.',
  });

const notOfSubclient = (): GatewayError =>
  new GatewayError('SENDER_NOT_FOUND', {
    message: 'For this subclient the provider lists the account’s own senders: it seems not to know the login. Check it; nothing is shown.',
  });

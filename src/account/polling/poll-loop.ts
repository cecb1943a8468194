import type { Lease, Leases } from '../../concurrency/lease.ts';
import type { Timer } from '../../concurrency/timer.ts';
import type { SmscClient } from '../../smsc/api.ts';
import type { Part } from '../account.ts';
import type { Lister } from '../lists/lister.ts';
import type { PartReader } from '../replica/part-reader.ts';
import type { Pace } from '../settings.ts';
import { changedLately } from './recent-changes.ts';

export interface PollLoopOptions {
  readonly account: string;
  readonly subclient: string | null;
  readonly client: SmscClient;
  readonly parts: PartReader;
  readonly leases: Leases;
  readonly lister: Lister;
  readonly now: () => number;
  readonly timer: Timer;
  readonly pace: Pace;
}

/** Lists of so many senders are worth a look at what changed lately before they are fetched whole. */
const LONG_LIST = 1_000;
/** A long list is fetched whole after so many looks all the same. */
const MOST_LOOKS = 10;
const SLOWER_BY = 1.5;
/** How often an instance looks whether it is its turn to ask, at the least. */
const TURN_MS = 5_000;
/** In turns: a lease that nobody renews is another's after so many. */
const LEASE_TURNS = 3;
const PARTS: readonly Part[] = ['names', 'operators', 'files'];

/**
 * Keeps the data of one subclient fresh in the background, behind people. Of all instances that want it one asks: whoever has the lease; the
 * others find what it fetched in the store.
 */
export class PollLoop {
  readonly #options: PollLoopOptions;
  readonly #left = new AbortController();
  readonly #turnMs: number;
  #callOff = () => {};
  readonly #lease: Lease;
  #waitMs: number;
  #polledAt = Number.NEGATIVE_INFINITY;
  #sequence = 0;
  #looks = 0;
  #atWork: Promise<void>;

  constructor(options: PollLoopOptions) {
    this.#options = options;
    this.#waitMs = options.pace.fastMs;
    this.#turnMs = Math.min(TURN_MS, options.pace.fastMs);
    const { leases, account, subclient } = options;
    this.#lease = leases.of(JSON.stringify([account, subclient, 'poll']), LEASE_TURNS * this.#turnMs);
    this.#atWork = this.#turn();
  }

  /** Something moved, so more may move soon. */
  hurry(): void {
    this.#waitMs = this.#options.pace.fastMs;
  }

  async close(): Promise<void> {
    this.#left.abort();
    this.#callOff();
    await this.#atWork;
    await this.#lease.release();
  }

  async #turn(): Promise<void> {
    try {
      await this.#lease.run(() => this.#poll());
    } catch {
      // The store is away: the next turn tries again.
    }
    if (this.#left.signal.aborted) return;
    this.#callOff = this.#options.timer.after(this.#turnMs, () => {
      this.#atWork = this.#turn();
    });
  }

  async #poll(): Promise<void> {
    const { parts, subclient, timer, pace } = this.#options;
    const replica = parts.replica(subclient);
    await replica.sync();
    if (replica.sequence !== this.#sequence) this.hurry();
    this.#sequence = replica.sequence;
    if (timer.now() - this.#polledAt < this.#waitMs) return;
    this.#polledAt = timer.now();
    this.#waitMs = Math.min(this.#waitMs * SLOWER_BY, pace.slowMs);
    for (const part of PARTS) {
      if (this.#left.signal.aborted) return;
      // A place in the limits may not be had in time, or the provider may be away: the next time does as well.
      await this.#refresh(part).catch(() => {});
    }
  }

  async #refresh(part: Part): Promise<void> {
    const { parts, subclient, client, lister, now, pace } = this.#options;
    const replica = parts.replica(subclient);
    await replica.sync(part);
    const held = replica.held(part);
    // Someone's question has done it already.
    if (held !== null && !held.outdated && now() - held.fetchedAt < pace.fastMs / 2) return;
    const call = { priority: 'background', tenant: 'background', signal: this.#left.signal } as const;
    const isLong = part === 'operators' && held !== null && held.senders.length > LONG_LIST;
    if (isLong && !held.outdated && this.#looks < MOST_LOOKS) {
      this.#looks += 1;
      const how = lister.recentChanges();
      if (how !== null && !(await changedLately(client, held, { ...how, subclient, now: now() }, call))) return;
    }
    if (part === 'operators') this.#looks = 0;
    await parts.readNow(subclient, part, call);
    if (replica.held(part)?.confirmAfterMs === 0) await parts.readNow(subclient, part, call);
    if (replica.held(part)?.confirmAfterMs != null) this.hurry();
  }
}

import { FairScheduler, type TimeSlices } from '../concurrency/fair-scheduler.ts';
import { KeyedMutex } from '../concurrency/keyed-mutex.ts';
import { Leases } from '../concurrency/lease.ts';
import { TIMER, type Timer } from '../concurrency/timer.ts';
import type { SmscClient } from '../smsc/api.ts';
import type { JournalLimits, Store } from '../store/store.ts';
import type { Account, QuotaState, ReadOptions } from './account.ts';
import { EventFeed } from './events/event-feed.ts';
import { EventIndex } from './events/event-index.ts';
import { DEFAULT_JOURNAL } from './events/events.ts';
import { storedJournal } from './events/journal.ts';
import { HabitBook } from './lists/habit-book.ts';
import { Lister } from './lists/lister.ts';
import { Poller } from './polling/poller.ts';
import { ChangedSince } from './replica/changed-since.ts';
import { PartReader } from './replica/part-reader.ts';
import { Revalidation } from './replica/revalidation.ts';
import { Snapshots } from './replica/snapshots.ts';
import { DEFAULT_FRESHNESS, DEFAULT_PACE, type FreshnessSettings, type Pace } from './settings.ts';
import { leaseStore, storedState } from './stored-state.ts';
import { addSender, judgeAdd } from './writes/add-sender.ts';
import { changeSender } from './writes/change-sender.ts';
import { CodeLocks } from './writes/code-lock.ts';
import { checkCode, sendCode } from './writes/codes.ts';
import { deleteSender } from './writes/delete-sender.ts';
import { IdempotentAdds, type RepeatableAdd } from './writes/idempotency.ts';
import { LaterLooks } from './writes/later-looks.ts';
import { Look } from './writes/look.ts';
import { LostAnswer } from './writes/lost-answer.ts';
import { addedOrThrow } from './writes/verdict.ts';
import type { WriteContext } from './writes/write-context.ts';

export interface AccountOptions {
  readonly name: string;
  /** Begins all its keys in the store: another one for another login, so that nobody is served what a login held that had the name before. */
  readonly key?: string;
  readonly client: SmscClient;
  /** Where other instances and the next start find what this one knows. */
  readonly store: Store;
  /** What is left of the provider's limits. */
  readonly quota: () => Promise<QuotaState>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly randomId: () => string;
  readonly freshness?: Partial<FreshnessSettings>;
  /** How much is kept of what happened. */
  readonly journal?: JournalLimits;
  /** How often the provider is asked while someone listens. */
  readonly pace?: Pace;
  /** What the pace is kept by. */
  readonly timer?: Timer;
  /** The longest from a write's departure to the provider's last work on it, also where the answer was given up. */
  readonly workMs?: number;
  /** The longest that a write waits for its departure. */
  readonly queueMs?: number;
  /** Told of what is learnt of the provider that its page does not say, once. */
  readonly onHabit?: ((line: string) => void) | undefined;
  /** Its part of the event loop; left out: it has the loop alone. */
  readonly slices?: TimeSlices;
}

/** Held data is kept for this long beyond the time that it may serve. */
const KEEP_LONGER_MS = 3_600_000;

/** One provider account, for all its callers. */
export function createAccount({
  name,
  key = name,
  client,
  store,
  quota,
  clock: now,
  randomId,
  freshness,
  journal: journalLimits = DEFAULT_JOURNAL,
  pace = DEFAULT_PACE,
  timer = TIMER,
  workMs = 60_000,
  queueMs = 10_000,
  slices = new FairScheduler().of(name),
  onHabit,
}: AccountOptions): Account {
  const settings = { ...DEFAULT_FRESHNESS, ...freshness };
  const shared = storedState(store);
  const leases = new Leases({ store: leaseStore(store), timer, randomId });
  const journal = storedJournal(store, key, journalLimits, slices);
  const feed = new EventFeed(journal, slices);
  const eventIndex = new EventIndex(journal, slices);
  const habits = new HabitBook({ account: key, shared, onNews: onHabit });
  const held = {
    account: key,
    client,
    lister: new Lister(habits, now),
    shared,
    leases,
    journal,
    now,
    slices,
    revalidation: new Revalidation(now, settings),
    keepMs: settings.errorMs + KEEP_LONGER_MS,
  };
  const parts = new PartReader(held);
  const snapshots = new Snapshots(parts);
  const changed = new ChangedSince({ ...held, names: (subclient) => parts.replica(subclient).held('names')?.senders ?? null });
  const poller = new Poller({ ...held, parts, timer, pace, events: journal });
  const locks = new CodeLocks(held);
  const mutex = new KeyedMutex();
  const context: WriteContext = {
    client,
    parts,
    now,
    timer,
    workMs,
    later: { add: (subclient, openMs, judge) => later.add(subclient, openMs, judge) },
    record: (subclient, effect) => parts.replica(subclient).record(effect),
  };
  const later = new LaterLooks(context, timer);
  const adds = new IdempotentAdds({ ...held, openMs: queueMs + workMs, later: context.later.add });

  /** Writes to one sender go out one after the other, and none while the store is away. */
  const write = async <Result>(
    subclient: string | null,
    target: Target,
    { signal }: ReadOptions,
    work: () => Promise<Result>,
  ): Promise<Result> => {
    const replica = parts.replica(subclient);
    await replica.sync('names');
    const name = 'name' in target ? target.name : replica.held('names')?.bySmscId.get(target.smscId)?.sender.name;
    // By its name where that is known, also if the caller gave the id.
    return mutex.run(JSON.stringify([subclient, name === undefined ? target : { name }]), signal, async () => {
      await replica.sync();
      return work();
    });
  };

  return {
    name,
    slices,
    snapshot: (subclient, wanted, options = {}) => snapshots.read(subclient, wanted, options),
    sizes: (subclient) => parts.sizes(subclient),
    get heldSubclients() {
      return parts.subclients;
    },
    holdings: () => parts.holdings(),
    async refresh(subclient, part, options = {}) {
      if ((await parts.read(subclient, part, options)).stale) await parts.readNow(subclient, part, options);
      return snapshots.read(subclient, [part], options);
    },
    current: (subclient, part) => snapshots.current(subclient, part),
    isCurrent: (snapshot) => snapshots.isCurrent(snapshot),
    changedSince: (subclient, day, options = {}) => changed.read(subclient, day, options),
    add: (request, idempotency, options = {}) =>
      write(request.subclient, { name: request.name }, options, async () => {
        if (idempotency === null) {
          const verdict = await addSender(context, request, options);
          if (verdict.kind === 'open') later.add(request.subclient, verdict.openMs);
          return { sender: addedOrThrow(verdict), replayed: false };
        }
        const add: RepeatableAdd = {
          begin: (note) => addSender(context, request, options, note),
          judge: (earlier, look) => judgeAdd(request, earlier, new LostAnswer(null, 0), look),
          look: () => new Look(context, request.subclient, { cost: options.cost }),
        };
        return await adds.run(request.subclient, idempotency, add, options.signal);
      }),
    change: (request, options = {}) => write(request.subclient, request.target, options, () => changeSender(context, request, options)),
    delete: (request, options = {}) => write(request.subclient, request.target, options, () => deleteSender(context, request, options)),
    sendCode: (request, options = {}) =>
      write(request.subclient, { name: request.number }, options, () => sendCode(context, locks, request, options)),
    checkCode: (request, options = {}) =>
      write(request.subclient, { name: request.number }, options, () => checkCode(context, request, options)),
    quota,
    events: journal,
    get habits() {
      return habits.habits;
    },
    eventIndex,
    keepFresh: (subclient) => poller.keepFresh(subclient),
    follow: (subclient, after, filter, pace) =>
      feed.follow(after, (event) => filter(event) && event.subclient === subclient, { onEnd: poller.keepFresh(subclient), pace }),
    async close() {
      habits.close();
      await poller.close();
      later.close();
      await parts.close();
    },
  };
}

type Target = { readonly smscId: string } | { readonly name: string };

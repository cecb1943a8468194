import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import { mapInSlices } from '../../concurrency/yielding.ts';
import type { JournalEntry, JournalLimits, Store } from '../../store/store.ts';
import { reaching } from '../stored-state.ts';
import { decodeEvent, type Events, encodeEvent, eventStream, type JournaledEvent, type SenderEvent } from './events.ts';

export interface Journal extends Events {
  /**
   * Puts a value and appends events, or does neither.
   * @param expected the version that was read; 0 where there was none
   * @returns the new version; null where the key has another by now
   * @throws GatewayError UPSTREAM_UNAVAILABLE where the store is away
   */
  tell(key: string, value: Uint8Array, expected: number, events: readonly SenderEvent[]): Promise<number | null>;
}

/** @param account what begins all keys of the account */
export function storedJournal(store: Store, account: string, limits: JournalLimits, slices: TimeSlices): Journal {
  const stream = eventStream(account);
  return {
    async read(range) {
      const { entries, ...bounds } = await reaching(store.read(stream, range));
      // Many answers of the store may come in one iteration of the loop.
      await slices.yieldIfDue();
      return { events: entries.map(journaled), ...bounds };
    },
    watch: (listener) => store.subscribe(stream, listener),
    async tell(key, value, expected, events) {
      const entries = await mapInSlices(events, slices, encodeEvent);
      return reaching(store.putAndAppend({ key, value, ifVersion: expected, stream, entries, limits }));
    },
  };
}

const journaled = ({ cursor, at, data }: JournalEntry): JournaledEvent => ({ cursor, at, event: decodeEvent(data) });

import type { JournalEntry, Store } from '../store/store.ts';
import { decodeEvent, type Events, eventStream, type JournaledEvent } from './events.ts';
import { reaching } from './stored-state.ts';

/** @param account what begins all keys of the account */
export function storedEvents(store: Store, account: string): Events {
  const stream = eventStream(account);
  return {
    async read(range) {
      const { entries, ...bounds } = await reaching(store.read(stream, range));
      return { events: entries.map(journaled), ...bounds };
    },
    watch: (listener) => store.subscribe(stream, listener),
  };
}

const journaled = ({ cursor, at, data }: JournalEntry): JournaledEvent => ({ cursor, at, event: decodeEvent(data) });

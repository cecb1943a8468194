import { describe, expect, it } from 'vitest';
import { DEFAULT_JOURNAL } from '../../../src/account/events/events.ts';
import { storedJournal } from '../../../src/account/events/journal.ts';
import { ChangePublisher } from '../../../src/account/replica/change-publisher.ts';
import type { FetchedPart } from '../../../src/account/replica/held-part.ts';
import { EMPTY_WRITE_LOG, type WriteLog, withPart, withWrite } from '../../../src/account/replica/write-log.ts';
import { storedState } from '../../../src/account/stored-state.ts';
import { MOST_ENTRIES, type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { ALONE } from '../../support/slices.ts';
import { sqliteStore } from '../../support/stores.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const sender = (smscId: string) => ({ smscId, name: `S${smscId}`, subclient: null, status: 1 });
const fetched = (version: number, ids: readonly string[], askedAfter = 0): FetchedPart => ({
  part: 'names',
  version,
  askedAfter,
  fetchedAt: NOW,
  rows: ids.map((id) => ({ sender: sender(id), operators: [], files: [] })),
});
const begun = withPart(EMPTY_WRITE_LOG, 'names', { version: 1, askedAfter: 0 }, NOW);

/** A publisher on a store that another one may share, with a log that it learns only when it syncs. */
function world(wrap: (store: Store) => Store = (store) => store) {
  const store = wrap(sqliteStore({ file: ':memory:' }));
  const journal = storedJournal(store, 'account', DEFAULT_JOURNAL, ALONE);
  const publisher = (known: WriteLog, agreed = known) => {
    let log = known;
    return new ChangePublisher({
      account: 'account',
      subclient: null,
      shared: storedState(store),
      journal,
      slices: ALONE,
      log: () => log,
      sync: async () => {
        log = agreed;
      },
    });
  };
  const told = async () => (await journal.read({ limit: 100 })).events.map(({ event }) => `${event.kind} ${event.smscId}`);
  return { publisher, told, journal };
}

describe('a publisher', () => {
  it('tells of more changes than a store takes at once in portions, of which another tells the rest where it dies in between', async () => {
    let puts = 0;
    const { publisher, journal } = world((store) => ({
      ...store,
      putAndAppend(change) {
        puts += 1;
        // The first state, one portion, and then the store is away for once.
        return puts === 3 ? Promise.reject(new StoreUnavailable('away')) : store.putAndAppend(change);
      },
    }));
    const ids = Array.from({ length: 2.5 * MOST_ENTRIES }, (_, index) => String(index + 2)).reverse();
    await publisher(begun).fetched(fetched(1, ['1']));
    await expect(publisher(begun).fetched(fetched(2, [...ids, '1']))).rejects.toThrow('store is away');
    await publisher(begun).fetched(fetched(2, [...ids, '1']));
    const added: string[] = [];
    for (let after = 0; ; ) {
      const { events } = await journal.read({ after, limit: 1_000 });
      added.push(...events.map(({ event }) => event.smscId));
      const last = events.at(-1);
      if (last === undefined) break;
      after = last.cursor;
    }
    expect(added).toEqual(ids.toReversed());
  });

  it('leaves a fetch alone that began before one of which was told', async () => {
    const { publisher, told } = world();
    const [first, late] = [publisher(begun), publisher(begun)];
    await first.fetched(fetched(1, ['1']));
    await first.fetched(fetched(3, ['2', '1']));
    await late.fetched(fetched(2, ['1']));
    expect(await told()).toEqual(['SENDER_ADDED 2']);
  });

  it('learns of a write of which another told, before it compares a fetch from before that write', async () => {
    const { publisher, told } = world();
    const written = withWrite(begun, { kind: 'removed', smscId: '1' }, NOW);
    const other = publisher(written);
    await other.fetched(fetched(1, ['2', '1'], 0));
    await other.written();
    const behind = publisher(begun, written);
    await behind.fetched(fetched(2, ['2', '1'], 0));
    expect(await told()).toEqual([]);
  });

  it('tells nothing of a fetch that the log of writes no longer reaches back to', async () => {
    const { publisher, told } = world();
    const log: WriteLog = { ...begun, sequence: 9, writes: [] };
    await publisher(begun).fetched(fetched(1, ['1']));
    await publisher(log).fetched(fetched(2, ['2', '1'], 3));
    expect(await told()).toEqual([]);
  });

  it('goes on where the numbers of versions and writes begin anew', async () => {
    const { publisher, told } = world();
    await publisher({ ...begun, sequence: 5 }).fetched(fetched(700, ['1'], 5));
    const anew = withWrite(EMPTY_WRITE_LOG, { kind: 'added', sender: sender('2'), outdates: [] }, NOW + 1);
    await publisher(anew).written();
    await publisher(anew).fetched(fetched(1, ['3', '2', '1'], 1));
    expect(await told()).toEqual(['SENDER_ADDED 2', 'SENDER_ADDED 3']);
  });
});

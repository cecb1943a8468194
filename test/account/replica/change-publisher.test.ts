import { describe, expect, it } from 'vitest';
import { DEFAULT_JOURNAL } from '../../../src/account/events/events.ts';
import { storedJournal } from '../../../src/account/events/journal.ts';
import { ChangePublisher } from '../../../src/account/replica/change-publisher.ts';
import type { FetchedPart } from '../../../src/account/replica/held-part.ts';
import { EMPTY_WRITE_LOG, type WriteLog, withPart, withWrite } from '../../../src/account/replica/write-log.ts';
import { storedState } from '../../../src/account/stored-state.ts';
import { createSqliteStore } from '../../../src/store/sqlite.ts';
import { ALONE } from '../../support/slices.ts';

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
function world() {
  const store = createSqliteStore({ file: ':memory:' });
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
  return { publisher, told };
}

describe('a publisher', () => {
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

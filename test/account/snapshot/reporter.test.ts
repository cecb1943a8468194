import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DEFAULT_JOURNAL } from '../../../src/account/events/events.ts';
import { storedJournal } from '../../../src/account/events/journal.ts';
import { EMPTY_HEAD, type Head, withPart, withWrite } from '../../../src/account/snapshot/head.ts';
import type { FetchedPart } from '../../../src/account/snapshot/held-part.ts';
import { Reporter } from '../../../src/account/snapshot/reporter.ts';
import { storedState } from '../../../src/account/stored-state.ts';
import { createSqliteStore } from '../../../src/store/sqlite.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const sender = (smscId: string) => ({ smscId, name: `S${smscId}`, subclient: null, status: 1 });
const fetched = (version: number, ids: readonly string[], askedAfter = 0): FetchedPart => ({
  part: 'names',
  version,
  askedAfter,
  fetchedAt: NOW,
  rows: ids.map((id) => ({ sender: sender(id), operators: [], files: [] })),
});
const begun = withPart(EMPTY_HEAD, 'names', { version: 1, askedAfter: 0 }, NOW);

/** A reporter on a store that another one may share, with a head that it learns only when it syncs. */
function world() {
  const store = createSqliteStore({ file: ':memory:' });
  const journal = storedJournal(store, 'account', DEFAULT_JOURNAL);
  const reporter = (known: Head, agreed = known) => {
    let head = known;
    return new Reporter({
      account: 'account',
      subclient: null,
      shared: storedState(store, randomUUID),
      journal,
      head: () => head,
      sync: async () => {
        head = agreed;
      },
    });
  };
  const told = async () => (await journal.read({ limit: 100 })).events.map(({ event }) => `${event.kind} ${event.smscId}`);
  return { reporter, told };
}

describe('a reporter', () => {
  it('leaves a fetch alone that began before one of which was told', async () => {
    const { reporter, told } = world();
    const [first, late] = [reporter(begun), reporter(begun)];
    await first.fetched(fetched(1, ['1']));
    await first.fetched(fetched(3, ['2', '1']));
    await late.fetched(fetched(2, ['1']));
    expect(await told()).toEqual(['SENDER_ADDED 2']);
  });

  it('learns of a write of which another told, before it compares a fetch from before that write', async () => {
    const { reporter, told } = world();
    const written = withWrite(begun, { kind: 'removed', smscId: '1' }, NOW);
    const other = reporter(written);
    await other.fetched(fetched(1, ['2', '1'], 0));
    await other.written();
    const behind = reporter(begun, written);
    await behind.fetched(fetched(2, ['2', '1'], 0));
    expect(await told()).toEqual([]);
  });

  it('tells nothing of a fetch that the log of writes no longer reaches back to', async () => {
    const { reporter, told } = world();
    const head: Head = { ...begun, sequence: 9, writes: [] };
    await reporter(begun).fetched(fetched(1, ['1']));
    await reporter(head).fetched(fetched(2, ['2', '1'], 3));
    expect(await told()).toEqual([]);
  });

  it('goes on where the numbers of versions and writes begin anew', async () => {
    const { reporter, told } = world();
    await reporter({ ...begun, sequence: 5 }).fetched(fetched(700, ['1'], 5));
    const anew = withWrite(EMPTY_HEAD, { kind: 'added', sender: sender('2'), outdates: [] }, NOW + 1);
    await reporter(anew).written();
    await reporter(anew).fetched(fetched(1, ['3', '2', '1'], 1));
    expect(await told()).toEqual(['SENDER_ADDED 2', 'SENDER_ADDED 3']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account, Part } from '../../../src/account/account.ts';
import type { SenderEvent } from '../../../src/account/events/events.ts';
import type { SenderReading } from '../../../src/domain/sender.ts';
import { lostAnswer, reading } from '../../support/scripted-provider.ts';
import { addRequest, settle, testAccount } from '../../support/test-account.ts';

const cell = (column: string, status: number) => ({ column, status, replacementName: null });
const file = (smscId: string, status: number) => ({ smscId, name: `${smscId}.pdf`, status, comment: null });
const PARTS: readonly Part[] = ['names', 'operators', 'files'];

const shops = [
  reading('2', 'Newer', { status: 0, operators: [cell('tele2', 0), cell('mts_step', 1)], files: [file('7', 0)] }),
  reading('1', 'Older'),
];

async function journalOf(account: Account): Promise<readonly SenderEvent[]> {
  await settle();
  return (await account.events.read({ limit: 10_000 })).events.map(({ event }) => event);
}

/** A world whose clock has moved so far that each read asks the provider. */
function world(senders: readonly SenderReading[] = shops) {
  const test = testAccount(senders);
  const refresh = async (account = test.account, parts = PARTS) => {
    test.clock.advance(10 * 60_000);
    await account.snapshot(null, parts);
  };
  return { ...test, refresh };
}

describe('what a refresh shows', () => {
  it('is no event the first time', async () => {
    const { account, refresh } = world();
    await refresh();
    expect(await journalOf(account)).toEqual([]);
  });

  it('is no event where nothing changed', async () => {
    const { account, refresh } = world();
    await refresh();
    await refresh();
    expect(await journalOf(account)).toEqual([]);
  });

  it('is told with what was before and what is after', async () => {
    const { account, provider, refresh } = world();
    await refresh();
    provider.senders = [
      reading('3', 'Newest', { status: 0, operators: [cell('tele2', 0), cell('motiv', 1)] }),
      reading('2', 'Newer', { status: 1, operators: [cell('tele2', 1), cell('mts_step', 2)], files: [file('8', 0), file('7', 1)] }),
    ];
    await refresh();
    // What is gone is gone by the second list.
    await refresh();
    const newer = { subclient: null, smscId: '2', name: 'Newer' };
    const newest = { subclient: null, smscId: '3', name: 'Newest' };
    const events = await journalOf(account);
    expect(events.filter(({ kind }) => kind.startsWith('SENDER'))).toEqual([
      { kind: 'SENDER_STATUS_CHANGED', ...newer, before: 0, after: 1 },
      { kind: 'SENDER_ADDED', ...newest, after: 0 },
      { kind: 'SENDER_REMOVED', subclient: null, smscId: '1', name: 'Older', before: 1 },
    ]);
    // A cell that begins as all cells do tells nothing.
    expect(events.filter(({ kind }) => kind.startsWith('OPERATOR'))).toEqual([
      { kind: 'OPERATOR_STATUS_CHANGED', ...newer, column: 'tele2', before: 0, after: 1 },
      { kind: 'OPERATOR_STATUS_CHANGED', ...newer, column: 'mts_step', before: 1, after: 2 },
      { kind: 'OPERATOR_STATUS_CHANGED', ...newest, column: 'motiv', before: null, after: 1 },
    ]);
    expect(events.filter(({ kind }) => kind.startsWith('FILE'))).toEqual([
      { kind: 'FILE_ADDED', ...newer, file: { smscId: '8', name: '8.pdf' }, after: 0 },
      { kind: 'FILE_STATUS_CHANGED', ...newer, file: { smscId: '7', name: '7.pdf' }, before: 0, after: 1 },
    ]);
    expect(events).toHaveLength(8);
  });

  it('is told once, whichever instances see it', async () => {
    const { account, instance, provider, refresh } = world();
    const others = [instance(), instance()];
    await refresh();
    for (const other of others) await refresh(other);
    provider.senders = [reading('3', 'Newest'), ...shops];
    await Promise.all([refresh(), ...others.map((other) => refresh(other))]);
    for (const other of others) await refresh(other);
    expect(await journalOf(account)).toMatchObject([{ kind: 'SENDER_ADDED', smscId: '3' }]);
  });

  it('is told of the time when nobody looked, after a start anew', async () => {
    const { account, instance, provider, clock, refresh } = world();
    await refresh();
    await account.close();
    clock.advance(20 * 86_400_000);
    provider.senders = [reading('2', 'Newer')];
    const next = instance();
    await refresh(next, ['names']);
    await refresh(next, ['names']);
    expect((await journalOf(next)).map(({ kind }) => kind)).toEqual(['SENDER_STATUS_CHANGED', 'SENDER_REMOVED']);
  });

  it('is told by the next refresh where the store was away', async () => {
    const { account, provider, setAway, refresh } = world();
    await refresh();
    provider.senders = [reading('2', 'Newer', { status: 0 })];
    setAway(true);
    await refresh(account, ['names']).catch(() => {});
    setAway(false);
    expect(await journalOf(account)).toEqual([]);
    await refresh(account, ['names']);
    await refresh(account, ['names']);
    expect(await journalOf(account)).toMatchObject([{ kind: 'SENDER_REMOVED', smscId: '1' }]);
  });

  it('tells subclients apart', async () => {
    const { account, provider, clock } = world();
    await account.snapshot('branch', ['names']);
    provider.senders = [reading('4', 'A'), reading('3', 'B'), ...shops];
    clock.advance(10 * 60_000);
    await account.snapshot('branch', ['names']);
    expect(await journalOf(account)).toMatchObject([{ subclient: 'branch' }, { subclient: 'branch' }]);
  });
});

describe('a write', () => {
  it('is told at once, and no refresh repeats it', async () => {
    const { account, refresh } = world();
    await refresh();
    await account.add(addRequest('Added'), null);
    await account.delete({ target: { name: 'Older' }, subclient: null });
    const told = [
      { kind: 'SENDER_ADDED', subclient: null, smscId: '3', name: 'Added', after: 0 },
      { kind: 'SENDER_REMOVED', subclient: null, smscId: '1', name: 'Older', before: 1 },
    ];
    expect((await account.events.read({ limit: 10 })).events.map(({ event }) => event)).toEqual(told);
    await refresh();
    await refresh();
    expect(await journalOf(account)).toEqual(told);
  });

  it('is not taken back by a refresh that asked before it', async () => {
    const { account, instance, provider, clock } = world();
    await account.snapshot(null, ['names']);
    const other = instance();
    clock.advance(10 * 60_000);
    const answer = Promise.withResolvers<void>();
    provider.script('LIST', { until: answer.promise });
    const refreshed = other.snapshot(null, ['names']);
    await settle();
    const added = account.delete({ target: { smscId: '2' }, subclient: null });
    await added;
    answer.resolve();
    await refreshed;
    expect(await journalOf(account)).toMatchObject([{ kind: 'SENDER_REMOVED', smscId: '2' }]);
  });

  it('whose answer was lost is told once', async () => {
    const { account, provider, refresh } = world();
    await refresh();
    provider.script('ADD', { failure: lostAnswer(), done: true });
    await account.add(addRequest('Added'), null).catch(() => {});
    await refresh();
    expect(await journalOf(account)).toMatchObject([{ kind: 'SENDER_ADDED', name: 'Added' }]);
  });
});

/** Follows the events from a known state; throws where one does not follow from those before it. */
function replay(start: readonly SenderReading[], events: readonly SenderEvent[]) {
  const statuses = new Map(start.map(({ smscId, status }) => [smscId, status]));
  const cells = new Map<string, number>();
  for (const event of events) {
    const known = statuses.get(event.smscId);
    if (event.kind === 'SENDER_ADDED') {
      if (known !== undefined) throw new Error(`added twice: ${event.smscId}`);
      statuses.set(event.smscId, event.after);
    } else if (event.kind === 'SENDER_REMOVED') {
      if (known !== event.before) throw new Error(`removed with ${event.before}, was ${known}`);
      statuses.delete(event.smscId);
    } else if (event.kind === 'SENDER_STATUS_CHANGED') {
      if (known !== event.before || event.before === event.after) throw new Error(`changed from ${event.before}, was ${known}`);
      statuses.set(event.smscId, event.after);
    } else if (event.kind === 'OPERATOR_STATUS_CHANGED') {
      const key = `${event.smscId} ${event.column}`;
      if ((cells.get(key) ?? 0) !== (event.before ?? 0)) throw new Error(`cell from ${event.before}, was ${cells.get(key)}`);
      cells.set(key, event.after ?? 0);
    }
  }
  return { statuses, cells };
}

type Step =
  | { readonly do: 'move'; readonly sender: number; readonly status: number }
  | { readonly do: 'cell'; readonly sender: number; readonly status: number }
  | { readonly do: 'appear' | 'vanish' }
  | { readonly do: 'refresh' | 'add' | 'delete'; readonly at: number; readonly wait: boolean }
  | { readonly do: 'restart'; readonly at: number }
  | { readonly do: 'away'; readonly isAway: boolean };

const at = fc.nat({ max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('move' as const, 'cell' as const), sender: fc.nat({ max: 4 }), status: fc.nat({ max: 3 }) }),
  fc.record({ do: fc.constantFrom('appear' as const, 'vanish' as const) }),
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('refresh' as const, 'add' as const, 'delete' as const), at, wait: fc.boolean() }),
  },
  fc.record({ do: fc.constant('restart' as const), at }),
  fc.record({ do: fc.constant('away' as const), isAway: fc.boolean() }),
);

describe('whatever happens to three instances on one store', () => {
  it('every event follows from the ones before it, and all together from the first state to the last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const start = [1, 2, 3].map((id) => reading(String(id), `S${id}`, { operators: [cell('tele2', 0)] }));
        const { instance, provider, clock, setAway } = testAccount(start);
        const instances = [instance(), instance(), instance()];
        const use = (index: number) => instances[index] as Account;
        const read = (account: Account) =>
          account.snapshot(null, ['names', 'operators']).then(
            () => {},
            () => {},
          );
        await read(use(0));
        await settle();
        const running: Promise<unknown>[] = [];
        let names = 0;
        const nextName = () => {
          names += 1;
          return `N${names}`;
        };
        for (const step of steps) {
          clock.advance(6 * 60_000);
          if (step.do === 'move')
            provider.senders = provider.senders.map((row, index) => (index === step.sender ? { ...row, status: step.status } : row));
          if (step.do === 'cell')
            provider.senders = provider.senders.map((row, index) =>
              index === step.sender ? { ...row, operators: [cell('tele2', step.status)] } : row,
            );
          if (step.do === 'appear') await provider.add(addRequest(nextName()));
          if (step.do === 'vanish') provider.senders = provider.senders.slice(0, -1);
          if (step.do === 'away') setAway(step.isAway);
          if (step.do === 'restart') instances[step.at] = instance();
          if (step.do === 'refresh' || step.do === 'add' || step.do === 'delete') {
            const account = use(step.at);
            const smscId = provider.senders[0]?.smscId ?? '1';
            const done =
              step.do === 'refresh'
                ? read(account)
                : step.do === 'add'
                  ? account.add(addRequest(nextName()), null).catch(() => {})
                  : account.delete({ target: { smscId }, subclient: null }).catch(() => {});
            running.push(done);
            if (step.wait) await done;
          }
        }
        setAway(false);
        await Promise.all(running);
        // What is gone is gone by the fourth list that lacks it.
        for (const account of [...instances, ...instances]) {
          clock.advance(10 * 60_000);
          await read(account);
          await settle();
        }
        const { statuses, cells } = replay(start, await journalOf(use(0)));
        expect(statuses).toEqual(new Map(provider.senders.map(({ smscId, status }) => [smscId, status])));
        for (const { smscId, operators } of provider.senders) expect(cells.get(`${smscId} tele2`) ?? 0).toBe(operators[0]?.status ?? 0);
      }),
      { numRuns: 40 },
    );
  });
});

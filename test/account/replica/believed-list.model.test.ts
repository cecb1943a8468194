import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account, Part } from '../../../src/account/account.ts';
import type { SenderEvent } from '../../../src/account/events/events.ts';
import type { SenderReading } from '../../../src/domain/sender.ts';
import type { ListAnswer } from '../../../src/smsc/api.ts';
import { listAnswer, reading } from '../../support/scripted-provider.ts';
import { addRequest, settle, testAccount } from '../../support/test-account.ts';

const PARTS: readonly Part[] = ['names', 'operators', 'files'];
/** The longest run of lists that lack many senders, each the same fault. */
const LONGEST_FAULT = 3;
/** A real removal is told after as many lists in a row that show it. */
const MOST_LISTS = 4;

/** What a list may look like that is none of the provider's senders now. */
const FAULTS = {
  'an empty list': (): ListAnswer => listAnswer([]),
  'error 3': (): ListAnswer => listAnswer([], { notFound: true }),
  'one row': ({ rows }): ListAnswer => listAnswer(rows.slice(0, 1)),
  'the first half': ({ rows }): ListAnswer => listAnswer(rows.slice(0, rows.length >> 1)),
  'all but one': ({ rows }): ListAnswer => listAnswer(rows.filter((_, index) => index !== rows.length >> 1)),
  'a row that can’t be read': ({ rows }): ListAnswer => listAnswer(rows.slice(1), { unreadableRows: 1 }),
  'an error among the rows': ({ rows }): ListAnswer => listAnswer(rows.slice(0, -1), { whole: false }),
  'rows without their columns, documents and statuses': ({ rows }): ListAnswer =>
    listAnswer(rows.map((row) => ({ ...row, status: null, operators: [], files: [] }))),
  'rows without ids': ({ rows }): ListAnswer => listAnswer(rows.map((row) => ({ ...row, smscId: null }))),
  'every row twice': ({ rows }): ListAnswer => listAnswer([...rows, ...rows]),
} satisfies Record<string, (answer: ListAnswer) => ListAnswer>;
type FaultName = keyof typeof FAULTS;
/** Faults that last for more than one list: those that lack many. */
const LASTING: readonly FaultName[] = [
  'an empty list',
  'error 3',
  'rows without ids',
  'every row twice',
  'a row that can’t be read',
  'an error among the rows',
];

type Step =
  | { readonly do: 'appear' | 'vanish' | 'vanish all' | 'change' | 'restart' | 'long pause' | 'add' }
  | { readonly do: 'delete'; readonly sender: number }
  | { readonly do: 'look'; readonly parts: readonly Part[]; readonly both: boolean }
  | { readonly do: 'fault'; readonly fault: FaultName; readonly part: Part; readonly lists: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('appear' as const, 'vanish' as const, 'change' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('vanish all' as const, 'restart' as const, 'long pause' as const, 'add' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), sender: fc.nat({ max: 30 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('look' as const), parts: fc.subarray([...PARTS], { minLength: 1 }), both: fc.boolean() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      fault: fc.constantFrom(...(Object.keys(FAULTS) as FaultName[])),
      part: fc.constantFrom(...PARTS),
      lists: fc.integer({ min: 1, max: LONGEST_FAULT }),
    }),
  },
);

const cell = (status: number) => ({ column: 'tele2', status, replacementName: null });
const file = (smscId: string) => ({ smscId: `f${smscId}`, name: 'a.pdf', status: 0, comment: null });
const sender = (id: number, status = 1): SenderReading =>
  reading(String(id), `S${id}`, { status, operators: [cell(1)], files: id % 2 === 0 ? [file(String(id))] : [] });

/** A provider with a history, and a gateway that looks at it now and then. */
class World {
  readonly #test;
  /** On one store; they look in turn. */
  readonly #instances: Account[];
  /** Names of senders that were ever gone; none comes again. */
  readonly removed = new Set<string>();
  #names = 0;
  #changes = 0;

  constructor(count: number) {
    const senders = Array.from({ length: count }, (_, index) => sender(count - index));
    this.#test = testAccount(senders);
    this.#instances = [this.#test.account, this.#test.instance()];
  }

  get senders(): readonly SenderReading[] {
    return this.#test.provider.senders;
  }

  /** Told so far. */
  async events(): Promise<readonly SenderEvent[]> {
    return (await this.#account.events.read({ limit: 100_000 })).events.map(({ event }) => event);
  }

  get #account(): Account {
    return this.#instances[0] as Account;
  }

  /** A list of each part, by one instance or both at once. */
  async look(parts: readonly Part[] = PARTS, fault?: FaultName, both = false): Promise<void> {
    const { provider, clock } = this.#test;
    for (const part of parts) {
      clock.advance(6 * 60_000);
      this.#instances.reverse();
      const distort = fault === undefined ? undefined : FAULTS[fault];
      if (distort !== undefined) provider.script('LIST', { distort }, ...Array.from({ length: 3 }, () => ({ distort })));
      const looking = both ? this.#instances : [this.#account];
      const snapshots = await Promise.all(looking.map((account) => account.snapshot(null, [part])));
      provider.clear('LIST');
      if (fault === undefined) for (const snapshot of snapshots) this.#check(part, snapshot);
    }
  }

  /** What is told as fresh is what the provider has. What it always had is never missing. */
  #check(part: Part, { senders, freshness }: Awaited<ReturnType<Account['snapshot']>>): void {
    const served = senders.map(({ smscId }) => smscId);
    const truth = this.senders.map(({ smscId }) => smscId);
    expect(new Set(served).size).toBe(served.length);
    if (!freshness.stale) expect([part, served.toSorted()]).toEqual([part, truth.toSorted()]);
    expect(truth.filter((smscId) => !served.includes(smscId ?? ''))).toEqual([]);
  }

  async run(step: Step): Promise<void> {
    const { provider, instance } = this.#test;
    if (step.do === 'appear') {
      const { smscId } = await provider.add(addRequest(this.#newName()));
      provider.senders = provider.senders.map((row) => (row.smscId === smscId ? { ...sender(Number(smscId), 0), name: row.name } : row));
    }
    if (step.do === 'vanish') this.#vanish(provider.senders.at(this.#names % Math.max(1, provider.senders.length)));
    if (step.do === 'vanish all') for (const row of provider.senders) this.#vanish(row);
    if (step.do === 'change') {
      this.#changes += 1;
      provider.senders = provider.senders.map((row, index) =>
        index === this.#changes % 5 ? { ...row, status: this.#changes % 3, operators: [cell(this.#changes % 4)] } : row,
      );
    }
    if (step.do === 'restart') this.#instances[0] = instance();
    if (step.do === 'long pause') {
      // Longer than parts are kept.
      this.#test.clock.advance(3 * 86_400_000);
      for (const index of this.#instances.keys()) this.#instances[index] = instance();
    }
    if (step.do === 'add') await this.#account.add(addRequest(this.#newName()), null);
    if (step.do === 'delete') {
      const row = provider.senders.at(step.sender);
      if (row !== undefined) {
        await this.#account.delete({ target: { smscId: row.smscId ?? '' }, subclient: null });
        this.removed.add(row.name);
      }
    }
    if (step.do === 'look') await this.look(step.parts, undefined, step.both);
    if (step.do === 'fault') {
      const lists = LASTING.includes(step.fault) ? step.lists : 1;
      for (let list = 0; list < lists; list += 1) await this.look([step.part], step.fault);
      // A fault that ends is followed by a list that is right.
      await this.look([step.part]);
    }
  }

  #newName(): string {
    this.#names += 1;
    return `N${this.#names}`;
  }

  #vanish(gone: SenderReading | undefined): void {
    if (gone === undefined) return;
    const { provider } = this.#test;
    provider.senders = provider.senders.filter((row) => row !== gone);
    this.removed.add(gone.name);
  }
}

/** The names that the events make of the first ones. @throws where an event tells what never was */
function replay(start: readonly SenderReading[], events: readonly SenderEvent[], removed: ReadonlySet<string>) {
  const known = new Set(start.map(({ name }) => name));
  const files = new Set(start.flatMap(({ files }) => files.map(({ smscId }) => smscId)));
  for (const event of events) {
    if (event.kind === 'SENDER_REMOVED') {
      if (!removed.has(event.name)) throw new Error(`removed, though the provider has it: ${event.name}`);
      if (!known.delete(event.name)) throw new Error(`removed twice: ${event.name}`);
    }
    if (event.kind === 'SENDER_ADDED') {
      if (known.has(event.name)) throw new Error(`added twice: ${event.name}`);
      known.add(event.name);
    }
    if (event.kind === 'FILE_ADDED') {
      if (files.has(event.file.smscId)) throw new Error(`document added twice: ${event.file.smscId}`);
      files.add(event.file.smscId);
    }
    // The provider never takes a status or a column away.
    if ('before' in event && 'after' in event && event.after === null) throw new Error(`${event.kind} to nothing: ${event.name}`);
  }
  return known;
}

describe('whatever lists come between', () => {
  it('no removal is told that the provider’s history does not have, and every other one soon', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.array(step, { minLength: 5, maxLength: 40 }), async (count, steps) => {
        const world = new World(count);
        const start = world.senders;
        await world.look();
        for (const each of steps) {
          await world.run(each);
          replay(start, await world.events(), world.removed);
        }
        for (let list = 0; list < MOST_LISTS; list += 1) await world.look();
        await settle();
        const known = replay(start, await world.events(), world.removed);
        expect([...known].toSorted()).toEqual(world.senders.map(({ name }) => name).toSorted());
        await world.look();
      }),
      { numRuns: Number(process.env.RUNS ?? 60) },
    );
  });
});

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../../src/account/create-account.ts';
import { OutcomeUnknownError } from '../../src/errors.ts';
import type { ImportJob, ImportKey, JudgedRow } from '../../src/imports/import-job.ts';
import { type Imports, startImports } from '../../src/imports/imports.ts';
import { type Store, StoreUnavailable } from '../../src/store/store.ts';
import { fastTime } from '../support/fast-time.ts';
import { lostAnswer, neverSent, reading, refusal, ScriptedProvider } from '../support/scripted-provider.ts';
import { ENGINES, type Engine } from '../support/store-engines.ts';
import { addRequest, codeOf } from '../support/test-account.ts';

const rowOf = (name: string): JudgedRow => {
  const { document: _, documentInfo: __, subclient: ___, ...request } = addRequest(name);
  return { row: { line: null, name, request }, result: { state: 'PENDING' } };
};
const order = (names: readonly string[], idempotencyKey: string | null = null) => ({
  subclient: null,
  rows: names.map(rowOf),
  createdBy: 'test',
  idempotencyKey,
});

describe.each(ENGINES.filter(({ available }) => available))('import jobs on $name', ({ start }) => {
  let engine: Engine;
  const instances: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(async () => {
    await Promise.all(instances.map((one) => one.close().catch(() => {})));
    await engine.end();
  });

  /** Instances of the gateway over one store and provider; their waits pass a thousand times as fast. */
  function world(senders = [reading('1', 'Shop')], freshMs = 3_600_000) {
    const name = randomUUID();
    const provider = new ScriptedProvider(senders);
    const faults: unknown[] = [];
    const instance = (wrap: (store: Store) => Store = (store) => store): Imports => {
      const { timer } = fastTime(1_000);
      const opened = engine.open(name);
      const store = wrap(opened);
      const account = createAccount({
        name: 'test',
        client: provider,
        store,
        clock: Date.now,
        randomId: randomUUID,
        quota: async () => ({ buckets: [], concurrent: 0, concurrentLimit: 12 }),
        freshness: { freshMs, outdatedWaitMs: 0 },
        // By the store's clock, which is not as fast.
        workMs: 50,
        queueMs: 0,
      });
      const imports = startImports({
        store,
        account,
        key: 'test',
        randomId: randomUUID,
        reportFault: (fault) => faults.push(fault),
        timer,
      });
      instances.push({
        async close() {
          await imports.close();
          await account.close();
          await opened.close();
        },
      });
      return imports;
    };
    const namesAdded = () =>
      provider.calls.flatMap(({ command, request }) => (command === 'ADD' && 'name' in request ? [request.name] : []));
    return { provider, faults, instance, namesAdded };
  }

  async function until(imports: Imports, key: ImportKey, holds: (job: ImportJob) => boolean): Promise<ImportJob> {
    for (;;) {
      const job = await imports.find(key);
      if (job !== null && holds(job)) return job;
      await delay(5);
    }
  }
  const finished = (imports: Imports, key: ImportKey) => until(imports, key, ({ state }) => state === 'FINISHED');
  const statesOf = async (imports: Imports, job: ImportJob) =>
    (await imports.rows(job)).map(({ row, result }) => `${row.name} ${result.state}`);

  it('ask for each name once, in the background, and for none that is held', async () => {
    const { provider, instance, namesAdded } = world();
    const imports = instance();
    const { job } = await imports.begin(order(['A', 'Shop', 'B']));
    expect(await statesOf(imports, await finished(imports, job))).toEqual(['A ADDED', 'Shop EXISTS', 'B ADDED']);
    expect(namesAdded()).toEqual(['A', 'B']);
    expect(new Set(provider.calls.map(({ priority }) => priority))).toEqual(new Set(['background']));
  });

  it('settle all names that are held at once, however many', async () => {
    const names = Array.from({ length: 2_000 }, (_, index) => `Shop${index}`);
    const { instance, provider } = world(names.map((name, index) => reading(String(2_000 - index), name)));
    let writes = 0;
    const imports = instance((store) => ({
      ...store,
      put: (...args) => {
        writes += 1;
        return store.put(...args);
      },
    }));
    const { job } = await imports.begin(order(names));
    expect(await until(imports, job, ({ state }) => state === 'FINISHED')).toMatchObject({ done: 0, failed: 2_000 });
    expect((await imports.rows(job)).every(({ result: { state, smscId } }) => state === 'EXISTS' && smscId !== undefined)).toBe(true);
    expect(new Set(provider.calls.map(({ command }) => command))).toEqual(new Set(['LIST']));
    expect(writes).toBeLessThan(20);
  });

  it('go on at the next start, and with a name that was being added when the gateway died', async () => {
    const { provider, instance, namesAdded } = world();
    const died = Promise.withResolvers<void>();
    // The provider does it, and the answer never comes to who asked: the process is gone.
    provider.script('ADD', {}, { until: died.promise });
    const first = instance((store) => ({ ...store, acquire: (key, holder) => store.acquire(key, holder, 300), renew: async () => false }));
    const { job } = await first.begin(order(['A', 'B', 'C']));
    await until(first, job, ({ done }) => done === 1);
    while (namesAdded().length < 2) await delay(5);

    const second = instance();
    const done = await finished(second, job);
    expect(done).toMatchObject({ total: 3, done: 3, failed: 0 });
    expect(namesAdded()).toEqual(['A', 'B', 'C']);
    expect(provider.senders.map(({ name }) => name).toSorted()).toEqual(['A', 'B', 'C', 'Shop']);
    died.resolve();
  });

  it('are worked on by one instance at a time', async () => {
    const { provider, instance, namesAdded } = world();
    const names = Array.from({ length: 12 }, (_, index) => `N${index}`);
    const many = [instance(), instance(), instance()] as const;
    const { job } = await many[0].begin(order(names));
    await finished(many[2], job);
    expect(namesAdded()).toEqual(names);
    expect(provider.senders).toHaveLength(13);
  });

  it('take turns where there are several', async () => {
    const { instance, namesAdded } = world();
    const imports = instance();
    const [one, two] = await Promise.all([imports.begin(order(['A1', 'A2', 'A3'])), imports.begin(order(['B1', 'B2', 'B3']))]);
    await Promise.all([finished(imports, one.job), finished(imports, two.job)]);
    const turns = namesAdded()
      .map((name) => name[0])
      .join('');
    expect(turns).toMatch(/^(A?)(BA)+(B?)$|^(A)?(AB)+$/);
  });

  it('adopt a name whose answer was lost, and try again what never got there', async () => {
    const { provider, instance, namesAdded } = world();
    provider.script('ADD', { failure: lostAnswer(), done: true }, { failure: neverSent() }, { failure: neverSent() });
    const imports = instance();
    const { job } = await imports.begin(order(['A', 'B']));
    expect(await finished(imports, job)).toMatchObject({ done: 2, failed: 0, problem: null });
    expect(namesAdded()).toEqual(['A', 'B', 'B', 'B']);
  });

  it('tell what they wait for', async () => {
    const { provider, instance } = world();
    provider.script('ADD', ...Array.from({ length: 200 }, () => ({ failure: neverSent() })));
    const imports = instance();
    const { job } = await imports.begin(order(['A']));
    expect((await until(imports, job, ({ problem }) => problem !== null)).problem?.code).toBe('UPSTREAM_UNAVAILABLE');
    await imports.cancel(job);
  });

  it('are paused where the provider refuses the login, and say so', async () => {
    const { provider, instance } = world();
    provider.script('ADD', { failure: refusal('UPSTREAM_UNAUTHORIZED', 2) });
    const imports = instance();
    const { job } = await imports.begin(order(['A', 'B']));
    const paused = await until(imports, job, ({ state }) => state === 'PAUSED');
    expect(paused.problem?.code).toBe('UPSTREAM_UNAUTHORIZED');
    expect(await imports.resume(job)).toMatchObject({ state: 'RUNNING', problem: null });
    expect(await finished(imports, job)).toMatchObject({ done: 2 });
  });

  it('report what the provider refuses, and go on', async () => {
    const { provider, instance } = world();
    provider.script('ADD', { failure: refusal('SAVE_FAILED', 5) }, { failure: refusal('UPSTREAM_ERROR', 77) });
    const imports = instance();
    const { job } = await imports.begin(order(['A', 'B', 'C']));
    const done = await finished(imports, job);
    expect(done).toMatchObject({ done: 1, failed: 2 });
    expect((await imports.rows(done)).map(({ result }) => result.problem?.code)).toEqual(['SAVE_FAILED', 'UPSTREAM_ERROR', undefined]);
  });

  it('do not hold up the end of the gateway where the provider hangs, and leave the row to be settled', async () => {
    const { provider, faults, instance, namesAdded } = world();
    const hanging = Promise.withResolvers<void>();
    provider.script('ADD', { until: hanging.promise });
    const first = instance();
    const { job } = await first.begin(order(['A', 'B']));
    while (namesAdded().length === 0) await delay(5);
    await first.close();
    const second = instance();
    await until(second, job, ({ state }) => state === 'RUNNING');
    hanging.resolve();
    expect(await finished(second, job)).toMatchObject({ done: 2, failed: 0 });
    expect(namesAdded()).toEqual(['A', 'B']);
    expect(faults).toEqual([]);
  });

  it('give a row up of which nobody finds out what became of it', async () => {
    const { provider, instance } = world();
    const imports = instance();
    // Neither the add nor the list that would tell is answered.
    provider.script('ADD', { failure: lostAnswer() });
    provider.script('LIST', {}, ...Array.from({ length: 30 }, () => ({ failure: lostAnswer() })));
    const { job } = await imports.begin(order(['A', 'B']));
    const done = await finished(imports, job);
    expect((await imports.rows(done))[0]?.result).toMatchObject({ state: 'FAILED', problem: { code: 'OUTCOME_UNKNOWN' } });
    expect((await imports.rows(done))[1]?.result.state).toBe('ADDED');
  });

  it('give such a row up also where another job has its turn between, or another instance', async () => {
    const { provider, instance } = world();
    const imports = instance();
    const unknown = { failure: new OutcomeUnknownError(1_000) };
    // Each time that A is asked for; B goes on between.
    provider.script('ADD', unknown, {}, unknown, {}, unknown, {}, unknown, {}, unknown);
    provider.script('LIST', {}, ...Array.from({ length: 60 }, () => ({ failure: lostAnswer() })));
    const [a, b] = await Promise.all([
      imports.begin(order(['A'])),
      imports.begin(order(Array.from({ length: 12 }, (_, index) => `B${index}`))),
    ]);
    const done = await finished(imports, a.job);
    expect((await imports.rows(done))[0]?.result).toMatchObject({ state: 'FAILED', problem: { code: 'OUTCOME_UNKNOWN' } });
    await imports.cancel(b.job);
  });

  it('are not finished but cancelled where that comes during the last add, which is still told', async () => {
    const { provider, instance, namesAdded } = world();
    const answer = Promise.withResolvers<void>();
    provider.script('ADD', { until: answer.promise });
    const imports = instance();
    const { job } = await imports.begin(order(['A']));
    while (namesAdded().length === 0) await delay(5);
    await imports.cancel(job);
    expect((await imports.rows(await until(imports, job, () => true)))[0]?.result).toMatchObject({ problem: { code: 'OUTCOME_UNKNOWN' } });
    answer.resolve();
    const over = await until(imports, job, ({ done }) => done === 1);
    expect(over).toMatchObject({ state: 'CANCELLED', done: 1, failed: 0 });
    expect(over.finishedAt).not.toBeNull();
    expect(await statesOf(imports, over)).toEqual(['A ADDED']);
    expect(await imports.active(null)).toEqual([]);
  });

  it('tell a row as cancelled that waited for its turn, though it was tried before', async () => {
    const { provider, instance, namesAdded } = world();
    provider.script('ADD', ...Array.from({ length: 200 }, () => ({ failure: neverSent() })));
    const imports = instance();
    const { job } = await imports.begin(order(['A', 'B']));
    while (namesAdded().length < 2) await delay(5);
    await until(imports, job, ({ problem }) => problem !== null);
    await imports.pause(job);
    await delay(50);
    const cancelled = await imports.cancel(job);
    expect(cancelled && (await statesOf(imports, cancelled))).toEqual(['A CANCELLED', 'B CANCELLED']);
  });

  it('add a name that is held but was deleted at the provider since, where what is held is not fresh', async () => {
    const { provider, instance, namesAdded } = world([reading('1', 'Shop')], 0);
    const imports = instance();
    await finished(imports, (await imports.begin(order(['A']))).job);
    provider.senders = provider.senders.filter(({ name }) => name !== 'Shop');
    const { job } = await imports.begin(order(['Shop']));
    expect(await statesOf(imports, await finished(imports, job))).toEqual(['Shop ADDED']);
    expect(namesAdded()).toEqual(['A', 'Shop']);
  });

  it('count a last row whose gateway died before it was counted', async () => {
    const { instance, namesAdded } = world();
    let writes = 0;
    const died = Promise.withResolvers<never>();
    // The job itself is written once more, when it is made; then the process is gone.
    const first = instance((store) => ({
      ...store,
      acquire: (key, holder) => store.acquire(key, holder, 300),
      renew: async () => false,
      put: (key, value, options) => {
        if (key.endsWith('"job"]')) writes += 1;
        return writes > 1 && key.endsWith('"job"]') ? died.promise : store.put(key, value, options);
      },
    }));
    const { job } = await first.begin(order(['A']));
    while (namesAdded().length < 1) await delay(5);
    const second = instance();
    expect(await finished(second, job)).toMatchObject({ total: 1, done: 1, failed: 0 });
    died.reject(new StoreUnavailable('died'));
  });

  it('are made once for a key, also where the repeat comes at the same moment to another instance', async () => {
    const { instance, namesAdded } = world();
    const [one, two] = [instance(), instance()];
    const results = await Promise.all([one.begin(order(['A'], 'key')), two.begin(order(['A'], 'key')), one.begin(order(['A'], 'key'))]);
    expect(new Set(results.map(({ job }) => job.id)).size).toBe(1);
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const [{ job }] = results;
    await finished(one, job);
    expect(namesAdded()).toEqual(['A']);
    expect(await codeOf(two.begin(order(['B'], 'key')))).toBe('IDEMPOTENCY_CONFLICT');
    expect(await statesOf(two, job)).toEqual(['A ADDED']);
  });

  it('tell whoever watches of every change, from any instance', async () => {
    const { instance } = world();
    const [one, two] = [instance(), instance()];
    const { job } = await one.begin(order(['A', 'B']));
    await one.pause(job);
    let notices = 0;
    const end = two.watch(job, () => {
      notices += 1;
    });
    await delay(50);
    await one.resume(job);
    await finished(two, job);
    while (notices === 0) await delay(5);
    end();
  });

  it('are 20 at once at the most', async () => {
    const { instance } = world();
    const imports = instance();
    for (let index = 0; index < 20; index += 1) {
      const { job } = await imports.begin(order([`N${index}`]));
      await imports.pause(job);
    }
    const active = await codeOf(imports.begin(order(['More'])));
    expect(active).toBe('INVALID_INPUT');
  });
});

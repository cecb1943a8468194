import { describe, expect, it, vi } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { providerEnv, startGatewayProcess } from '../support/gateway-process.ts';

// No round number, which could be a limit that cut the list.
const SENDERS = Array.from({ length: 21 }, (_, index) => ({ name: `Shop${index}`, status: 1 as const }));
const deletion = (name: string) =>
  `mutation { deleteSender(input: { sender: { name: "${name}" } }) { __typename ... on UserError { code } } }`;
const readiness = async (gateway: { url: string | null }) => (await fetch(new URL('/readyz', gateway.url ?? ''))).json();
const requests = (gateway: TestGateway) => gateway.sandbox.control.counters().requests;

describe('a wrong password', () => {
  it('is tried once for many deletes, and each has its typed error', async () => {
    await using gateway = await startGateway({ sandbox: { senders: SENDERS }, env: { SMSC_PASSWORD: 'wrong' } });
    const answers: unknown[] = [];
    for (const { name } of SENDERS) answers.push(await gateway.ask(deletion(name)));
    const codes = answers.map((answer) => JSON.stringify(answer).includes('UPSTREAM_UNAUTHORIZED'));
    expect(codes).toEqual(SENDERS.map(() => true));
    expect(gateway.sandbox.control.counters().byError).toEqual({ 2: 1 });
    expect(requests(gateway)).toBe(1);
    expect(await readiness(gateway)).toEqual({ state: 'degraded', reasons: [expect.stringMatching(/error 2.*asked again in \d+ s/)] });
  });

  it('is no more than twelve calls where all come at once', async () => {
    await using gateway = await startGateway({ sandbox: { senders: SENDERS }, env: { SMSC_PASSWORD: 'wrong' } });
    await Promise.all(
      Array.from({ length: 100 }, (_, day) =>
        gateway.ask(`{ senders(filter: { statusChangedSince: "2026-01-${String((day % 28) + 1).padStart(2, '0')}" }) { totalCount } }`),
      ),
    );
    await vi.waitFor(async () =>
      expect(await gateway.ask('{ upstreamQuota { concurrent } }')).toEqual({ data: { upstreamQuota: { concurrent: 0 } } }),
    );
    const first = requests(gateway);
    expect(first).toBeLessThanOrEqual(12);
    await Promise.all(
      Array.from({ length: 28 }, (_, day) =>
        gateway.ask(`{ senders(filter: { statusChangedSince: "2026-02-${String(day + 1).padStart(2, '0')}" }) { totalCount } }`),
      ),
    );
    expect(requests(gateway)).toBe(first);
  });

  it('is told at the start: in the banner and in readiness, in one call', async () => {
    const sandbox = await startSandbox({ senders: SENDERS });
    const gateway = await startGatewayProcess({ ...providerEnv(sandbox), SMSC_PASSWORD: 'wrong', LOG_LEVEL: 'warn' });
    try {
      expect(gateway.output()).toMatch(/: The provider refused the account’s login, password or API key/);
      expect(await readiness(gateway)).toMatchObject({ state: 'degraded' });
      expect(sandbox.control.counters().requests).toBe(1);
      const warnings = gateway
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{'));
      expect(warnings.map((line) => JSON.parse(line).msg)).toEqual([
        'the provider refuses the account: nothing is asked until the rest is over',
      ]);
    } finally {
      gateway.kill('SIGKILL');
      await gateway.exited;
      await sandbox.close();
    }
  });

  it('that is right is told too, and a SIGHUP ends the gateway no more where there is no accounts file', async () => {
    const sandbox = await startSandbox({ senders: SENDERS });
    const gateway = await startGatewayProcess(providerEnv(sandbox));
    try {
      expect(gateway.output()).toMatch(/: it answers, 21 senders/);
      expect(await readiness(gateway)).toEqual({ state: 'ready', reasons: [] });
      gateway.kill('SIGHUP');
      expect(await readiness(gateway)).toEqual({ state: 'ready', reasons: [] });
    } finally {
      gateway.kill('SIGKILL');
      await gateway.exited;
      await sandbox.close();
    }
  });
});

describe('a page that is reloaded while the provider is slow', () => {
  it('does not lock the account: the list lands, and the next load has it', async () => {
    await using gateway = await startGateway({ sandbox: { senders: SENDERS, latencyMs: 500 } });
    const query = '{ senders { totalCount nodes { name operators { status } files { name } } } }';
    for (let reload = 0; reload < 5; reload += 1) {
      const page = new AbortController();
      const load = fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
        signal: page.signal,
      }).catch(() => 'gone');
      setTimeout(() => page.abort(), 50);
      expect(await load).toBe('gone');
    }
    expect(await gateway.ask(query)).toMatchObject({ data: { senders: { totalCount: 21 } } });
    expect(gateway.calls('get')).toBe(3);
  });
});

describe('after a burst of answers that are none', () => {
  it.each(['bad-gateway', 'empty', 'html', 'reset'] as const)('%s: nothing is held, and the next list goes out', async (kind) => {
    await using gateway = await startGateway({ sandbox: { senders: SENDERS } });
    gateway.sandbox.control.raiseFault({ kind, times: 4 });
    for (let day = 1; day <= 4; day += 1)
      await gateway.ask(`{ senders(filter: { statusChangedSince: "2026-11-0${day}" }) { totalCount } }`);
    const { data } = (await gateway.ask('{ upstreamQuota { concurrent } senders { totalCount } }')) as { data: unknown };
    expect(data).toEqual({ upstreamQuota: { concurrent: 0 }, senders: { totalCount: 21 } });
  });
});

import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { providerEnv, startGatewayProcess } from '../support/gateway-process.ts';

const started: { kill(signal: NodeJS.Signals): void }[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

async function start(env: Record<string, string>) {
  const gateway = await startGatewayProcess(env);
  started.push(gateway);
  return gateway;
}

const ask = async (url: string, query: string) =>
  (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) })).json();

describe('npm start', () => {
  it('starts a sandbox where no account is set, and says so with a query to paste', async () => {
    const { url, output } = await start({});
    expect(output()).toMatch(/a sandbox with made-up data/);
    expect(await ask(url ?? '', '{ senders(first: 3) { nodes { name } totalCount } viewer { subclients } }')).toMatchObject({
      data: { senders: { nodes: [{}, {}, {}], totalCount: expect.any(Number) }, viewer: { subclients: ['spb-branch'] } },
    });
  });

  it('shows data of all kinds in the sandbox', async () => {
    const { url } = await start({});
    const { data } = (await ask(url ?? '', '{ senders(first: 500) { nodes { status kind operators { status } files { status } } } }')) as {
      data: { senders: { nodes: { status: string; kind: string; operators: { status: string }[]; files: { status: string }[] }[] } };
    };
    const { nodes } = data.senders;
    expect(new Set(nodes.map(({ status }) => status))).toEqual(new Set(['AWAITING_MODERATION', 'APPROVED', 'DISABLED']));
    expect(new Set(nodes.map(({ kind }) => kind))).toEqual(new Set(['ALPHANUMERIC', 'DIGITAL', 'EMAIL']));
    expect(new Set(nodes.flatMap(({ operators }) => operators.map(({ status }) => status))).size).toBe(10);
    expect(new Set(nodes.flatMap(({ files }) => files.map(({ status }) => status)))).toEqual(
      new Set(['UNDER_REVIEW', 'REJECTED', 'APPROVED']),
    );
  });

  it('warns of a variable that resembles a setting, once however many workers there are', async () => {
    for (const workers of [{}, { WORKERS: '2', DATA_DIR: mkdtempSync(join(tmpdir(), 'lookalike-')) }]) {
      const gateway = await start({ SMSC_LOGINN: 'shop', LOG_LEVEL: 'warn', ...workers });
      const warnings = gateway.output().split('SMSC_LOGINN is no setting of the gateway: did you mean SMSC_LOGIN?').length - 1;
      expect(warnings).toBe(1);
    }
  });

  it('lists every wrong setting and ends with 1', async () => {
    const { exited, output } = await start({ PORT: 'many', SMSC_URL: 'smsc.ru' });
    expect(await exited).toEqual([1, null]);
    expect(output()).toMatch(/PORT must be a whole number.*\n.*SMSC_URL must be an address/);
  });

  it('answers what is running on SIGTERM, takes nothing new, and ends with 0', async () => {
    const sandbox = await startSandbox({ senders: 3, latencyMs: 2_000 });
    try {
      const { kill, exited, url } = await start(providerEnv(sandbox));
      // One list was asked at the start.
      const running = ask(url ?? '', '{ senders { totalCount nodes { files { name } } } }');
      await expect.poll(() => sandbox.control.counters().requests, { timeout: 10_000 }).toBe(2);
      kill('SIGTERM');
      await expect.poll(() => ask(url ?? '', '{ __typename }').catch(({ message }) => message)).toBe('fetch failed');
      expect(await running).toMatchObject({ data: { senders: { totalCount: 3 } } });
      expect(await exited).toEqual([0, null]);
    } finally {
      await sandbox.close();
    }
  });
});

describe('npm run sandbox', () => {
  it('runs alone, with a curl to try', async () => {
    const child = spawn(process.execPath, ['src/sandbox/main.ts', '--port', '0'], { env: { PATH: process.env.PATH } });
    started.push(child);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    await expect.poll(() => output, { timeout: 10_000 }).toMatch(/curl/);
    const [, body = '', url = ''] = /curl -d '([^']+)' (\S+)/.exec(output) ?? [];
    const answer = await (await fetch(url, { method: 'POST', body: new URLSearchParams(body) })).json();
    expect(answer).toHaveLength(5);
  });
});

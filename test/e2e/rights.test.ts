import { readFileSync } from 'node:fs';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readManifest } from '../../src/http/trusted/manifest.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { type HeldProvider, holdProvider } from '../support/held-provider.ts';
import { SimulatedTime } from '../support/simulated-time.ts';
import { COMPANIES, SAME_SENDERS, startTenants, type TenantGateway } from '../support/tenants.ts';
import { type Running, TRANSPORTS } from './rights/transports.ts';
import { fileOf, SECRET, WAYS } from './rights/ways.ts';

const documents = readManifest(readFileSync('schema/trusted-documents.json', 'utf8'));
const STARTED_AT = 1_800_000_000_000;
/** The first row waits at the provider, the second for the import to go on. */
const IMPORT = `mutation { importSenders(input: { rows: [{ name: "First" }, { name: "Second" }] }) { ... on ImportSendersSuccess { job { id } } ... on UserError { code message } } }`;
const PAUSE = `mutation ($id: ID!) { pauseImport(input: { id: $id }) { __typename } }`;

const sumOf = (what: 'requests' | 'operations') => TRANSPORTS.reduce((sum, { underWay }) => sum + underWay[what], 0);

const signed = () =>
  new SignJWT({ iss: 'https://id.example', aud: 'gateway', sub: 'anna', exp: STARTED_AT / 1_000 + 600, account: 'north', access: 'write' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(Buffer.from(SECRET));

describe.each(WAYS)('$token token: $name', ({ token: kind, happens, end }) => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let provider: HeldProvider;
  let gateway: TenantGateway;
  const outcomes = new Map<string, string>();
  let running: Running[] = [];
  let openBefore: number;

  beforeAll(async () => {
    const time = new SimulatedTime();
    sandbox = await startSandbox({ speed: 0, accounts: COMPANIES, senders: SAME_SENDERS, limits: false });
    provider = await holdProvider(sandbox.url);
    const file = fileOf();
    gateway = await startTenants({
      accounts: file,
      documents,
      clock: () => STARTED_AT + time.now,
      timer: time.timer(),
      env: { SMSC_URL: provider.url, SMSC_RESERVE_URLS: '', QUEUE_TIMEOUT_MS: '30000', POLL_FAST_MS: '86400000', POLL_SLOW_MS: '86400000' },
    });
    const token = kind === 'signed' ? await signed() : 'north-writes';
    // On a busy machine the store may not answer in time.
    const importId = await vi.waitFor(async () => (await gateway.ask('north-writes', IMPORT)).data.importSenders.job.id, {
      timeout: 10_000,
    });
    await gateway.ask('north-writes', PAUSE, { id: importId });
    const smscId = String(sandbox.control.state().senders.find(({ login, subclient }) => login === 'north' && subclient === null)?.id);
    openBefore = gateway.begun.length;

    const caller = { url: gateway.url, token, smscId, importId };
    running = await Promise.all(TRANSPORTS.map(({ begin }) => begin(caller)));
    // Each has all that it asked for under way: what runs has its kind written down, and the write has left.
    await vi.waitFor(
      () => {
        const begun = gateway.begun.slice(openBefore);
        expect(begun).toHaveLength(sumOf('requests'));
        expect(begun.flatMap(({ operations }) => operations).filter(({ kind }) => kind !== null)).toHaveLength(sumOf('operations'));
        expect(provider.waiting()).toBeGreaterThanOrEqual(2);
      },
      { timeout: 10_000 },
    );

    await happens({ gateway, time, file });
    for (const { after } of running) after?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
    provider.release();
    const told = await Promise.all(running.map(({ outcome }) => outcome()));
    for (const [index, { name }] of TRANSPORTS.entries()) outcomes.set(name, told[index] ?? '');
  }, 30_000);

  afterAll(async () => {
    for (const { close } of running) close?.();
    await gateway[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
    await sandbox.close();
  });

  it.each(TRANSPORTS)('over $name', ({ name, expected }) => {
    expect(outcomes.get(name)).toBe(expected(end));
  });

  it('is no fault of the gateway, and each request ends once', async () => {
    for (const { close } of running) close?.();
    await vi.waitFor(() => expect(gateway.scopes.length).toBeGreaterThanOrEqual(gateway.begun.length - 1));
    expect(new Set(gateway.scopes).size).toBe(gateway.scopes.length);
    expect(gateway.faults).toEqual([]);
  });
});

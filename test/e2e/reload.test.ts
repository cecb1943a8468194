import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { accountsOf, COMPANIES, SAME_SENDERS, sha256, startTenants } from '../support/tenants.ts';

const VIEWER = '{ viewer { account canWrite subclients } }';
const LIST = '{ senders { totalCount } }';
const [NORTH, SOUTH] = COMPANIES;

describe('reload', () => {
  it('stops removed tokens and accounts at once, and lets new ones in', async () => {
    await using gateway = await startTenants();
    const [north] = accountsOf([NORTH]).accounts;
    gateway.reload({ accounts: [{ ...north, tokens: [{ name: 'new', sha256: sha256('new-token'), access: 'write' }] }] });
    for (const token of ['north-writes', 'north-branch', 'south-writes'])
      expect(await gateway.ask(token, VIEWER)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(await gateway.ask('new-token', VIEWER)).toMatchObject({ data: { viewer: { account: 'north' } } });
  });

  it('takes away rights at once', async () => {
    await using gateway = await startTenants();
    const [north] = accountsOf([NORTH]).accounts;
    const tokens = [{ name: 'all', sha256: sha256('north-writes'), access: 'read', subclients: ['depot'] }];
    gateway.reload({ accounts: [{ ...north, tokens }] });
    expect(await gateway.ask('north-writes', VIEWER)).toEqual({
      data: { viewer: { account: 'north', canWrite: false, subclients: ['depot'] } },
    });
    expect(await gateway.ask('north-writes', LIST)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  it('keeps what is held of an account whose way to the provider did not change, and asks anew where it did', async () => {
    await using gateway = await startTenants();
    const lists = () => gateway.sandbox.control.counters().byCommand.get ?? 0;
    await gateway.ask('north-writes', LIST);
    const before = lists();
    gateway.reload(accountsOf([NORTH]));
    await gateway.ask('north-writes', LIST);
    expect(lists()).toBe(before);

    const [south] = accountsOf([SOUTH]).accounts;
    gateway.reload({ accounts: [{ ...south, name: 'north', tokens: accountsOf([NORTH]).accounts[0]?.tokens }] });
    await gateway.ask('north-writes', LIST);
    expect(lists()).toBe(before + 1);
  });

  it('lets requests under way finish where their account goes on with other credentials', async () => {
    await using gateway = await startTenants({ sandbox: { latencyMs: 300 } });
    const running = gateway.ask('south-writes', '{ senders { nodes { name operators { status } files { name } } } }');
    await expect.poll(() => gateway.sandbox.control.counters().requests, { timeout: 10_000 }).toBe(1);
    const [north, south] = accountsOf().accounts;
    gateway.reload({ accounts: [north, { ...south, provider: { apiKey: 'south-key' } }] });
    // Names, then operators and files: the last questions go out after the reload.
    expect(await running).toMatchObject({
      data: { senders: { nodes: [{ name: 'Shop', operators: expect.arrayContaining([expect.anything()]), files: [{}] }] } },
    });
    expect(gateway.faults).toEqual([]);
  });

  it('gives no answer from before to a token that reaches less now, however often it was given', async () => {
    await using gateway = await startTenants();
    const DEPOT = '{ senders(subclient: "depot") { totalCount } }';
    for (let times = 0; times < 3; times += 1) {
      expect(await gateway.ask('north-reads', DEPOT)).toMatchObject({ data: { senders: { totalCount: 1 } } });
      expect(await gateway.ask('north-reads', VIEWER)).toMatchObject({ data: { viewer: { subclients: ['branch', 'depot'] } } });
    }
    const [north, south] = accountsOf().accounts;
    gateway.reload({ accounts: [{ ...north, subclients: ['branch'] }, south] });
    expect(await gateway.ask('north-reads', DEPOT)).toMatchObject({ errors: [{ extensions: { code: 'INVALID_INPUT' } }] });
    expect(await gateway.ask('north-reads', VIEWER)).toMatchObject({ data: { viewer: { subclients: ['branch'] } } });
  });

  it('leaves everything as it was where the file is wrong', async () => {
    await using gateway = await startTenants();
    expect(() => gateway.reload({ accounts: [{ name: 'north' }] })).toThrow(/accounts\[0\]\.provider is missing/);
    expect(await gateway.ask('south-reads', VIEWER)).toMatchObject({ data: { viewer: { account: 'south' } } });
  });
});

const started: GatewayProcess[] = [];
afterEach(() => {
  for (const gateway of started.splice(0)) gateway.kill('SIGKILL');
});
async function start(env: Record<string, string>) {
  const gateway = await startGatewayProcess(env);
  started.push(gateway);
  return gateway;
}
const statusFor = async (url: string | null, token: string) =>
  (await fetch(`${url}?query={viewer{account}}`, { headers: { authorization: `Bearer ${token}` } })).status;

describe('npm start', () => {
  it('reads the accounts file and its secrets, says who is served, and reads it anew on SIGHUP', async () => {
    const sandbox = await startSandbox({ accounts: COMPANIES, senders: SAME_SENDERS });
    const folder = await mkdtemp(join(tmpdir(), 'accounts-'));
    try {
      const file = join(folder, 'accounts.json');
      const put = (token: string, changes: object = {}) =>
        writeFileSync(
          file,
          JSON.stringify({
            accounts: [
              {
                name: 'north',
                provider: { login: 'north', password: { file: 'password.txt' } },
                tokens: [{ name: 'office', sha256: sha256(token), access: 'read' }],
                ...changes,
              },
            ],
          }),
        );
      writeFileSync(join(folder, 'password.txt'), 'north-password\n');
      put('first-token');
      const { url, kill, output, exited } = await start({
        ACCOUNTS_FILE: file,
        HOST: '127.0.0.1',
        SMSC_URL: sandbox.url,
        LOG_LEVEL: 'info',
      });
      expect(output()).toMatch(/It serves\s+whoever sends a token/);
      const data = await fetch(url ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer first-token' },
        body: JSON.stringify({ query: LIST }),
      });
      expect(await data.json()).toMatchObject({ data: { senders: { totalCount: 1 } } });
      expect(await statusFor(url, 'second-token')).toBe(401);

      put('second-token', { typo: 1, provider: { login: 'north', password: { file: 'gone.txt' } } });
      kill('SIGHUP');
      await expect.poll(output).toContain('stay in force');
      expect(output()).toMatch(/accounts\[0\]\.provider\.password.*gone\.txt.*accounts\[0\]\.typo is unknown here/);
      expect(await statusFor(url, 'first-token')).toBe(200);
      expect(await statusFor(url, 'second-token')).toBe(401);

      put('second-token');
      kill('SIGHUP');
      await expect.poll(output).toContain('are those of the file now');
      expect(await statusFor(url, 'first-token')).toBe(401);
      expect(await statusFor(url, 'second-token')).toBe(200);
      expect(output()).not.toMatch(/north-password|first-token|second-token/);

      kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    } finally {
      await sandbox.close();
      await rm(folder, { recursive: true });
    }
  });

  it('ends with every fault of the accounts file', async () => {
    const { exited, output } = await start({ ACCOUNTS_FILE: 'test/support/nowhere.json' });
    expect(await exited).toEqual([1, null]);
    expect(output()).toMatch(/The accounts file is wrong:\n.*can’t be read/);
  });

  it('serves no other address than this machine’s while there are no tokens', async () => {
    const { exited, output } = await start({ HOST: '0.0.0.0' });
    expect(await exited).toEqual([1, null]);
    expect(output()).toMatch(/HOST must be 127\.0\.0\.1, ::1 or localhost while there are no tokens.*AUTH=none/);
  });

  it('serves any address with AUTH=none, and says what that means', async () => {
    const { url, output } = await start({ HOST: '0.0.0.0', AUTH: 'none' });
    expect(output()).toMatch(/It serves\s+whoever reaches this address, who may do everything: AUTH=none/);
    expect(url).toMatch(/^http:\/\/0\.0\.0\.0:/);
  });

  it('says that it serves this machine alone', async () => {
    const { output } = await start({});
    expect(output()).toMatch(/It serves\s+this machine alone: there are no tokens/);
  });
});

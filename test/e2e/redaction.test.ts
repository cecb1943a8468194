import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../src/sandbox/faults.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { startGatewayProcess } from '../support/gateway-process.ts';

/** What must stay where it was put. */
const SECRETS = {
  password: 'Planted-Passw0rd',
  'wrong password': 'Planted-Wr0ng-Passw0rd',
  'API key': 'planted-api-key-4f1c',
  token: 'planted-token-7b2e',
  'unknown token': 'planted-unknown-token-9d3a',
  'webhook secret': `whsec_${Buffer.from('planted-webhook-secret-5e').toString('base64')}`,
  code: '73519482',
} as const;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** Every form in which a secret might get somewhere. */
const formsOf = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
  // The provider takes a password as its MD5, too.
  md5(secret),
];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Two accounts of the provider that it knows, one by password and one by key, and one that it does not. */
async function startAll(folder: string) {
  const login = (name: string) => ({ login: name, password: SECRETS.password, apiKey: SECRETS['API key'], subclients: [] });
  const sandbox = await startSandbox({ accounts: [login('by-password'), login('by-key')], senders: 3, speed: 0, limits: false });
  const account = (name: string, provider: object, token: string) => ({
    name,
    provider: { url: sandbox.url, reserveUrls: [], ...provider },
    tokens: [{ name: 'app', sha256: sha256(token), access: 'write' }],
    webhooks: [{ name: 'crm', url: 'http://127.0.0.1:9/hook', secret: SECRETS['webhook secret'] }],
  });
  const file = join(folder, 'accounts.json');
  await writeFile(
    file,
    JSON.stringify({
      accounts: [
        account('one', { login: 'by-password', password: SECRETS.password }, SECRETS.token),
        account('two', { apiKey: SECRETS['API key'] }, `${SECRETS.token}-two`),
        account('three', { login: 'nobody', password: SECRETS['wrong password'] }, `${SECRETS.token}-three`),
      ],
    }),
  );
  const operatorPort = await freePort();
  const gateway = await startGatewayProcess({
    ACCOUNTS_FILE: file,
    DATA_DIR: folder,
    LOG_LEVEL: 'trace',
    LOG_SAMPLE: '1',
    QUEUE_TIMEOUT_MS: '100',
    UPSTREAM_TIMEOUT_MS: '500',
    OPERATOR_PORT: String(operatorPort),
    WEBHOOK_ADDRESSES: 'any',
  });
  if (gateway.url === null) throw new Error(gateway.output());
  return { sandbox, gateway, operators: `http://127.0.0.1:${operatorPort}` };
}

const OPERATIONS: readonly [string, Record<string, unknown>?][] = [
  ['{ senders { nodes { name operators { status } files { name } } } }'],
  ['{ viewer { account } webhooks { name } upstreamQuota { concurrent } }'],
  ['mutation { addSender(input: { name: "79161234567" }) { __typename ... on UserError { code message } } }'],
  ['mutation { sendVerificationCode(input: { number: "79161234567" }) { __typename ... on UserError { message } } }'],
  [
    'mutation ($code: String!) { verifySender(input: { number: "79161234567", code: $code }) { __typename ... on UserError { message } } }',
    { code: SECRETS.code },
  ],
  [
    'mutation ($code: String!) { verifySender(input: { number: "no number", code: $code }) { __typename ... on UserError { message } } }',
    { code: SECRETS.code },
  ],
  ['mutation ($code: Int!) { verifySender(input: { number: "79161234567", code: $code }) { __typename } }', { code: SECRETS.code }],
  [
    'mutation ($code: String!) { verifySender(input: { number: "79161234567", code: $code }) { __typename } }',
    { code: Number(SECRETS.code) },
  ],
  [`mutation { verifySender(input: { number: "79161234567", code: ${SECRETS.code} }) { __typename } }`],
  ['mutation { deleteSender(input: { sender: { name: "None" } }) { __typename ... on UserError { message } } }'],
  ['{ nothing }'],
  ['{'],
];

describe('secrets', () => {
  it('reach no log line, no answer, no metric and no file of the store, whatever happens', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redaction-'));
    const { sandbox, gateway, operators } = await startAll(folder);
    const said: string[] = [];
    const hear = async (response: Response) => {
      said.push(JSON.stringify([...response.headers]), await response.text());
    };
    const ask = (token: string, [query, variables]: (typeof OPERATIONS)[number]) =>
      fetch(gateway.url ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      }).then(hear);
    try {
      const tokens = [SECRETS.token, `${SECRETS.token}-two`, `${SECRETS.token}-three`, SECRETS['unknown token']];
      for (const token of tokens) for (const operation of OPERATIONS) await ask(token, operation);
      // Codes that hold are the provider's to make.
      const code = sandbox.control.confirmationCode('79161234567');
      await ask(SECRETS.token, [
        'mutation ($code: String!) { verifySender(input: { number: "79161234567", code: $code }) { __typename } }',
        { code },
      ]);
      for (const kind of Object.keys(FAULT_KINDS) as (keyof typeof FAULT_KINDS)[]) {
        sandbox.control.raiseFault({ kind, times: 2, ms: 700, code: 7 });
        await ask(SECRETS.token, ['{ senders(filter: { statusChangedSince: "2026-11-01" }) { totalCount } }']);
        await ask(SECRETS.token, [
          'mutation { changeSender(input: { sender: { name: "79161234567" }, comment: "x" }) { __typename ... on UserError { message } } }',
        ]);
      }
      await fetch(`${gateway.url}?query={viewer{account}}&token=${SECRETS.token}`).then(hear);
      await fetch(`${gateway.url}?query={viewer{account}}&access_token=${SECRETS['unknown token']}`).then(hear);
      await fetch(gateway.url ?? '', { headers: { authorization: `Basic ${SECRETS.token}` } }).then(hear);
      gateway.kill('SIGHUP');
      await expect.poll(gateway.output).toContain('are those of the file now');
      for (const path of ['/metrics', '/readyz', '/healthz']) await fetch(`${operators}${path}`).then(hear);
      gateway.kill('SIGTERM');
      await gateway.exited;

      // It was said enough that a secret could have been among it.
      const log = gateway.output();
      expect(log.split('\n').length).toBeGreaterThan(40);
      expect(log).toMatch(/"account":"one".*"token":"app"/);
      expect(said.join('')).toContain('gateway_upstream_calls_total');
      for (const [name, secret] of Object.entries({ ...SECRETS, 'code that holds': code ?? '' })) {
        expect(secret.length, name).toBeGreaterThan(3);
        for (const form of formsOf(secret)) {
          expect(log.includes(form), `the ${name} in the log`).toBe(false);
          expect(
            said.some((text) => text.includes(form)),
            `the ${name} in an answer`,
          ).toBe(false);
        }
      }
    } finally {
      gateway.kill('SIGKILL');
      await sandbox.close();
      await rm(folder, { recursive: true });
    }
  });
});

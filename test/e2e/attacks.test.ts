import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../src/http/listen.ts';
import { readManifest } from '../../src/http/trusted/manifest.ts';
import { markdownTable } from '../../src/tools/print-docs.ts';
import { accountsOf, COMPANIES, startTenants, type TenantGateway } from '../support/tenants.ts';
import { bytesOf, exchange, operation, verdictOf } from '../support/wire.ts';
import { AGENTS } from './attacks/agents.ts';
import type { Attack } from './attacks/attack.ts';
import { CROWDS } from './attacks/crowds.ts';
import { FORMS } from './attacks/forms.ts';
import { OPERATIONS } from './attacks/operations.ts';
import { SHAPE_ATTACKS, SHAPE_SOCKETS } from './attacks/shapes.ts';
import { exchangeFrames, SOCKETS as SOCKETS_ALONE } from './attacks/sockets.ts';
import { tenantAttacks } from './attacks/tenants.ts';
import { UPLOADS } from './attacks/uploads.ts';
import { VALUES } from './attacks/values.ts';
import { TRANSPORTS } from './rights/transports.ts';

const documents = readManifest(readFileSync('schema/trusted-documents.json', 'utf8'));
const ISSUER = 'https://id.example';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const CLAIMS = { iss: ISSUER, aud: 'gateway', sub: 'eve', exp: Math.floor(Date.now() / 1_000) + 600, account: 'north', access: 'read' };

const TENANTS = await tenantAttacks({
  sign: (claims = {}, header = {}) =>
    new SignJWT({ ...CLAIMS, ...claims }).setProtectedHeader({ ...header, alg: 'RS256' }).sign(keys.privateKey),
  bySecret: await new SignJWT(CLAIMS).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(publicKey)),
  byStranger: await new SignJWT(CLAIMS).setProtectedHeader({ alg: 'RS256' }).sign(stranger.privateKey),
  claims: CLAIMS,
});

const SOCKETS = [...SOCKETS_ALONE, ...SHAPE_SOCKETS];
const GROUPS: readonly [title: string, attacks: readonly Attack[]][] = [
  ['Floods and bombs in operations', OPERATIONS],
  ['Shapes of variables and documents', SHAPE_ATTACKS],
  ['Forms, addresses and connections', FORMS],
  ['Uploads', UPLOADS],
  ['Values that would be commands', VALUES],
  ['Tokens and tenants', TENANTS],
  ['Agents (MCP)', AGENTS],
];

/** Which rights.test.ts looks at, over every transport and for every way in which a right can end. */
const ENDED_RIGHTS = TRANSPORTS.map(({ name, expected }) => ({
  name: `a token that expires or is taken away while it has this going: ${name}`,
  answer: expected('REVOKED'),
}));

let gateway: TenantGateway;
/** The same gateway with deadlines that a test can wait for. */
let hurried: Listening;
beforeAll(async () => {
  gateway = await startTenants({
    documents,
    accounts: { ...accountsOf(), jwt: { issuer: ISSUER, audience: 'gateway', publicKey } },
  });
  hurried = await listen(gateway.app.handle, {
    host: '127.0.0.1',
    port: 0,
    deadlines: { headersMs: 200, requestMs: 400, checkEveryMs: 50 },
  });
});
afterAll(async () => {
  await hurried.close(0);
  await gateway[Symbol.asyncDispose]();
});

/** Real numbers of senders in place of those that a table can't know. */
function withIds(sends: Attack['sends']): Buffer {
  if (Buffer.isBuffer(sends)) return sends;
  const { senders } = gateway.sandbox.control.state();
  const numberOf = (login: string, subclient?: string) =>
    String(senders.find((sender) => sender.login === login && (sender.subclient ?? undefined) === subclient)?.id);
  const idOf = (text: string) => Buffer.from(`Sender:${text}`).toString('base64url');
  const body = Buffer.isBuffer(sends.body)
    ? sends.body
    : (sends.body ?? '')
        .replace(idOf('SOUTH'), idOf(numberOf('south')))
        .replace(idOf('DEPOT@depot'), idOf(`${numberOf('north', 'depot')}@depot`));
  return bytesOf({ ...sends, body });
}

const SECRETS = COMPANIES.flatMap(({ password, apiKey }) => [password, apiKey]);

describe.each(GROUPS)('%s', (_, attacks) => {
  it.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (_name, { sends, answer, says, holds, isSlow = false }) => {
    const before = gateway.sandbox.control.state();
    const faultsBefore = gateway.faults.length;
    const verdict = verdictOf(await exchange(isSlow ? hurried.url : gateway.url, withIds(sends)));
    expect(verdict.told).toBe(answer);
    if (says !== undefined) expect(verdict.body).toMatch(says);
    if (holds !== undefined) expect(verdict).toSatisfy(holds);
    expect(SECRETS.filter((secret) => verdict.body.includes(secret))).toEqual([]);
    expect(verdict.body).not.toMatch(/node_modules|\.ts:\d|at async/);
    // Nothing was done at the provider, and nothing went wrong inside.
    expect(gateway.sandbox.control.state().senders).toEqual(before.senders);
    expect(gateway.sandbox.control.state().codes).toEqual(before.codes);
    expect(gateway.faults.slice(faultsBefore)).toEqual([]);
  });
});

describe('WebSocket', () => {
  it.each(SOCKETS)('$name', async (attack) => {
    const faultsBefore = gateway.faults.length;
    expect(await exchangeFrames(gateway.url, attack)).toBe(attack.answer);
    expect(gateway.faults.slice(faultsBefore)).toEqual([]);
  });
});

describe('Crowds', () => {
  it.each(CROWDS)('$name', async ({ env, fill, last, answer, says }) => {
    await using crowded = await startTenants({ env });
    const empty = await fill(crowded);
    const verdict = verdictOf(await exchange(crowded.url, bytesOf(last)));
    expect(verdict.told).toBe(answer);
    expect(verdict.body).toMatch(says);
    await empty();
  });
});

it('serves as before afterwards', async () => {
  const verdict = verdictOf(await exchange(gateway.url, bytesOf(operation('{ senders { totalCount } }'))));
  expect(verdict.body).toContain('"totalCount":1');
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

it('is told in docs/reference/attacks.md', async () => {
  const text = [
    '<!-- Generated by test/e2e/attacks.test.ts; after a change: npm test -- attacks -u -->',
    '# Attacks',
    `${GROUPS.reduce((sum, [, attacks]) => sum + attacks.length, SOCKETS.length + ENDED_RIGHTS.length + CROWDS.length)} requests of somebody who means no good, sent byte by byte over real connections, and what comes of them: the HTTP status, the codes of errors, the limit in brackets; “data” is an answer that tells nothing it should not. After each one nothing has changed at the provider, no secret stands in the answer, and the gateway found no fault of its own.`,
    ...[...GROUPS, ['WebSocket', SOCKETS] as const, ['Rights that end', ENDED_RIGHTS] as const, ['Crowds', CROWDS] as const].flatMap(
      ([title, attacks]) => [
        `## ${title}`,
        markdownTable(
          ['What is sent', 'Answer'],
          attacks.map(({ name, answer }) => [name.replaceAll('|', '\\|'), `\`${answer}\``]),
        ),
      ],
    ),
  ].join('\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot('../../docs/reference/attacks.md');
});

import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { COMMANDS, type Command } from '../../src/domain/commands.ts';
import { keysOf } from '../../src/domain/table.ts';
import { FAULT_KINDS, type Fault, type FaultKind } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { markdownTable } from '../../src/tools/print-docs.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import type { Json } from '../support/tenants.ts';

interface Case {
  readonly operation: string;
  /** Did the provider do it in the end? */
  readonly done: (sandbox: Sandbox) => boolean;
}

const UNION = '{ __typename ... on UserError { code } }';
const sentCodes = (sandbox: Sandbox) => sandbox.control.state().codes;
const named = (sandbox: Sandbox, name: string) => sandbox.control.state().senders.find((sender) => sender.name === name);

/** An operation of each command, and how one sees at the provider that it was done. */
const CASES: Record<Command, Case> = {
  LIST: { operation: '{ senders { totalCount } }', done: () => true },
  ADD: {
    operation: `mutation { result: addSender(input: { name: "NewShop" }) { __typename ... on UserError { code } ... on OutcomeUnknownError { sender { name } } } }`,
    done: (sandbox) => named(sandbox, 'NewShop') !== undefined,
  },
  CHANGE: {
    operation: `mutation { result: changeSender(input: { sender: { name: "OldShop" }, comment: "new" }) ${UNION} }`,
    done: (sandbox) => named(sandbox, 'OldShop')?.comment === 'new',
  },
  DELETE: {
    operation: `mutation { result: deleteSender(input: { sender: { name: "OldShop" } }) ${UNION} }`,
    done: (sandbox) => named(sandbox, 'OldShop') === undefined,
  },
  SEND_CODE: {
    operation: `mutation { result: sendVerificationCode(input: { number: "79991234567" }) ${UNION} }`,
    done: (sandbox) => sentCodes(sandbox).length > 0,
  },
  CHECK_CODE: {
    operation: `mutation { result: verifySender(input: { number: "79990001122", code: "CODE" }) ${UNION} }`,
    done: (sandbox) => named(sandbox, '79990001122')?.status === 1,
  },
};

/** The fault befalls one request; before the command takes effect, or after it, so that only the answer is lost. */
const MOMENTS = [
  { afterEffect: false, moment: 'before it is done' },
  { afterEffect: true, moment: 'after it is done' },
];
const EXTRA: Partial<Record<FaultKind, Partial<Fault>>> = { latency: { ms: 50 }, error: { code: 77 } };
/** What the provider is through with, whatever it did. */
const NONSENSE: readonly FaultKind[] = ['truncate', 'bad-gateway', 'empty', 'html'];

interface Trouble {
  readonly what: string;
  readonly fault: Fault;
  /** Happens at the provider while the answer is awaited. */
  readonly meanwhile?: (gateway: TestGateway) => Promise<void>;
  /** The client goes away while the answer is awaited. */
  readonly leaves?: boolean;
  /** Other commands have no such trouble. */
  readonly commands?: readonly Command[];
}

const TIMEOUT_MS = 300;
const MUTATIONS = keysOf(COMMANDS).filter((command) => COMMANDS[command].mutates);

/** What somebody else who uses the account does, past the gateway. */
const colleague =
  (params: Record<string, string>) =>
  async ({ sandbox }: TestGateway) => {
    await delay(TIMEOUT_MS / 3);
    const [{ login, password }] = sandbox.accounts;
    const response = await fetch(`${sandbox.url}/sys/senders.php?${new URLSearchParams({ login, psw: password, fmt: '3', ...params })}`);
    await response.text();
  };
const addsTheSame = colleague({ add: '1', sender: 'NewShop', cmt: 'by a colleague' });

const TROUBLES: readonly Trouble[] = [
  ...keysOf(FAULT_KINDS).flatMap((kind) =>
    MOMENTS.filter(({ afterEffect }) => !(afterEffect && (kind === 'latency' || kind === 'error'))).map(({ afterEffect, moment }) => ({
      fault: { kind, afterEffect, ...EXTRA[kind] },
      what: [
        NONSENSE.includes(kind) ? `answered nonsense (${kind})` : kind === 'hang' ? 'no answer in time' : kind,
        ...(kind === 'latency' || kind === 'error' ? [] : [moment]),
      ].join(', '),
    })),
  ),
  { what: 'no answer in time, done later', fault: { kind: 'latency', ms: 3 * TIMEOUT_MS }, commands: MUTATIONS },
  { what: 'cancelled by the caller', fault: { kind: 'latency', ms: TIMEOUT_MS / 2 }, leaves: true },
  {
    what: 'no answer in time, not done; a colleague adds the same name meanwhile',
    fault: { kind: 'hang' },
    meanwhile: addsTheSame,
    commands: ['ADD'],
  },
  {
    what: 'no answer in time, after it is done; deleted in the cabinet meanwhile',
    fault: { kind: 'hang', afterEffect: true },
    meanwhile: colleague({ del: '1', sender: 'NewShop' }),
    commands: ['ADD'],
  },
  {
    what: 'no answer in time, not done; deleted in the cabinet meanwhile',
    fault: { kind: 'hang' },
    meanwhile: colleague({ del: '1', sender: 'OldShop' }),
    commands: ['CHANGE', 'DELETE'],
  },
];

async function start() {
  return startGateway({
    sandbox: {
      senders: [
        { name: 'Other', status: 1 },
        { name: 'OldShop', status: 1 },
      ],
    },
    env: { SMSC_RESERVE_URLS: ' ', UPSTREAM_TIMEOUT_MS: String(TIMEOUT_MS), QUEUE_TIMEOUT_MS: '2000' },
  });
}

/** The code that the client gets, and what is told with it. */
async function answerTo(gateway: TestGateway, operation: string, leaves = false): Promise<string> {
  const client = new AbortController();
  const { signal } = client;
  // Once the fault has befallen the request.
  if (leaves) void vi.waitFor(() => expect(gateway.sandbox.control.state().faults).toEqual([])).then(() => client.abort());
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: operation }),
    signal,
  }).catch(() => null);
  if (response === null) return '–';
  const { data, errors } = (await response.json()) as Json;
  const code = errors?.[0]?.extensions.code ?? data?.result?.code ?? 'success';
  const sender = data?.result?.sender?.name;
  return code === 'OUTCOME_UNKNOWN' && sender !== undefined ? `\`${code}\` with \`sender\`` : `\`${code}\``;
}

async function suffer(command: Command, { fault, meanwhile, leaves }: Trouble): Promise<string[]> {
  await using gateway = await start();
  const { sandbox, ask } = gateway;
  // What the writes need to know beforehand.
  if (command !== 'LIST') await ask('{ senders { totalCount } }');
  let { operation } = CASES[command];
  if (command === 'CHECK_CODE') {
    await ask(`mutation { sendVerificationCode(input: { number: "79990001122" }) ${UNION} }`);
    operation = operation.replace('CODE', sandbox.control.confirmationCode('79990001122') ?? '');
  }
  const before = sandbox.control.counters().requests;
  sandbox.control.raiseFault({ ...fault, command: COMMANDS[command].param });
  const [answer] = await Promise.all([answerTo(gateway, operation, leaves), meanwhile?.(gateway)]);
  expect(gateway.faults).toEqual([]);
  const isDone = () => command === 'LIST' || CASES[command].done(sandbox);
  const atOnce = isDone();
  // Until all that is late is over.
  if (fault.kind === 'latency' && !atOnce) await expect.poll(isDone).toBe(true);
  const calls = sandbox.control.counters().requests - before - (meanwhile === undefined ? 0 : 1);
  const done = command === 'LIST' ? '–' : atOnce ? 'yes' : isDone() ? 'later' : 'no';
  // What is looked at after a caller left is a matter of moments.
  return [answer, meanwhile === undefined ? done : 'not by this call', leaves ? '–' : String(calls)];
}

const rows: string[][] = [];

describe('every fault against every command', () => {
  for (const command of keysOf(CASES)) {
    it.each(TROUBLES.filter(({ commands }) => commands?.includes(command) ?? true))(`${command}: $what`, async (trouble) => {
      const [answer = '', done = '', calls = ''] = await suffer(command, trouble);
      rows.push([command, trouble.what, answer, done, calls]);
      // Success is never claimed of what was not done, what was done or is done later is never denied.
      if (answer === '`success`' && trouble.meanwhile === undefined) expect(done).toMatch(/yes|–/);
      else if (!answer.startsWith('`OUTCOME_UNKNOWN`') && answer !== '–') expect(done).not.toMatch(/yes|later/);
      if (command === 'ADD' && trouble.meanwhile !== undefined) expect(answer).not.toBe('`success`');
    });
  }
});

const keyed =
  'mutation { result: addSender(input: { name: "NewShop", idempotencyKey: "once" }) { __typename ... on AddSenderSuccess { replayed } ... on UserError { code } ... on OutcomeUnknownError { sender { name } } } }';
const repeats: string[][] = [];

/** An add that is sent again with its key once the provider must be through with the first. */
const REPEATED: readonly Trouble[] = TROUBLES.filter(
  ({ what, fault: { kind, afterEffect } }) =>
    what.includes('later') ||
    what.includes('cancelled') ||
    what.includes('adds the same') ||
    (kind !== 'latency' && kind !== 'error' && afterEffect) ||
    kind === 'empty',
).filter(({ what }) => !what.includes('deleted'));

describe('an add with an idempotency key', () => {
  it.each(REPEATED)('$what', async ({ what, fault, meanwhile, leaves }) => {
    await using gateway = await start();
    const { sandbox, ask } = gateway;
    await ask('{ senders { totalCount } }');
    sandbox.control.raiseFault({ ...fault, command: 'add' });
    const [first] = await Promise.all([answerTo(gateway, keyed, leaves), meanwhile?.(gateway)]);
    const listed = () => sandbox.control.state().senders.filter(({ name }) => name === 'NewShop').length;
    // Twice the time that the gateway waits for an answer, and a second.
    if (first !== '`success`' && !first.startsWith('`UPSTREAM')) await delay(2 * TIMEOUT_MS + 1_300);
    const [second, third] = [await answerTo(gateway, keyed), await answerTo(gateway, keyed)];
    expect(third).toBe(second);
    expect(listed()).toBe(1);
    repeats.push([what, first, second]);
  });

  it('is told with all the others in docs/reference/faults.md', async () => {
    const text = [
      '<!-- Generated by test/e2e/faults.test.ts; after a change: npm test -- faults -u -->',
      '# Faults',
      'What a client gets where one request to the provider goes wrong and no reserve address is set, what the provider did in the end, and in how many calls. “Before it is done” and “after it is done” say when the fault befell the request: in the second case only the answer was lost.',
      'Where the provider answered nonsense, it is through with the request, so what its list shows is how it is. Where it gave no answer, it may still do it: that is `OUTCOME_UNKNOWN`, never “not done”. A sender that is there since a lost add may be this add’s or a colleague’s of the same moment, and nothing that the provider lists tells which: it comes as `sender` of `OUTCOME_UNKNOWN`.',
      markdownTable(['Command', 'Fault', 'The client gets', 'Done at the provider', 'Calls'], rows),
      '## The same add again, with its `idempotencyKey`',
      'Once the provider must be through with the first, twice `UPSTREAM_TIMEOUT_MS`, the gateway looks again by itself. From then on the same key has one answer, and the name is there once.',
      markdownTable(['Fault of the first', 'The first time', 'Again'], repeats),
    ].join('\n\n');
    await expect(`${text}\n`).toMatchFileSnapshot('../../docs/reference/faults.md');
  });
});

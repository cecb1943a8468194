import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS, type Command } from '../../src/domain/commands.ts';
import { ERROR_CODES } from '../../src/domain/error-codes.ts';
import { keysOf, rowsOf } from '../../src/domain/table.ts';
import { CodeAlreadySentError, GatewayError, InvalidInputError, RateLimitedError } from '../../src/errors.ts';
import { UpstreamFailure } from '../../src/smsc/api.ts';
import { toUtf8 } from '../../src/smsc/charset.ts';
import { decodeAdded, decodeDone } from '../../src/smsc/decode.ts';
import { decodeList } from '../../src/smsc/decode-list.ts';
import { DOCUMENTED, type Meaning, ODD } from '../fixtures/wire/fixtures.ts';
import { ALONE } from '../support/slices.ts';

async function decode(command: Command, body: Buffer): Promise<Meaning> {
  if (command === 'LIST') return { rows: (await decodeList(body, ALONE)).rows };
  if (command === 'ADD') return { added: decodeAdded(body).smscId };
  decodeDone(command)(body);
  return { done: true };
}

/** What the decoder made of an answer, errors included. */
async function meaningOf(command: Command, body: Buffer): Promise<Meaning> {
  try {
    return await decode(command, body);
  } catch (error) {
    if (error instanceof UpstreamFailure) return { unusable: true };
    if (error instanceof GatewayError && error.upstreamCode !== null) return { error: error.code, upstreamCode: error.upstreamCode };
    throw error;
  }
}

async function failureOf(command: Command, body: Buffer): Promise<GatewayError> {
  try {
    await decode(command, body);
  } catch (error) {
    if (error instanceof GatewayError) return error;
  }
  throw new Error('no GatewayError was thrown');
}

describe('an answer', () => {
  it.each([...DOCUMENTED, ...ODD])('to $command is understood: $title ($source)', async ({ file, contentType, command, meaning }) => {
    const bytes = readFileSync(new URL(`../fixtures/wire/${file}`, import.meta.url));
    expect(await meaningOf(command, toUtf8(bytes, contentType))).toEqual(meaning);
  });

  it('that can’t be used may have been acted on', async () => {
    const failure = await failureOf('ADD', Buffer.alloc(0));
    expect(failure).toBeInstanceOf(UpstreamFailure);
    expect(failure).toHaveProperty('sent', true);
  });
});

const published = rowsOf(ERROR_CODES).flatMap(([code, { wire }]) => (wire === null ? [] : [{ code, wire }]));
const numbered = (number: number) => Buffer.from(`{"error": "text", "error_code": ${number}}`);

describe('an error number', () => {
  const pairs = keysOf(COMMANDS).flatMap((command) => published.map((row) => ({ command, ...row })));

  it.each(pairs)('$wire of $command is its code, or UPSTREAM_ERROR where the command has none such', async ({ command, code, wire }) => {
    const errors: readonly string[] = COMMANDS[command].errors;
    const expected: Meaning =
      command === 'LIST' && wire === 3
        ? { rows: [] }
        : { error: command === 'LIST' || errors.includes(code) ? code : 'UPSTREAM_ERROR', upstreamCode: wire };
    expect(await meaningOf(command, numbered(wire))).toEqual(expected);
  });

  it.each([6, 12, 77])('%i, which is not published, is kept', async (number) => {
    expect(await meaningOf('DELETE', numbered(number))).toEqual({ error: 'UPSTREAM_ERROR', upstreamCode: number });
  });

  it('brings what the caller needs to go on', async () => {
    expect(await failureOf('ADD', numbered(1))).toBeInstanceOf(InvalidInputError);
    expect(await failureOf('ADD', numbered(9))).toBeInstanceOf(RateLimitedError);
    expect((await failureOf('ADD', numbered(9))).retryAfterMs).toBe(60_000);
    const locked = await failureOf('SEND_CODE', numbered(10));
    expect(locked).toBeInstanceOf(CodeAlreadySentError);
    expect(locked).toHaveProperty('resendAllowedAt', null);
  });
});

const SECRET = 'hunter2&<"пароль';
const echoes = [
  JSON.stringify({ error: `no such login, psw=${SECRET}`, error_code: 77 }),
  JSON.stringify({ error: SECRET }),
  `ERROR = 77 (${SECRET})`,
  `<result><error>${SECRET}</error><error_code>77</error_code></result>`,
  `<html>${SECRET}</html>`,
  `{"error": "${SECRET}`,
  SECRET,
];

describe('an answer that repeats the request', () => {
  it.each(echoes)('does not bring its secrets into the error: %j', async (text) => {
    for (const command of keysOf(COMMANDS)) {
      const failure = await failureOf(command, Buffer.from(text));
      const { message, stack, cause } = failure;
      expect(`${message} ${stack} ${String(cause)} ${JSON.stringify(failure)}`).not.toMatch(/hunter2|пароль/);
    }
  });
});

describe('any bytes at all', () => {
  const commands = fc.constantFrom(...keysOf(COMMANDS));
  const charsets = fc.constantFrom(
    '',
    'text/html',
    'application/json; charset=utf-8',
    'x; charset=windows-1251',
    'charset=utf-16',
    'charset=',
  );
  const keys = fc.oneof(
    fc.constantFrom('sender', 'id', 'status', 'files', 'error', 'error_code', 'result', 'fid', 'bee_step'),
    fc.string(),
  );
  const values = fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(keys, fc.jsonValue())), fc.dictionary(keys, fc.jsonValue()));
  const sane = async (command: Command, body: Buffer) => {
    const meaning = await meaningOf(command, body);
    if (!('rows' in meaning)) return;
    for (const { status, operators, files } of meaning.rows) {
      for (const number of [status, ...operators.map((cell) => cell.status), ...files.map((file) => file.status)]) {
        // GraphQL's Int has 32 bits.
        expect(number === null || (number | 0) === number).toBe(true);
      }
    }
  };

  it('are a result or a typed error', async () => {
    await fc.assert(
      fc.asyncProperty(commands, charsets, fc.uint8Array({ maxLength: 200 }), (command, charset, bytes) =>
        sane(command, toUtf8(Buffer.from(bytes), charset)),
      ),
    );
  });

  it('are a result or a typed error where they are JSON', async () => {
    await fc.assert(
      fc.asyncProperty(commands, values, (command, value) => sane(command, Buffer.from(JSON.stringify(value)))),
      { numRuns: 500 },
    );
  });

  it('are a result or a typed error where an answer was cut or doubled', async () => {
    const texts = fc.constantFrom(...[...DOCUMENTED, ...ODD].map(({ file }) => file));
    await fc.assert(
      fc.asyncProperty(commands, texts, fc.nat(), fc.nat(), async (command, file, from, to) => {
        const bytes = readFileSync(new URL(`../fixtures/wire/${file}`, import.meta.url));
        await sane(command, Buffer.concat([bytes.subarray(from % (bytes.length + 1)), bytes.subarray(0, to % (bytes.length + 1))]));
      }),
    );
  });

  it('are a result or a typed error however deep they are nested', async () => {
    const depth = 100_000;
    const nested = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    for (const text of [nested, `[{"sender": "my_shop", "bee_step": ${nested}}]`, '['.repeat(depth)]) {
      for (const command of keysOf(COMMANDS)) await sane(command, Buffer.from(text));
    }
  });
});

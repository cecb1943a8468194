import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { Asked } from '../../../src/http/answers/asked.ts';
import { FinishedAnswer } from '../../../src/http/answers/finished-answer.ts';
import { type Answerer, createLadder } from '../../../src/http/answers/ladder.ts';
import { PreparedOperations } from '../../../src/http/answers/prepared-operations.ts';
import { ResponseCache } from '../../../src/http/answers/response-cache.ts';
import { newOperation, RequestScope } from '../../../src/http/request/request-scope.ts';
import type { Principal } from '../../../src/loaders/principal.ts';

const answerOf = (text: string) => new FinishedAnswer(200, { 'content-type': 'application/json' }, text);

/** A ladder whose steps write down that they were asked. */
function world({ prepared, executed, isCached = false }: { prepared: Answerer; executed: Answerer; isCached?: boolean }) {
  const told: string[] = [];
  const noted =
    (name: string, answerer: Answerer): Answerer =>
    (asked) => {
      told.push(name);
      return answerer(asked);
    };
  const responseCache = new ResponseCache({ maxBytes: 100_000, clock: Date.now });
  const account = { slices: { yieldIfDue: () => null }, isCurrent: () => true } as unknown as Principal['account'];
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const scope = new RequestScope(request, response, 0, { randomId: () => 'id', onEnd: () => told.push('end') });
  if (isCached) {
    const operation = newOperation({ name: 'Known', kind: 'query' });
    operation.document = { kind: 'Document', definitions: [] } as never;
    const before = new RequestScope(request, response, 0, { randomId: () => 'id', onEnd() {} });
    before.operations.push(operation);
    responseCache.keep('key', account, before, answerOf('{"from":"cache"}'));
  }
  const ladder = createLadder({
    responseCache,
    preparedOperations: new PreparedOperations(),
    prepared: noted('prepared', prepared),
    executed: noted('executed', executed),
    handOver: () => told.push('Yoga'),
    onExecution: () => told.push('under way'),
    bytes: { holdAnswer: () => null } as never,
    fail: (_, error) => told.push(String(error)),
  });
  const asked = new Asked(scope, { account } as Principal, 'application/json', Buffer.alloc(0), 'key');
  return { told, asked, response, climb: () => ladder(asked) };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));
const none: Answerer = () => null;
const late =
  (answer: FinishedAnswer | null): Answerer =>
  async () =>
    answer;

it('gives what is held at once, and asks nobody else', () => {
  const { told, climb, response } = world({ prepared: none, executed: none, isCached: true });
  climb();
  expect([told, response.statusCode, response.writableEnded]).toEqual([['end'], 200, true]);
});

it.each([
  ['prepared answers', late(answerOf('{}')), none, ['under way', 'prepared']],
  ['prepared has none', none, late(answerOf('{}')), ['under way', 'prepared', 'executed']],
  ['prepared has none after all', late(null), late(answerOf('{}')), ['under way', 'prepared', 'executed']],
  ['nobody has one', none, none, ['under way', 'prepared', 'executed', 'Yoga']],
  ['nobody has one after all', late(null), late(null), ['under way', 'prepared', 'executed', 'Yoga']],
])('asks one after another, and Yoga last: %s', async (_, prepared, executed, expected) => {
  const { told, climb, response } = world({ prepared, executed });
  climb();
  await settled();
  expect(told).toEqual(expected);
  expect(response.writableEnded).toBe(!expected.includes('Yoga'));
});

it('hands a fault of one that answers to who answers for faults', async () => {
  const { told, climb } = world({ prepared: none, executed: () => Promise.reject(new Error('broken')) });
  climb();
  await settled();
  expect(told).toEqual(['under way', 'prepared', 'executed', 'Error: broken']);
});

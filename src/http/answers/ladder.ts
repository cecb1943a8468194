import type { BytesUnderWay } from '../limits/bytes-under-way.ts';
import { wantsCost } from '../limits/tell-cost.ts';
import type { FailRequest } from '../request/fail-request.ts';
import { refuse } from '../request/refusal.ts';
import type { RequestScope } from '../request/request-scope.ts';
import type { Asked } from './asked.ts';
import type { FinishedAnswer } from './finished-answer.ts';
import type { PreparedOperations } from './prepared-operations.ts';
import type { ResponseCache } from './response-cache.ts';

/** One way to answer; null hands what is asked to the next one. At once, where nothing need be waited for. */
export type Answerer = (asked: Asked) => FinishedAnswer | null | Promise<FinishedAnswer | null>;

export interface LadderOptions {
  /** null: every operation is executed. */
  readonly responseCache: ResponseCache | null;
  readonly preparedOperations: PreparedOperations;
  readonly prepared: Answerer;
  readonly executed: Answerer;
  /** Has Yoga answer a whole request. @param body where it was read already */
  readonly handOver: (scope: RequestScope, body?: Buffer) => void;
  /** Told of every request that is not answered out of what is held, before it is looked at. */
  readonly onExecution: (scope: RequestScope) => void;
  readonly bytes: BytesUnderWay;
  readonly fail: FailRequest;
}

/**
 * How an operation is answered, the cheapest way first. What none of these answers, Yoga does.
 *
 * | asked by | cached | prepared | executed | Yoga |
 * | --- | --- | --- | --- | --- |
 * | POST as JSON, GET | 1 | 2 | 3 | 4: what is malformed |
 * | POST as JSON, a batch | | | 1 | 2: what is malformed |
 * | a form, an upload, an event stream | | | | 1 |
 * | WebSocket, MCP | | | 1: `Execute`, for a result instead of an answer | |
 */
export function createLadder(options: LadderOptions): (asked: Asked) => void {
  const { responseCache, preparedOperations, prepared, executed, handOver, onExecution, bytes, fail } = options;

  const cached: Answerer = ({ key, scope }) => {
    const known = key === null ? null : (responseCache?.find(key) ?? null);
    if (known === null) return null;
    scope.operations.push(known.operation);
    return known.answer;
  };
  /** Answers nothing: from here on an answer costs something, and waits for its slice. */
  const underWay: Answerer = (asked) => {
    asked.isUnderWay = true;
    onExecution(asked.scope);
    return asked.principal.account.slices.yieldIfDue()?.then(() => null) ?? null;
  };
  const answerers = [cached, underWay, prepared, executed] as const;

  const answerFrom = (index: number, asked: Asked): ReturnType<Answerer> => {
    for (let at = index; at < answerers.length; at += 1) {
      const answer = answerers[at]?.(asked) ?? null;
      if (answer instanceof Promise) return answer.then((late) => late ?? answerFrom(at + 1, asked));
      if (answer !== null) return answer;
    }
    return null;
  };

  /** Unless too much of what its token was given lies unread. */
  const send = ({ scope }: Asked, answer: FinishedAnswer) => {
    const { request, response } = scope;
    const refusal = bytes.holdAnswer(scope, answer.bytes);
    if (refusal === null) answer.send(request, response);
    else refuse(request, response, refusal);
  };
  /** Whoever wants to know the cost of an operation has it executed. */
  const remember = ({ key, params, principal, scope }: Asked, answer: FinishedAnswer) => {
    if (key === null || params === null || wantsCost(params)) return;
    responseCache?.keep(key, principal.account, scope, answer);
    preparedOperations.keep(key, params, scope, answer);
  };
  const give = (asked: Asked, answer: FinishedAnswer | null) => {
    if (answer === null) return handOver(asked.scope, asked.body);
    send(asked, answer);
    if (asked.isUnderWay) remember(asked, answer);
    else asked.scope.end();
  };

  return (asked) => {
    const answer = answerFrom(0, asked);
    if (answer instanceof Promise) answer.then((late) => give(asked, late)).catch((error: unknown) => fail(asked.scope, error));
    else give(asked, answer);
  };
}

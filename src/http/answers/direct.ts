import type { ExecutionResult, GraphQLError } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';
import type { Limits } from '../../domain/limits.ts';
import { type GatewayError, LimitExceededError } from '../../errors.ts';
import type { GraphQLContext } from '../../graphql/context.ts';
import type { Principal } from '../../loaders/principal.ts';
import type { BytesUnderWay } from '../limits/bytes-under-way.ts';
import type { OperationBudget } from '../limits/operation-budget.ts';
import type { Overload } from '../limits/overload.ts';
import { wantsCost } from '../limits/tell-cost.ts';
import type { Execute } from '../request/execute.ts';
import type { MakeContext } from '../request/operation-context.ts';
import { bodyBytes, readBody } from '../request/read-body.ts';
import { refusalOf, refuse, refuseUnread } from '../request/refusal.ts';
import { newOperation, type RequestScope } from '../request/request-scope.ts';
import type { ServerContext } from '../request/server-context.ts';
import { directMediaType, paramsOf } from './direct-request.ts';
import type { FinishedAnswer } from './finished-answer.ts';
import { type PreparedOperation, PreparedOperations } from './prepared-operations.ts';
import { RequestKeys } from './request-keys.ts';
import type { ResponseCache } from './response-cache.ts';
import { finished, written } from './serialized-answer.ts';
import { costExtension } from './upstream-cost.ts';
import { answerText } from './written-result.ts';

export interface DirectOptions {
  readonly limits: Limits;
  readonly bytes: BytesUnderWay;
  readonly overload: Overload;
  readonly budget: OperationBudget;
  readonly maskError: (error: unknown) => GraphQLError;
  readonly execute: Execute;
  /** Has Yoga answer a whole request. @param body where it was read already */
  readonly handOver: (scope: RequestScope, body?: Buffer) => void;
  readonly makeContext: MakeContext;
  /** null: every operation is executed. */
  readonly responseCache: ResponseCache | null;
  /** Told of every request that is not answered out of what is held, before it is looked at. */
  readonly onExecution: (scope: RequestScope) => void;
}

/**
 * Answers what nearly all clients send – one operation or a batch, the answer wanted as JSON – without making Request and Response objects for it:
 * they cost more than the execution. Everything else, and what is no such operation after all, is Yoga's. Runs the operation through Yoga
 * all the same, with all of its plugins but those that look at a request's form.
 */
export function createDirect({
  limits,
  bytes,
  overload,
  budget,
  maskError,
  execute: run,
  handOver,
  makeContext,
  responseCache,
  onExecution,
}: DirectOptions): (scope: RequestScope) => void {
  const keys = new RequestKeys();
  const prepared = new PreparedOperations();
  /** Gives an answer, unless too much of what its token was given lies unread. */
  const send = (scope: RequestScope, answer: FinishedAnswer) => {
    const { request, response } = scope;
    const refusal = bytes.holdAnswer(scope, answer.bytes);
    if (refusal === null) answer.send(request, response);
    else refuse(request, response, refusal);
  };

  const execute = async (
    scope: RequestScope,
    slices: TimeSlices,
    params: GraphQLParams,
    mediaType: string,
    begun?: Pick<ServerContext, 'operation' | 'made'>,
  ): Promise<FinishedAnswer> => {
    const result = await run(scope, params, begun);
    return written(result as ExecutionResult, mediaType, slices);
  };

  const executeAll = async (scope: RequestScope, slices: TimeSlices, batch: readonly GraphQLParams[], mediaType: string) => {
    // A subscription is refused: it needs an event stream.
    const results = (await Promise.all(batch.map((params) => run(scope, params)))) as ExecutionResult[];
    return written(results, mediaType, slices);
  };

  const write = async (scope: RequestScope, slices: TimeSlices, known: PreparedOperation, mediaType: string): Promise<FinishedAnswer> => {
    const { name, document, params, write, headers } = known;
    const operation = newOperation({ name, kind: 'query', prepared: true });
    operation.document = document;
    scope.operations.push(operation);
    const price = known.price.of(scope);
    const verdict = budget.take(scope, operation, price instanceof Promise ? await price : price);
    const refusal = verdict instanceof Promise ? await verdict : verdict;
    if (refusal !== null) {
      operation.codes.push(refusal.code);
      return written({ errors: [maskError(refusal)] }, mediaType, slices);
    }
    let made: GraphQLContext | undefined;
    try {
      made = makeContext({ scope, operation, cursor: null });
      const data = await write(made);
      if (data !== null && scope.refusal === null) {
        budget.settle(scope, operation);
        known.price.learn(operation);
        return await finished(200, headers, answerText(data, { extensions: costExtension(operation.cost) }), slices);
      }
    } catch {
      // graphql-js meets the same failure, out of the same loaders, and gives it its place.
    }
    return execute(scope, slices, params, mediaType, { operation, ...(made && { made }) });
  };

  const answer = (scope: RequestScope, principal: Principal, mediaType: string, body: Buffer) => {
    const { request, barred } = scope;
    if (barred !== null) return turnAway(scope, barred);
    const { slices } = principal.account;
    const key = keys.keyOf(principal, mediaType, request, body);
    const hot = key === null ? null : (responseCache?.find(key) ?? null);
    if (hot !== null) {
      scope.operations.push(hot.operation);
      send(scope, hot.answer);
      scope.end();
      return;
    }
    onExecution(scope);
    const due = slices.yieldIfDue();
    if (due === null) makeAnswer(scope, principal, mediaType, body, key);
    else void due.then(() => makeAnswer(scope, principal, mediaType, body, key));
  };

  const makeAnswer = (scope: RequestScope, { account }: Principal, mediaType: string, body: Buffer, key: string | null) => {
    const { slices } = account;
    // Without its price, which decides while memory is short.
    const known = key === null || !overload.takesAll ? null : prepared.find(key);
    const params = known?.params ?? paramsOf(scope.request, body, limits);
    if (params === null) {
      // Yoga says what is wrong with it.
      handOver(scope, body);
      return;
    }
    if (isBatch(params)) {
      void executeAll(scope, slices, params, mediaType).then((answer) => send(scope, answer));
      return;
    }
    void (known === null ? execute(scope, slices, params, mediaType) : write(scope, slices, known, mediaType)).then((answer) => {
      send(scope, answer);
      // Whoever wants to know the cost of an operation has it executed.
      if (key === null || wantsCost(params)) return;
      responseCache?.keep(key, account, scope, answer);
      if (known === null) prepared.keep(key, params, scope, answer);
    });
  };

  return (scope) => {
    const { request, principal } = scope;
    const refusal = bytes.holdBody(scope, bodyBytes(request, limits.body));
    if (refusal !== null) {
      scope.endWithResponse();
      refuseUnread(request, scope.response, refusal);
      return;
    }
    const mediaType = directMediaType(request);
    if (mediaType === null || principal === null) {
      if (scope.barred !== null) return turnAway(scope, scope.barred);
      onExecution(scope);
      handOver(scope);
    } else if (request.method === 'GET') answer(scope, principal, mediaType, NO_BODY);
    else
      readBody(scope, limits.body, (body) => {
        if (body === null) tooLong(scope, limits.body);
        else answer(scope, principal, mediaType, body);
      });
  };
}

/** The right of its caller ended while its body came. */
function turnAway(scope: RequestScope, barred: GatewayError): void {
  scope.endWithResponse();
  refuse(scope.request, scope.response, refusalOf(barred));
}

/** The rest of the body is not waited for. */
function tooLong(scope: RequestScope, maxBytes: number): void {
  const { request, response } = scope;
  const asked = Number(request.headers['content-length']);
  scope.endWithResponse();
  refuseUnread(request, response, { status: 413, error: new LimitExceededError('body', maxBytes, asked > maxBytes ? asked : null) });
}

const isBatch = (params: GraphQLParams | readonly GraphQLParams[]): params is readonly GraphQLParams[] => Array.isArray(params);

const NO_BODY = Buffer.alloc(0);

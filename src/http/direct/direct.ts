import { Readable } from 'node:stream';
import type { GraphQLError } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { LimitExceededError } from '../../errors.ts';
import type { MakeContext } from '../operation-context.ts';
import { newOperation, type Passage } from '../passage.ts';
import { refuse } from '../refusal.ts';
import type { ServerContext } from '../server-context.ts';
import { costExtension } from '../upstream-cost.ts';
import type { GatewayServer } from '../yoga.ts';
import { directMediaType, paramsOf } from './direct-request.ts';
import { FinishedAnswer } from './finished-answer.ts';
import type { HotPath } from './hot-path.ts';
import { type PreparedOperation, PreparedOperations } from './prepared-operations.ts';
import { readBody } from './read-body.ts';
import { RequestKeys } from './request-keys.ts';
import { answerText } from './write-lists.ts';
import { written } from './written-answer.ts';

export interface DirectOptions {
  readonly maxBytes: number;
  /** For what is thrown before there is a result. */
  readonly maskError: (error: unknown) => GraphQLError;
  readonly makeContext: MakeContext;
  /** null: every operation is executed. */
  readonly hotPath: HotPath | null;
  /** Told of every request that is not answered out of what is held, before it is looked at. */
  readonly onExecution: (passage: Passage) => void;
}

/**
 * Answers what nearly all clients send – one operation, its answer wanted as JSON – without making Request and Response objects for it:
 * they cost more than the execution. Everything else, and what is no such operation after all, is Yoga's. Runs the operation through Yoga
 * all the same, with all of its plugins but those that look at a request's form.
 */
export function createDirect(
  server: GatewayServer,
  { maxBytes, maskError, makeContext, hotPath, onExecution }: DirectOptions,
): (passage: Passage) => void {
  const keys = new RequestKeys();
  const prepared = new PreparedOperations();
  const toYoga = (passage: Passage) => {
    onExecution(passage);
    void server(passage.request, passage.response, { passage });
  };

  const execute = async (
    passage: Passage,
    params: GraphQLParams,
    mediaType: string,
    begun?: Pick<ServerContext, 'operation' | 'made'>,
  ): Promise<FinishedAnswer> => {
    const { method = '', url, headers } = passage.request;
    const request = new server.fetchAPI.Request(`http://${headers.host}${url}`, {
      method,
      headers: headers as Record<string, string>,
      signal: signalOf(passage),
    });
    try {
      return written((await server.getResultForParams({ params, request }, { passage, ...begun })) ?? {}, mediaType);
    } catch (error) {
      return written({ errors: [maskError(error)] }, mediaType);
    }
  };

  const write = async (passage: Passage, { name, document, params, write, headers }: PreparedOperation, mediaType: string) => {
    const operation = newOperation({ name, kind: 'query', prepared: true });
    operation.document = document;
    passage.operations.push(operation);
    const made = makeContext({ passage, operation, cursor: null, signal: signalOf(passage) });
    // graphql-js meets the same failure, out of the same loaders, and gives it its place.
    const data = await write(made).catch(() => null);
    return data === null
      ? execute(passage, params, mediaType, { operation, made })
      : new FinishedAnswer(200, headers, answerText(data, costExtension(operation.cost)));
  };

  const answer = (passage: Passage, mediaType: string, body: Buffer) => {
    const { request, response, principal } = passage;
    const key = principal && keys.keyOf(principal, mediaType, request, body);
    const hot = key === null ? null : (hotPath?.find(key) ?? null);
    if (hot !== null) {
      passage.operations.push(hot.operation);
      hot.answer.send(request, response);
      passage.end();
      return;
    }
    const known = key === null ? null : prepared.find(key);
    const params = known?.params ?? paramsOf(request, body);
    if (params === null) {
      // Yoga says what is wrong with it, and does batches.
      if (request.method === 'POST') Object.assign(request, { body: Readable.from([body]) });
      toYoga(passage);
      return;
    }
    onExecution(passage);
    void (known === null ? execute(passage, params, mediaType) : write(passage, known, mediaType)).then((finished) => {
      finished.send(request, response);
      if (key === null || principal === null) return;
      hotPath?.keep(key, principal.account, passage, finished);
      if (known === null) prepared.keep(key, params, passage, finished);
    });
  };

  return (passage) => {
    const { request, principal } = passage;
    const mediaType = principal && directMediaType(request);
    if (mediaType === null) toYoga(passage);
    else if (request.method === 'GET') answer(passage, mediaType, NO_BODY);
    else
      readBody(request, maxBytes, (body) => {
        if (body === null) tooLong(passage, maxBytes);
        else answer(passage, mediaType, body);
      });
  };
}

/** Aborted when the client goes away before it has its answer. */
function signalOf({ response }: Passage): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort();
  });
  return left.signal;
}

/** The rest of the body is not waited for. */
function tooLong(passage: Passage, maxBytes: number): void {
  const { request, response } = passage;
  const asked = Number(request.headers['content-length']);
  passage.endWithResponse();
  refuse(request, response, {
    status: 413,
    error: new LimitExceededError('body', maxBytes, asked > maxBytes ? asked : null),
    headers: { connection: 'close' },
  });
}

const NO_BODY = Buffer.alloc(0);

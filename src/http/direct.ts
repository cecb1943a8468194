import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { GraphQLError } from 'graphql';
import { type FetchAPI, type GraphQLParams, processRegularResult } from 'graphql-yoga';
import { repeatabilityOf } from '../graphql/repeatable.ts';
import type { HotAnswer, HotPath } from './hot-path.ts';
import { newOperation, type Passage } from './passage.ts';
import { readBody } from './read-body.ts';
import type { GatewayServer } from './yoga.ts';

export interface DirectOptions {
  readonly maxBytes: number;
  /** For what is thrown before there is a result. */
  readonly maskError: (error: unknown) => GraphQLError;
  /** null: every operation is executed. */
  readonly hotPath: HotPath | null;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Told of every request that is not answered out of what is held, before it is looked at. */
  readonly onExecution: (passage: Passage) => void;
}

type Result = Parameters<typeof processRegularResult>[0];

/**
 * Answers what nearly all clients send – one operation as JSON, POSTed, its answer wanted as JSON – without making Request and Response
 * objects for it: they cost more than the execution. Everything else, and what is no such operation after all, is Yoga's.
 * Runs the operation through Yoga all the same, with all of its plugins but those that look at a request's form.
 */
export function createDirect(
  server: GatewayServer,
  { maxBytes, maskError, hotPath, clock, onExecution }: DirectOptions,
): (passage: Passage) => void {
  const toYoga = (passage: Passage) => {
    onExecution(passage);
    void server(passage.request, passage.response, { passage });
  };

  const execute = async (passage: Passage, params: GraphQLParams, mediaType: string): Promise<Written> => {
    const { url, headers } = passage.request;
    const left = new AbortController();
    passage.response.once('close', () => {
      if (!passage.response.writableFinished) left.abort();
    });
    const request = new server.fetchAPI.Request(`http://${headers.host}${url}`, {
      method: 'POST',
      headers: headers as Record<string, string>,
      signal: left.signal,
    });
    let result: Result | undefined;
    try {
      result = await server.getResultForParams({ params, request }, { passage });
    } catch (error) {
      result = { errors: [maskError(error)] };
    }
    return processRegularResult(result ?? {}, WRITER, mediaType) as unknown as Written;
  };

  return (passage) => {
    const { request, response, principal } = passage;
    const mediaType = directMediaType(passage);
    if (mediaType === null || principal === null) return toYoga(passage);
    readBody(request, maxBytes, (body) => {
      if (body === null) return toYoga(passage);
      const key = hotPath?.keyOf(principal, mediaType, body) ?? null;
      const hot = key === null ? null : (hotPath?.find(key) ?? null);
      if (hot !== null) {
        passage.operations.push(hot.operation);
        sendHot(response, hot);
        return passage.end();
      }
      const params = paramsIn(body);
      if (params === null) {
        // Yoga says what is wrong with it, and does batches.
        Object.assign(request, { body: Readable.from([body]) });
        return toYoga(passage);
      }
      onExecution(passage);
      void execute(passage, params, mediaType).then((written) => {
        const bytes = Buffer.from(written.body ?? '');
        response.writeHead(written.status, { ...written.headers, 'content-length': bytes.length });
        response.end(bytes);
        const answer = key === null ? null : repeatable(passage, principal.account, mediaType, bytes, clock());
        if (key !== null && answer !== null) hotPath?.keep(key, answer);
      });
    });
  };
}

const SECOND = 1_000;

/** What may be said again to the same question; null for an answer that is true once. */
function repeatable(
  { operations: [operation] }: Passage,
  account: HotAnswer['account'],
  mediaType: string,
  body: Buffer,
  now: number,
): Omit<HotAnswer, 'etag' | 'text'> | null {
  const snapshots = operation?.sources.snapshots ?? null;
  if (operation?.document == null || snapshots === null || operation.codes.length > 0) return null;
  // It tells in its extensions what it cost.
  if (operation.cost.calls > 0 || operation.cost.waitedMs > 0 || operation.cost.servedStale) return null;
  const repeatability = repeatabilityOf(operation.document);
  if (repeatability === 'NEVER') return null;
  const ages = snapshots.map(({ freshness: { fetchedAt } }) => SECOND - ((now - fetchedAt.getTime()) % SECOND));
  const goodUntil = repeatability === 'WITHIN_A_SECOND' ? now + Math.min(...ages) : Number.POSITIVE_INFINITY;
  const { name, kind } = operation;
  return { mediaType, body, operation: newOperation({ name, kind, repeated: true }), account, snapshots, goodUntil };
}

function sendHot(response: ServerResponse, { mediaType, body, text }: HotAnswer): void {
  response.writeHead(200, ['Content-Type', `${mediaType}; charset=utf-8`, 'Content-Length', String(body.length)]);
  if (text === null) response.end(body);
  else response.end(text, 'latin1');
}

const PATH = '/graphql';
const OWN_TYPE = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';
/** The first of what a client accepts, as Yoga reads it; a star of any kind means plain JSON. */
const ACCEPTED: Readonly<Record<string, string>> = {
  [OWN_TYPE]: OWN_TYPE,
  [JSON_TYPE]: JSON_TYPE,
  'application/*': JSON_TYPE,
  '*/*': JSON_TYPE,
};

/** What to answer with; null: this request is not for here. */
function directMediaType({ request: { method, url, headers } }: Passage): string | null {
  const isJson = /^application\/json *(?:; *charset="?utf-8"?)?$/i.test(headers['content-type'] ?? '');
  if (method !== 'POST' || url !== PATH || !isJson || headers['content-encoding'] !== undefined) return null;
  const { accept } = headers;
  if (accept === undefined || accept === '*/*') return JSON_TYPE;
  for (const part of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    if (type === 'text/event-stream' || type.startsWith('multipart/')) return null;
    if (parameters.some((parameter) => parameter.startsWith('charset=') && parameter !== 'charset=utf-8')) continue;
    if (ACCEPTED[type] !== undefined) return ACCEPTED[type];
  }
  return null;
}

function paramsIn(body: Buffer): GraphQLParams | null {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** What Yoga's writer of results makes in place of a Response. */
class Written {
  readonly body: string | null;
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(body: string | null, { status, headers }: { status: number; headers: Record<string, string> }) {
    this.body = body;
    this.status = status;
    this.headers = headers;
  }
}
/** The one part of the fetch API that the writer uses. */
const WRITER = { Response: Written } as unknown as FetchAPI;

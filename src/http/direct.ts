import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { GraphQLError } from 'graphql';
import { type FetchAPI, type GraphQLParams, processRegularResult } from 'graphql-yoga';
import type { Passage } from './passage.ts';
import { readBody } from './read-body.ts';
import type { GatewayServer } from './yoga.ts';

type Result = Parameters<typeof processRegularResult>[0];

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

export interface DirectOptions {
  readonly maxBytes: number;
  /** For what is thrown before there is a result. */
  readonly maskError: (error: unknown) => GraphQLError;
}

/**
 * Answers what nearly all clients send – one operation as JSON, POSTed, its answer wanted as JSON – without making Request and Response
 * objects for it: they cost more than the execution. Everything else, and what is no such operation after all, is Yoga's.
 * Runs the operation through Yoga all the same, with all of its plugins but those that look at a request's form.
 */
export function createDirect(server: GatewayServer, { maxBytes, maskError }: DirectOptions): (passage: Passage) => void {
  const toYoga = (passage: Passage) => void server(passage.request, passage.response, { passage });

  const execute = async (passage: Passage, params: GraphQLParams, mediaType: string) => {
    const {
      request: { url, headers },
      response,
    } = passage;
    const left = new AbortController();
    response.once('close', () => left.abort());
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
    if (left.signal.aborted) return;
    send(response, result ?? {}, mediaType);
  };

  return (passage) => {
    const mediaType = directMediaType(passage);
    if (mediaType === null) return toYoga(passage);
    readBody(passage.request, maxBytes).then(
      (body) => {
        if (body === null) return toYoga(passage);
        const params = paramsIn(body);
        if (params !== null) return execute(passage, params, mediaType);
        // Yoga says what is wrong with it, and does batches.
        Object.assign(passage.request, { body: Readable.from([body]) });
        toYoga(passage);
      },
      () => passage.response.destroy(),
    );
  };
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

function send(response: ServerResponse, result: Result, mediaType: string): void {
  const { body, status, headers } = processRegularResult(result, WRITER, mediaType) as unknown as Written;
  const bytes = Buffer.from(body ?? '');
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

/** What to answer with; null: this request is not for here. */
function directMediaType({ request: { method, url, headers } }: Passage): string | null {
  const isJson = /^application\/json *(?:; *charset="?utf-8"?)?$/i.test(headers['content-type'] ?? '');
  if (method !== 'POST' || url !== PATH || !isJson || headers['content-encoding'] !== undefined) return null;
  for (const part of (headers.accept ?? '*/*').toLowerCase().split(',')) {
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

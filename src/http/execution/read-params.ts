import type { IncomingMessage } from 'node:http';
import type { GraphQLParams } from 'graphql-yoga';
import type { Limits } from '../../domain/limits.ts';
import { LimitExceededError } from '../../errors.ts';
import { jsonIn, unreadable } from '../limits/unreadable.ts';
import { readBody } from '../request/read-body.ts';
import type { ServerContext } from '../request/server-context.ts';
import { readForm } from './read-form.ts';

export type Params = GraphQLParams | GraphQLParams[];
type ReadParams = (context: ServerContext, limits: Limits) => Promise<Params>;

/** By the media type of a POST. */
const READERS: Readonly<Record<string, ReadParams>> = {
  'application/json': readJson,
  'application/graphql+json': readJson,
  'application/graphql': async (context, limits) => ({ query: await textOf(context, limits) }),
  'application/x-www-form-urlencoded': async (context, limits) => paramsIn(await textOf(context, limits), limits),
  'multipart/form-data': async (context, limits) => requireOperations(await readForm(context, limits)),
};

/** Reads what a request asks for, within the limits: in place of Yoga’s parsers, which know none. null: it has a form that nobody reads. */
export function readerOf({ method, url = '', headers: { 'content-type': type = '' } }: IncomingMessage): ReadParams | null {
  if (method === 'GET') return async (_, limits) => paramsIn(url.slice(url.indexOf('?') + 1), limits);
  return READERS[type.split(/[;,]/, 1)[0] ?? ''] ?? null;
}

async function readJson(context: ServerContext, limits: Limits): Promise<Params> {
  return requireOperations(jsonIn(await textOf(context, limits), limits, 'The body must be JSON.'));
}

function textOf({ scope, body }: ServerContext, { body: max }: Limits): Promise<string> {
  if (body !== undefined) return Promise.resolve(body.toString());
  return new Promise((resolve, reject) =>
    readBody(scope, max, (whole) => {
      if (whole !== null) return resolve(whole.toString());
      // The rest of it is not waited for.
      scope.response.setHeader('connection', 'close');
      const asked = Number(scope.request.headers['content-length']);
      reject(new LimitExceededError('body', max, asked > max ? asked : null));
    }),
  );
}

/** The first of each counts. */
function paramsIn(address: string, limits: Limits): GraphQLParams {
  const parameters = new URLSearchParams(address);
  const text = (name: string) => parameters.get(name) || undefined;
  const object = (name: string) => {
    const json = text(name);
    return json === undefined ? undefined : (jsonIn(json, limits, NO_OBJECTS) as Record<string, unknown>);
  };
  return {
    query: text('query'),
    operationName: text('operationName'),
    variables: object('variables'),
    extensions: object('extensions'),
  } as GraphQLParams;
}
const NO_OBJECTS = 'The parameters `variables` and `extensions` must be JSON objects.';

/** @throws GraphQLError where a batch is empty, or holds what is no operation */
function requireOperations(parsed: unknown): Params {
  const isWhole = !Array.isArray(parsed) ? isObject(parsed) : parsed.length > 0 && parsed.every(isObject);
  if (isWhole) return parsed as Params;
  throw unreadable('The body must be a JSON object with `query`, or a list of such objects that is not empty.');
}
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

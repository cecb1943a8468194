import type { IncomingMessage } from 'node:http';
import type { GraphQLParams } from 'graphql-yoga';
import type { Limits } from '../../domain/limits.ts';
import { isForeignRead } from '../access/csrf.ts';
import { type JsonLimits, parseJson } from '../limits/bounded-json.ts';

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

/** The media type to answer operations with, by POST as JSON or by GET; null for a request of another form. */
export function directMediaType(request: IncomingMessage): string | null {
  const { method, url = '', headers } = request;
  if (method === 'POST') {
    if (url !== PATH || headers['content-encoding'] !== undefined || !isJson(headers['content-type'])) return null;
  } else if (method !== 'GET' || !url.startsWith(`${PATH}?`) || isForeignRead(request)) return null;
  return acceptedType(headers.accept);
}

const isJson = (type = '') => type === JSON_TYPE || /^application\/json *(?:; *charset="?utf-8"?)?$/i.test(type);

function acceptedType(accept: string | undefined): string | null {
  if (accept === undefined || accept === '*/*') return JSON_TYPE;
  for (const part of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    if (type === 'text/event-stream' || type.startsWith('multipart/')) return null;
    if (parameters.some((parameter) => parameter.startsWith('charset=') && parameter !== 'charset=utf-8')) continue;
    if (ACCEPTED[type] !== undefined) return ACCEPTED[type];
  }
  return null;
}

/** What is asked for, one operation or a batch; null for what is neither, which Yoga then says. */
export const paramsOf = (
  { method, url = '' }: IncomingMessage,
  body: Buffer,
  limits: JsonLimits & Pick<Limits, 'batch'>,
): GraphQLParams | readonly GraphQLParams[] | null =>
  method === 'GET' ? paramsInUrl(new URLSearchParams(url.slice(PATH.length + 1)), limits) : operationsIn(body.toString(), limits);

function operationsIn(text: string, limits: JsonLimits & Pick<Limits, 'batch'>): GraphQLParams | readonly GraphQLParams[] | null {
  const value = jsonIn(text, limits);
  if (!Array.isArray(value)) return isObject(value) ? value : null;
  return value.length > 0 && value.length <= limits.batch && value.every(isObject) ? value : null;
}

function paramsInUrl(parameters: URLSearchParams, limits: JsonLimits): GraphQLParams | null {
  const texts = ['query', 'operationName', 'documentId']
    .map((name) => [name, parameters.get(name)] as const)
    .filter(([, text]) => text !== null);
  const objects = ['variables', 'extensions'].map((name) => {
    const text = parameters.get(name);
    return [name, text === null ? undefined : objectIn(text, limits)] as const;
  });
  if (objects.some(([, value]) => value === null) || new Set(parameters.keys()).size < parameters.size) return null;
  return Object.fromEntries([...texts, ...objects]);
}

function objectIn(text: string, limits: JsonLimits): Record<string, unknown> | null {
  const value = jsonIn(text, limits);
  return isObject(value) ? value : null;
}

/** null for what is no JSON, or more than the limits allow. */
function jsonIn(text: string, limits: JsonLimits): unknown {
  try {
    return parseJson(text, limits);
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

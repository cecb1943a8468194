import { GraphQLError } from 'graphql';
import { ERROR_CODES, type ErrorCode } from '../../domain/error-codes.ts';
import { LIMIT_ROWS } from '../../domain/limits.ts';
import { GatewayError, InvalidInputError, LimitExceededError, RateLimitedError } from '../../errors.ts';
import { withoutValues } from './without-values.ts';

/** What a client sees of an error; `errors[].extensions`. */
export interface PublicExtensions {
  code: string;
  upstreamCode: number | null;
  retryable: boolean;
  retryAfterMs?: number;
  /** Which limit of the gateway, its value, and what was asked: null for more than was counted. */
  limit?: { name: string; max: number; asked: number | null };
  issues?: readonly { path: readonly string[]; message: string }[];
}

export function publicExtensions(error: GatewayError): PublicExtensions {
  const { code, upstreamCode, retryable, retryAfterMs } = error;
  return {
    code,
    upstreamCode,
    retryable,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    ...(error instanceof InvalidInputError ? { issues: error.issues } : {}),
    ...(error instanceof LimitExceededError ? { limit: { name: error.limit, max: error.max, asked: error.asked } } : {}),
  };
}

/**
 * The one place that turns a GatewayError into a GraphQLError. A fault of the request itself keeps its text under BAD_REQUEST;
 * anything else is a fault of ours: it is reported, and the client gets INTERNAL with the request's id.
 */
export const createMaskError =
  (report: (fault: unknown) => string) =>
  (error: unknown): GraphQLError => {
    const original = error instanceof GraphQLError ? rootOf(error) : error;
    const place = error instanceof GraphQLError ? placeOf(error) : {};
    if (original instanceof GatewayError) {
      const http = error === original ? { http: httpOf(original) } : {};
      return new GraphQLError(original.message, {
        ...place,
        originalError: original,
        extensions: { ...publicExtensions(original), ...http },
      });
    }
    if (original instanceof GraphQLError) {
      // Answers of the schema's own coercion and validation, and of Yoga's checks of the request, which carry an HTTP status.
      const { http } = original.extensions;
      const extensions = { code: 'BAD_REQUEST', upstreamCode: null, retryable: false, ...(http === undefined ? {} : { http }) };
      // The outer one says which variable it is.
      const { message } = error instanceof GraphQLError ? error : original;
      return new GraphQLError(withoutValues(message), { ...placeOf(original), extensions });
    }
    const requestId = report(original);
    return new GraphQLError(ERROR_CODES.INTERNAL.doc, {
      ...place,
      extensions: { code: 'INTERNAL', upstreamCode: null, retryable: true, requestId },
    });
  };

/** How HTTP tells of a request that is refused as a whole. @see httpOf */
interface HttpRefusal {
  readonly status: number;
  /** True: clients of application/json get 200 all the same, as GraphQL over HTTP wants it. */
  readonly spec?: true;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Of those that every client must see by the status alone. */
const STATUSES: Partial<Record<ErrorCode, HttpRefusal>> = {
  UNAUTHENTICATED: { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } },
  OVERLOADED: { status: 503 },
  RIGHTS_CHANGED: { status: 503 },
};

/** One that is too large, or too much for now, has a status that says so. */
export function httpOf(error: GatewayError): HttpRefusal {
  if (error instanceof LimitExceededError) return { status: LIMIT_ROWS[error.limit].status };
  const refusal = error instanceof RateLimitedError ? { status: 429 } : STATUSES[error.code];
  if (refusal === undefined) return { status: error.retryable ? 503 : 400, spec: true };
  const { retryAfterMs } = error;
  return retryAfterMs === null ? refusal : { ...refusal, headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) } };
}

/** For transports other than HTTP: without what tells HTTP how to answer. */
export function withoutHttp(error: GraphQLError): GraphQLError {
  const { http, ...extensions } = error.extensions;
  return http === undefined ? error : new GraphQLError(error.message, { ...placeOf(error), extensions });
}

function rootOf(error: GraphQLError): unknown {
  let root: unknown = error;
  while (root instanceof GraphQLError && root.originalError != null) root = root.originalError;
  return root;
}

const placeOf = ({ nodes, source, positions, path }: GraphQLError) => ({
  nodes: nodes ?? null,
  source: source ?? null,
  positions: positions ?? null,
  path: path ?? null,
});

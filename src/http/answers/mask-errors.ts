import { GraphQLError } from 'graphql';
import { ERROR_CODES } from '../../domain/error-codes.ts';
import { LIMIT_ROWS } from '../../domain/limits.ts';
import { GatewayError, InvalidInputError, LimitExceededError } from '../../errors.ts';
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
      const http = error === original ? { http: statusOf(original) } : {};
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

/** Of a request that is refused as a whole. One that is too large has a status that says so to every client; others keep 200 under application/json. */
const statusOf = (error: GatewayError) =>
  error instanceof LimitExceededError ? { status: LIMIT_ROWS[error.limit].status } : { status: error.retryable ? 503 : 400, spec: true };

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

import { type ExecutionResult, type GraphQLSchema, isObjectType } from 'graphql';

/** What an agent gets of an operation. */
export interface ToolResult {
  /** For the SDK, which takes further keys. */
  [key: string]: unknown;
  readonly content: { readonly type: 'text'; readonly text: string }[];
  readonly isError?: boolean;
}

/** Data without what is null, and each error as `CODE: message` with its details: what an agent reads costs it. */
export function toolResultOf(schema: GraphQLSchema, { data, errors = [] }: ExecutionResult): ToolResult {
  const refusals = Object.values(data ?? {}).filter((value) => isRefusal(schema, value));
  const failures = [
    ...errors.map(({ message, extensions: { http, ...extensions } }) => lineOf({ message, ...extensions })),
    ...refusals.map((refusal) => lineOf(refusal)),
  ];
  const isWholeAnswer = refusals.length === 0 && data != null && Object.values(data).some((value) => value !== null);
  const texts = [...failures, ...(isWholeAnswer || failures.length === 0 ? [compact(data ?? {})] : [])];
  return { content: texts.map((text) => ({ type: 'text', text })), ...(failures.length > 0 && { isError: true }) };
}

type Refusal = Readonly<Record<string, unknown>>;

/** A member of a mutation's union that is no success. */
const isRefusal = (schema: GraphQLSchema, value: unknown): value is Refusal => {
  if (typeof value !== 'object' || value === null || !('__typename' in value)) return false;
  const type = schema.getType(String(value.__typename));
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'UserError');
};

/** `RATE_LIMITED: The provider’s limit is used up. {"retryAfterMs":12000}` */
function lineOf({ code = 'BAD_REQUEST', message, __typename, http: _, ...details }: Refusal): string {
  const text = compact(details);
  return `${code}: ${message}${text === '{}' ? '' : ` ${text}`}`;
}

const compact = (value: unknown): string => JSON.stringify(value, (_, inner) => inner ?? undefined);

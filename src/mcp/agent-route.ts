import type { IncomingMessage } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { LIMIT_ROWS, type Limits } from '../domain/limits.ts';
import { GatewayError, LimitExceededError } from '../errors.ts';
import type { Execute } from '../http/answers/execute.ts';
import { bodyBytes, readBody } from '../http/answers/read-body.ts';
import { parseJson } from '../http/limits/bounded-json.ts';
import type { BytesUnderWay } from '../http/limits/bytes-under-way.ts';
import { type Refusal, refusalOf, refuse, refuseUnread } from '../http/pipeline/refusal.ts';
import type { RequestScope } from '../http/pipeline/request-scope.ts';
import type { TrustedDocument } from '../http/trusted/manifest.ts';
import { type ToolResult, toolResultOf } from './tool-result.ts';
import { type AgentTool, toolsOf } from './tools.ts';

export const AGENT_PATH = '/mcp';

export interface AgentOptions {
  readonly execute: Execute;
  readonly schema: GraphQLSchema;
  readonly documents: readonly TrustedDocument[];
  readonly limits: Limits;
  readonly bytes: BytesUnderWay;
  readonly version: string;
  /** Origins whose pages may ask; `*`: any. */
  readonly origins: readonly string[];
  /** Told of every request before it is looked at. */
  readonly onExecution: (scope: RequestScope) => void;
  /** Answers a request that broke here. */
  readonly onFault: (scope: RequestScope, error: unknown) => void;
}

/** The Model Context Protocol by Streamable HTTP, for whoever was let through: trusted documents as tools, run as any other operation is. */
export function createAgentRoute(options: AgentOptions): (scope: RequestScope) => void {
  const { limits, bytes, origins, onExecution, onFault } = options;
  let tools: readonly AgentTool[] | null = null;

  const answer = async (scope: RequestScope, message: unknown) => {
    tools ??= toolsOf(options.schema, options.documents);
    // Loaded for the first agent: 30 MB that most gateways never need.
    const { answerAgent } = await import('./agent-server.ts');
    const { request, response, principal } = scope;
    const reply = await answerAgent({
      version: options.version,
      request: headOf(scope),
      message,
      tools: tools.filter(({ writes }) => !writes || principal?.access === 'write'),
      run: (tool, variables) => run(options, scope, tool, variables),
    });
    const body = Buffer.from(await reply.arrayBuffer());
    if (request.socket.destroyed) return;
    // What a write did is told all the same.
    const late = scope.operations.every(({ kind }) => kind !== 'mutation') ? scope.refusal : null;
    const refusal = late === null ? bytes.holdForRequest(scope, body.length) : refusalOf(late);
    if (refusal !== null) return refuse(request, response, refusal);
    response.writeHead(reply.status, { ...Object.fromEntries(reply.headers), 'content-length': body.length }).end(body);
  };

  return (scope) => {
    const { request, response } = scope;
    const turnAway = (refusal: Refusal) => refuse(request, response, refusal);
    onExecution(scope);
    if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end();
    const { origin } = request.headers;
    if (origin !== undefined && !origins.includes('*') && !origins.includes(origin)) return turnAway(FOREIGN_PAGE);
    const refusal = bytes.holdForRequest(scope, bodyBytes(request, limits.body));
    if (refusal !== null) return refuseUnread(request, response, refusal);
    readBody(scope, limits.body, (body) => {
      if (body === null) return turnAway(tooLong(request, limits));
      if (scope.barred !== null) return turnAway(refusalOf(scope.barred));
      const message = messageIn(body, limits);
      if (message instanceof LimitExceededError) turnAway({ status: LIMIT_ROWS[message.limit].status, error: message });
      else if (message instanceof GatewayError) turnAway({ status: 400, error: message });
      else answer(scope, message).catch((error: unknown) => onFault(scope, error));
    });
  };
}

/** A page of elsewhere can have its own name lead here, and so speak for its visitor. Agents that are no pages send no origin. */
const FOREIGN_PAGE: Refusal = {
  status: 403,
  error: new GatewayError('FORBIDDEN', {
    message: 'Pages of this origin may not ask here: the gateway’s operator can name it in CORS_ORIGINS.',
  }),
};

/** The rest of the body is not waited for. */
function tooLong({ headers }: IncomingMessage, { body: max }: Limits): Refusal {
  const asked = Number(headers['content-length']);
  return { status: 413, error: new LimitExceededError('body', max, asked > max ? asked : null), headers: { connection: 'close' } };
}

function messageIn(body: Buffer, limits: Limits): unknown {
  try {
    const message = parseJson(body.toString(), limits);
    return Array.isArray(message) && message.length > limits.batch
      ? new LimitExceededError('batch', limits.batch, message.length)
      : message;
  } catch (error) {
    return error instanceof LimitExceededError ? error : new GatewayError('BAD_REQUEST', { message: 'The body must be JSON.' });
  }
}

const headOf = ({ request: { method = '', url, headers } }: RequestScope): Request =>
  new Request(`http://${headers.host}${url}`, { method, headers: headers as Record<string, string> });

async function run(
  { execute, schema }: AgentOptions,
  scope: RequestScope,
  { text, operationName }: AgentTool,
  variables: Record<string, unknown>,
): Promise<ToolResult> {
  const result = await execute(scope, { query: text, operationName, variables });
  return toolResultOf(schema, Symbol.asyncIterator in result ? {} : result);
}

import type { IncomingMessage } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { LIMIT_ROWS, type Limits } from '../domain/limits.ts';
import { GatewayError, LimitExceededError } from '../errors.ts';
import { parseJson } from '../http/limits/bounded-json.ts';
import type { BytesUnderWay } from '../http/limits/bytes-under-way.ts';
import type { Execute } from '../http/request/execute.ts';
import type { FailRequest } from '../http/request/fail-request.ts';
import { bodyBytes, readBody } from '../http/request/read-body.ts';
import { type Refusal, refusalOf, refuse, refuseUnread } from '../http/request/refusal.ts';
import type { RequestScope } from '../http/request/request-scope.ts';
import type { TrustedDocument } from '../http/trusted/manifest.ts';
import { type AgentService, answerMessages } from './agent-protocol.ts';
import { faultResponse, RpcFault } from './json-rpc.ts';
import { agentHeadFault } from './request-head.ts';
import { toolResultOf } from './tool-result.ts';
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
  /** Keeps a fault of ours for the administrator. */
  readonly reportFault: (fault: unknown, requestId: string) => void;
  readonly fail: FailRequest;
}

/** The Model Context Protocol by Streamable HTTP, for whoever was let through: trusted documents as tools, run as any other operation is. */
export function createAgentRoute(options: AgentOptions): (scope: RequestScope) => void {
  const { limits, bytes, origins, onExecution, execute, schema, reportFault, fail } = options;
  let tools: readonly AgentTool[] | null = null;

  const serviceFor = (scope: RequestScope): AgentService => {
    tools ??= toolsOf(schema, options.documents);
    return {
      version: options.version,
      tools: tools.filter(({ writes }) => !writes || scope.principal?.access === 'write'),
      async run({ text, operationName }, variables) {
        const result = await execute(scope, { query: text, operationName, variables });
        return toolResultOf(schema, Symbol.asyncIterator in result ? {} : result);
      },
      onFault: (error) => reportFault(error, scope.id),
    };
  };

  const answer = async (scope: RequestScope, message: unknown) => {
    const reply = await answerMessages(serviceFor(scope), message);
    // What a write did is told all the same.
    const late = scope.operations.every(({ kind }) => kind !== 'mutation') ? scope.refusal : null;
    if (late !== null) refuse(scope.request, scope.response, refusalOf(late));
    else if (reply === null) scope.response.writeHead(202, { 'content-length': 0 }).end();
    else send(scope, 200, reply);
  };

  const send = (scope: RequestScope, status: number, value: object) => {
    const { request, response } = scope;
    const body = Buffer.from(JSON.stringify(value));
    const refusal = bytes.holdAnswer(scope, body.length);
    if (refusal !== null) refuse(request, response, refusal);
    else response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  };

  const failed = (scope: RequestScope) => (error: unknown) => {
    if (error instanceof RpcFault) send(scope, 400, faultResponse(null, error));
    else fail(scope, error);
  };

  return (scope) => {
    const { request, response, barred } = scope;
    const turnAway = (refusal: Refusal) => refuse(request, response, refusal);
    onExecution(scope);
    if (barred !== null) return turnAway(refusalOf(barred));
    if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end();
    const { origin } = request.headers;
    if (origin !== undefined && !origins.includes('*') && !origins.includes(origin)) return turnAway(FOREIGN_PAGE);
    const wrong = agentHeadFault(request);
    if (wrong !== null) return send(scope, wrong.status, faultResponse(null, wrong.fault));
    const refusal = bytes.holdBody(scope, bodyBytes(request, limits.body));
    if (refusal !== null) return refuseUnread(request, response, refusal);
    readBody(scope, limits.body, (body) => {
      if (body === null) return turnAway(tooLong(request, limits));
      if (scope.refusal !== null) return turnAway(refusalOf(scope.refusal));
      const message = messageIn(body, limits);
      if (message instanceof LimitExceededError) turnAway({ status: LIMIT_ROWS[message.limit].status, error: message });
      else if (message instanceof GatewayError) turnAway({ status: 400, error: message });
      else answer(scope, message).catch(failed(scope));
    });
  };
}

/** A page of elsewhere can have its own name lead here, and so speak for its visitor. Agents that are no pages send no origin. */
const FOREIGN_PAGE: Refusal = {
  status: 403,
  error: new GatewayError('FORBIDDEN', {
    message: 'Pages of this origin may not ask here: the gateway’s administrator can name it in CORS_ORIGINS.',
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

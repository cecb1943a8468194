import { faultResponse, messagesIn, RpcFault, type RpcParams, type RpcRequest, resultResponse } from './json-rpc.ts';
import type { ToolResult } from './tool-result.ts';
import type { AgentTool } from './tools.ts';

/** Versions of the Model Context Protocol that are spoken, the latest first: of what they differ in, nothing is used here. */
export const PROTOCOL_VERSIONS: readonly string[] = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'];

const INSTRUCTIONS = `Sender names (Sender ID) of SMSC.ru: register them, watch their status at each mobile operator, confirm phone numbers.
Results are JSON without the keys that are null. An error is \`CODE: message {details}\`; after retryAfterMs or checkAfterMs, milliseconds, look again.
The provider allows 3 equal lists and 4 adds a minute: ask once for a long page rather than often, and never repeat a write after OUTCOME_UNKNOWN without reading first.
Statuses change within days: \`freshness\` tells how old an answer is.`;

export interface AgentService {
  readonly version: string;
  /** Those that the sender of the messages may use. */
  readonly tools: readonly AgentTool[];
  readonly run: (tool: AgentTool, variables: RpcParams) => Promise<ToolResult>;
  /** Keeps a fault of ours for the administrator. */
  readonly onFault: (fault: unknown) => void;
}

type Method = (service: AgentService, params: RpcParams) => object | Promise<object>;

/** Everything that an agent can ask. There is no session: each request stands for itself, at any instance. */
const METHODS: Readonly<Record<string, Method>> = {
  initialize: ({ version }, { protocolVersion }) => ({
    protocolVersion: PROTOCOL_VERSIONS.find((known) => known === protocolVersion) ?? PROTOCOL_VERSIONS[0],
    capabilities: { tools: {} },
    serverInfo: { name: 'smsc-sender-gateway', title: 'SMSC sender gateway', version },
    instructions: INSTRUCTIONS,
  }),
  ping: () => ({}),
  'tools/list': ({ tools }) => ({
    tools: tools.map(({ name, title, description, inputSchema, writes }) => ({
      name,
      title,
      description,
      inputSchema,
      annotations: { title, readOnlyHint: !writes },
    })),
  }),
  'tools/call'({ tools, run }, { name, arguments: variables = {} }) {
    if (typeof name !== 'string' || typeof variables !== 'object' || variables === null || Array.isArray(variables))
      throw new RpcFault('INVALID_PARAMS', '`name` must be a text, `arguments` an object.');
    const tool = tools.find((candidate) => candidate.name === name);
    if (tool === undefined) throw new RpcFault('INVALID_PARAMS', 'There is no tool of this name for this token.');
    return run(tool, variables as RpcParams);
  },
};

/**
 * Answers the messages of one HTTP request: each request among them gets one response, in their order. One that the same messages cancel is not
 * begun and gets none; whoever cancels later closes the connection.
 * @returns null where nothing is to be answered
 * @throws RpcFault where one of them is no message
 */
export async function answerMessages(service: AgentService, body: unknown): Promise<object | null> {
  const { isBatch, requests, notifications } = messagesIn(body);
  if (requests.length > 1 && requests.some(({ method }) => method === 'initialize'))
    throw new RpcFault('INVALID_REQUEST', 'Invalid Request: `initialize` comes alone.');
  const cancelled = notifications.filter(({ method }) => method === 'notifications/cancelled').map(({ params }) => params.requestId);
  const begun = requests.filter(({ id }) => !cancelled.includes(id));
  const responses = await Promise.all(begun.map((request) => answerRequest(service, request)));
  const [first] = responses;
  return first === undefined ? null : isBatch ? responses : first;
}

async function answerRequest(service: AgentService, { id, method, params }: RpcRequest): Promise<object> {
  try {
    const answer = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
    if (answer === undefined) throw new RpcFault('METHOD_NOT_FOUND', 'Method not found');
    return resultResponse(id, await answer(service, params));
  } catch (error) {
    if (error instanceof RpcFault) return faultResponse(id, error);
    service.onFault(error);
    return faultResponse(id, new RpcFault('INTERNAL_ERROR', 'A fault of the gateway.'));
  }
}

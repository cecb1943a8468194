import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { CallToolRequestSchema, ErrorCode, ListToolsRequestSchema, McpError } from '@modelcontextprotocol/sdk/types.js';
import type { ToolResult } from './tool-result.ts';
import type { AgentTool } from './tools.ts';

export interface AgentRequest {
  readonly version: string;
  /** The head of the HTTP request. */
  readonly request: Request;
  /** Its body, parsed. */
  readonly message: unknown;
  /** Those that its sender may use. */
  readonly tools: readonly AgentTool[];
  readonly run: (tool: AgentTool, variables: Record<string, unknown>) => Promise<ToolResult>;
}

const INSTRUCTIONS = `Sender names (Sender ID) of SMSC.ru: register them, watch their status at each mobile operator, confirm phone numbers.
Results are JSON without the keys that are null. An error is \`CODE: message {details}\`; after retryAfterMs or checkAfterMs, milliseconds, look again.
The provider allows 3 equal lists and 4 adds a minute: ask once for a long page rather than often, and never repeat a write after OUTCOME_UNKNOWN without reading first.
Statuses change within days: \`freshness\` tells how old an answer is.`;

/** Answers one message of the Model Context Protocol. There is no session: each request stands for itself, at any instance. */
export async function answerAgent({ version, request, message, tools, run }: AgentRequest): Promise<Response> {
  const server = new Server(
    { name: 'smsc-sender-gateway', title: 'SMSC sender gateway', version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, title, description, inputSchema, writes }) => ({
      name,
      title,
      description,
      inputSchema: { ...inputSchema, properties: { ...inputSchema.properties }, required: [...inputSchema.required] },
      annotations: { title, readOnlyHint: !writes },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, ({ params: { name, arguments: variables = {} } }) => {
    const tool = tools.find((candidate) => candidate.name === name);
    if (tool === undefined)
      throw new McpError(ErrorCode.InvalidParams, 'There is no tool of this name for this token: tools/list tells those that there are.');
    return run(tool, variables);
  });
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  try {
    return await transport.handleRequest(request, { parsedBody: message });
  } finally {
    await server.close();
  }
}

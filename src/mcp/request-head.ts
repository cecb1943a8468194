import type { IncomingMessage } from 'node:http';
import { PROTOCOL_VERSIONS } from './agent-protocol.ts';
import { RpcFault } from './json-rpc.ts';

const JSON_TYPE = 'application/json';
const STREAM_TYPE = 'text/event-stream';

/** What is wrong with the head of a message by Streamable HTTP; null: nothing. */
export function agentHeadFault({ headers }: IncomingMessage): { readonly status: number; readonly fault: RpcFault } | null {
  const refused = (status: number, message: string) => ({ status, fault: new RpcFault('SERVER_ERROR', message) });
  const { accept = '', 'content-type': type = '', 'mcp-protocol-version': version } = headers;
  if (!accept.includes(JSON_TYPE) || !accept.includes(STREAM_TYPE))
    return refused(406, `Not Acceptable: a client accepts both ${JSON_TYPE} and ${STREAM_TYPE}.`);
  if (type.split(';')[0]?.trim().toLowerCase() !== JSON_TYPE) return refused(415, `Unsupported Media Type: send ${JSON_TYPE}.`);
  if (version !== undefined && !PROTOCOL_VERSIONS.includes(String(version)))
    return refused(400, `Bad Request: \`MCP-Protocol-Version\` must be one of ${PROTOCOL_VERSIONS.join(', ')}.`);
  return null;
}

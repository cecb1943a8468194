import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

/** What an agent does: reads the tools, asks, writes, is refused and told why. */
export async function run(url: string): Promise<void> {
  const client = new Client({ name: 'example', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', url)) as Transport);
  const { tools } = await client.listTools();
  assert(tools.some(({ name }) => name === 'add_sender'));

  const call = async (name: string, variables: Record<string, unknown>) => {
    const { content, isError = false } = await client.callTool({ name, arguments: variables });
    return { isError, text: (content as { text: string }[]).map(({ text }) => text).join('\n') };
  };
  const page = await call('senders', { first: 1 });
  assert.equal(JSON.parse(page.text).senders.edges.length, 1);
  const added = await call('add_sender', { input: { name: 'AgentShop' } });
  assert.match(added.text, /"AddSenderSuccess"/);
  const again = await call('add_sender', { input: { name: 'AgentShop' } });
  assert(again.isError);
  assert.match(again.text, /^SENDER_EXISTS: /);
  await client.close();
}

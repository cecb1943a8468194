import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const INSPECTOR = fileURLToPath(new URL('../node_modules/.bin/mcp-inspector', import.meta.url));
const execute = promisify(execFile);

/** The inspector's command: lists the tools, and calls one. */
export async function run(url: string): Promise<void> {
  const inspect = async (...args: string[]) => {
    const { stdout } = await execute(INSPECTOR, ['--cli', new URL('/mcp', url).href, '--transport', 'http', ...args]);
    return JSON.parse(stdout);
  };
  const { tools } = await inspect('--method', 'tools/list');
  for (const { inputSchema, description } of tools) assert(inputSchema.type === 'object' && description !== '');
  const { content } = await inspect('--method', 'tools/call', '--tool-name', 'senders', '--tool-arg', 'first=2');
  assert.equal(JSON.parse(content[0].text).senders.edges.length, 2);
}

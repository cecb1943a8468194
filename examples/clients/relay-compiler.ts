import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../', import.meta.url));

/** Makes clients/__generated__. The schema fits Relay as it is: connections, edges, Node. */
export async function run(): Promise<void> {
  mkdirSync(`${FOLDER}clients/__generated__`, { recursive: true });
  execFileSync(`${FOLDER}node_modules/.bin/relay-compiler`, ['relay.config.json'], { cwd: FOLDER, stdio: 'inherit' });
}

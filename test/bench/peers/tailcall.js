// Runs the binary of the npm package, where it runs here: CACHE=1 keeps what the upstream said, else equal requests in flight are one.
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { origin, port } from './common.js';

const CACHED = process.env.CACHE === '1';
const config = `
schema
  @server(port: ${port}, hostname: "127.0.0.1", workers: 1)
  @upstream(httpCache: 42) {
  query: Query
}
type Query ${CACHED ? '@cache(maxAge: 20000)' : ''} {
  senders(first: Int!): SenderConnection! @http(url: "${origin}/connection?first={{.args.first}}"${CACHED ? '' : ', dedupe: true'})
  sender(by: SenderBy!): Sender @http(url: "${origin}/sender?name={{.args.by.name}}"${CACHED ? '' : ', dedupe: true'})
}
input SenderBy { name: String! }
type SenderConnection { nodes: [Sender!]! }
type Sender { name: String! rawStatus: Int operators: [OperatorStatus!]! }
type OperatorStatus { operator: Operator! rawStatus: Int }
type Operator { code: String! }
`;
const file = join(mkdtempSync(join(tmpdir(), 'tailcall-')), 'config.graphql');
writeFileSync(file, config);
const binary = createRequire(import.meta.url).resolve('@tailcallhq/core-linux-x64-gnu/bin/tailcall');
const child = spawn(binary, ['start', file], { stdio: 'inherit', env: { PATH: process.env.PATH, TAILCALL_TRACKER: 'false' } });
child.on('exit', (code) => process.exit(code ?? 1));
process.on('SIGTERM', () => child.kill());
process.on('exit', () => child.kill());

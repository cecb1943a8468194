import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { providerEnv, startGatewayProcess } from '../support/gateway-process.ts';
import { POINTS_OUT_OF_REACH } from './compare/servers.ts';

const SUBSCRIPTION = JSON.stringify({ query: 'subscription { senderEvents { cursor } }' });
const REQUEST = [
  'POST /graphql HTTP/1.1',
  'host: 127.0.0.1',
  'accept: text/event-stream',
  'content-type: application/json',
  `content-length: ${SUBSCRIPTION.length}`,
  '',
  SUBSCRIPTION,
].join('\r\n');

/** An event stream over a bare socket: 10,000 clients must fit into this process too. */
const listen = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(REQUEST));
    socket.once('data', (answer) => {
      if (!answer.toString().startsWith('HTTP/1.1 200')) reject(new Error(answer.toString()));
      else resolve(socket.resume());
    });
    socket.once('error', reject);
  });

/** So many event streams on which nothing happens: the memory of each. */
export async function run([count = '10000']: readonly string[]): Promise<void> {
  const connections = Number(count);
  const sandbox = await startSandbox({ speed: 0, senders: 40 });
  const unlimited = {
    LIMIT_SUBSCRIPTIONS: '1000000',
    LIMIT_CONNECTIONS: '1000000',
    LIMIT_ADDRESS_CONNECTIONS: '1000000',
    LIMIT_TOKEN_RATE: '1000000000',
    LIMIT_ADDRESS_RATE: '1000000000',
    ...POINTS_OUT_OF_REACH,
  };
  const gateway = await startGatewayProcess({ ...providerEnv(sandbox), ...unlimited });
  const { port } = new URL(gateway.url ?? '');
  const status = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${gateway.pid}/status`, 'utf8'))?.[1]);
  const sockets: Socket[] = [];
  try {
    // What the first ones cost, all have of it: code and lists.
    for (let index = 0; index < 50; index += 1) sockets.push(await listen(Number(port)));
    const before = status('VmRSS');
    const began = performance.now();
    while (sockets.length < connections + 50)
      sockets.push(
        ...(await Promise.all(Array.from({ length: Math.min(200, connections + 50 - sockets.length) }, () => listen(Number(port))))),
      );
    const seconds = (performance.now() - began) / 1_000;
    const after = status('VmRSS');
    console.log(`${connections} idle event streams opened in ${seconds.toFixed(1)} s`);
    console.log(
      `memory: ${(before / 1024).toFixed(0)} MB before, ${(after / 1024).toFixed(0)} MB with them, ${((after - before) / connections).toFixed(1)} kB each`,
    );
    const asked = performance.now();
    const answer = await fetch(gateway.url ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ senders(first: 1) { totalCount } }"}',
    });
    console.log(`a query beside them: status ${answer.status} in ${(performance.now() - asked).toFixed(0)} ms`);
    console.log(`still open: ${sockets.filter(({ destroyed }) => !destroyed).length} of ${sockets.length}`);
  } finally {
    for (const socket of sockets) socket.destroy();
    gateway.kill('SIGKILL');
    await gateway.exited;
    await sandbox.close();
  }
}

import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { listen } from '../../src/http/listen.ts';

const CLIENTS = 1_000;
/** The system's own bound; there is none to read but on Linux. */
const mostWaiting = process.platform === 'linux' ? Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8')) : 0;

const [CONNECTED, DONE] = [0, 1];
/** Connects them all, then wakes whoever waits for it. */
const CONNECT = `
const { connect } = require('node:net');
const { workerData: { port, state } } = require('node:worker_threads');
const connected = () => {
  if (Atomics.add(state, ${CONNECTED}, 1) + 1 < ${CLIENTS}) return;
  Atomics.store(state, ${DONE}, 1);
  Atomics.notify(state, ${DONE});
};
for (let client = 0; client < ${CLIENTS}; client += 1) connect(port, '127.0.0.1', connected);
`;

it.skipIf(mostWaiting < CLIENTS)(`lets ${CLIENTS} clients wait at the door while it is busy`, async () => {
  const listening = await listen(() => {}, { host: '127.0.0.1', port: 0 });
  const state = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(CONNECT, { eval: true, workerData: { port: Number(new URL(listening.url).port), state } });
  // Nothing else runs in this thread meanwhile: nobody is let in.
  Atomics.wait(state, DONE, 0, 5_000);
  expect(Atomics.load(state, CONNECTED)).toBe(CLIENTS);
  await worker.terminate();
  await listening.close(0);
});

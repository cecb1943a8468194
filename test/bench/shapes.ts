import { readFileSync } from 'node:fs';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { providerEnv, startGatewayProcess } from '../support/gateway-process.ts';
import { CHUNK, fuzzShapes, MOST_MB, MOST_MS, summaryOf } from '../support/shapes/fuzz.ts';

const UNLIMITED = Object.fromEntries(
  ['LIMIT_TOKEN_RATE', 'LIMIT_ADDRESS_RATE', 'LIMIT_TOKEN_POINTS', 'LIMIT_ACCOUNT_POINTS'].map((setting) => [setting, '0']),
);
const TELL_EVERY = 50_000;

/** Processor time of a process so far, in ms; 0 where the system does not tell. */
function cpuMsOf(pid: number): number {
  try {
    const [user = '0', system = '0'] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? [];
    return (Number(user) + Number(system)) * 10;
  } catch {
    return 0;
  }
}

/**
 * [count 1000000] [seed 1]: so many shapes of variables and documents, right and wrong, over HTTP and WebSocket, against a gateway in a process of
 * its own. Ends with 1 where one takes over 50 ms or 50 MB, or is answered with a fault.
 */
export async function run([count = '1000000', seed = '1']: readonly string[]): Promise<void> {
  const sandbox = await startSandbox({ speed: 0, senders: 50 });
  const gateway = await startGatewayProcess({ ...providerEnv(sandbox), ...UNLIMITED });
  try {
    if (gateway.url === null || gateway.pid === undefined) throw new Error(gateway.output());
    const { url, pid } = gateway;
    const cpuBefore = cpuMsOf(pid);
    const began = performance.now();
    const seconds = () => ((performance.now() - began) / 1_000).toFixed(0);
    const { failed, slowest, outcomes, riseMb } = await fuzzShapes({
      url,
      pid,
      count: Number(count),
      seed: Number(seed),
      onProgress(done, failures) {
        if (done % TELL_EVERY === 0) console.log(`${done} cases in ${seconds()} s, ${failures} failed`);
      },
    });
    const each = (cpuMsOf(pid) - cpuBefore) / Number(count);
    console.log(`${count} cases with the seed ${seed} in ${seconds()} s, ${each.toFixed(2)} ms of the gateway’s processor time each`);
    console.log(`${failed.length} over ${MOST_MS} ms or ${MOST_MB} MB, or answered with a fault`);
    console.log(riseMb === null ? 'this system tells no memory' : `at most ${riseMb.toFixed(0)} MB more held while ${CHUNK} cases ran`);
    console.table(Object.fromEntries([...outcomes].toSorted(([, a], [, b]) => b - a)));
    console.log('the slowest, each the best of its times alone');
    console.table(slowest.map(({ ms, ...rest }) => ({ ms: Number(ms.toFixed(1)), ...rest, shape: summaryOf(Number(seed), rest.index) })));
    if (failed.length > 0) throw new Error(failed.slice(0, 20).join('\n'));
  } finally {
    gateway.kill('SIGKILL');
    await gateway.exited;
    await sandbox.close();
  }
}

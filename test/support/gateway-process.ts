import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** src/main.ts as a process of its own. */
export interface GatewayProcess {
  readonly pid: number | undefined;
  /** The GraphQL endpoint; null where the process ended before it listened. */
  readonly url: string | null;
  readonly exited: Promise<[code: number | null, signal: NodeJS.Signals | null]>;
  output(): string;
  /** The ids of its worker processes. */
  workers(): readonly number[];
  kill(signal: NodeJS.Signals): void;
}

/** Starts it and waits for its banner. It is killed at the end of `until`, or at the latest with this process. */
export async function startGatewayProcess(env: Record<string, string>): Promise<GatewayProcess> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
    env: { PATH: process.env.PATH, DATA_DIR: ':memory:', PORT: '0', LOG_LEVEL: 'silent', ...env },
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let output = '';
  const exited = once(child, 'exit') as GatewayProcess['exited'];
  const url = await new Promise<string | null>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        const found = /GraphiQL\s+(\S+)/.exec(output)?.[1];
        if (found !== undefined && output.includes('Try it')) resolve(found);
      });
    }
    void exited.then(() => {
      process.removeListener('exit', killWithUs);
      resolve(null);
    });
  });
  return { pid: child.pid, url, exited, output: () => output, workers: () => childrenOf(child.pid), kill: (signal) => child.kill(signal) };
}

const childrenOf = (pid: number | undefined): readonly number[] => {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []));
};

/** Leads a gateway to a sandbox as to the real provider. */
export const providerEnv = ({ url, accounts: [{ login, password, subclients }] }: Sandbox) => ({
  SMSC_URL: url,
  SMSC_RESERVE_URLS: url,
  SMSC_LOGIN: login,
  SMSC_PASSWORD: password,
  SMSC_SUBCLIENTS: subclients.join(','),
});

import cluster, { type Worker } from 'node:cluster';
import { availableParallelism } from 'node:os';
import { pino } from 'pino';
import { ConfigError, loadConfig } from '../config/config.ts';
import { lookalikesIn, lookalikeText } from '../config/lookalikes.ts';
import { banner } from '../http/pages/banner.ts';
import { isServing } from './serving.ts';
import { commandsBySignal } from './signals.ts';
import { WorkerPool } from './worker-pool.ts';

/** The embedded sandbox, once for all workers, as the provider that their environment names. */
async function provider(env: NodeJS.ProcessEnv) {
  const config = loadConfig(env);
  if (config.credentials !== null || config.ACCOUNTS_FILE !== null) return { config, sandbox: null, given: {} };
  const [{ startSandbox }, { DEMO }] = await Promise.all([import('../sandbox/sandbox.ts'), import('../sandbox/seed.ts')]);
  const sandbox = await startSandbox({ ...DEMO, speed: config.SANDBOX_SPEED });
  const [{ login, password, subclients }] = sandbox.accounts;
  const given = {
    SMSC_URL: sandbox.url,
    SMSC_RESERVE_URLS: '',
    SMSC_LOGIN: login,
    SMSC_PASSWORD: password,
    SMSC_SUBCLIENTS: subclients.join(','),
  };
  return { config, sandbox, given };
}

// Workers take connections themselves. Node's other way workers each over from here, and one that is on its way to a worker that dies is never
// closed: its client waits for ever (38 of them in 40 kills).
cluster.schedulingPolicy = cluster.SCHED_NONE;

/** Starts the workers that serve, and sees to it that they go on. */
try {
  const { config, sandbox, given } = await provider(process.env);
  const log = pino({ level: config.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  for (const lookalike of lookalikesIn(process.env)) log.warn(lookalikeText(lookalike));
  const size = config.WORKERS === 'auto' ? availableParallelism() : config.WORKERS;
  let serving = 0;
  // Once all serve: until then a worker that dies could be the only one that listens.
  const announce = (message: unknown) => {
    if (!isServing(message)) return;
    serving += 1;
    if (serving === size) console.log(banner({ ...message.serving, sandbox: sandbox?.url ?? null }));
  };
  const spawn = (ended: (how: string) => void) => {
    const worker: Worker = cluster.fork(given);
    worker.on('message', announce);
    // It ends then, and that is what counts.
    worker.on('error', () => {});
    worker.once('exit', (code, signal) => {
      // What is wrong with the settings is wrong for the next one too; it has said so.
      if (serving < size && code === 1) process.exit(1);
      ended(signal ?? `code ${code}`);
    });
    return { tell: (message: object) => void worker.send(message), kill: () => worker.process.kill('SIGKILL') };
  };
  const pool = new WorkerPool({
    size,
    spawn,
    clock: () => performance.now(),
    later: (work, ms) => {
      const timer = setTimeout(work, ms);
      return { cancel: () => clearTimeout(timer) };
    },
    onLoss: (how, pauseMs) => log.error({ how, pauseMs }, 'a worker is gone: another one takes its place'),
  });
  const orders = commandsBySignal(process);
  orders.onReload(() => pool.reload());
  orders.onStop(async (why) => {
    await pool.stop(why);
    await sandbox?.close();
    process.exit(0);
  });
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}

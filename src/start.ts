import cluster from 'node:cluster';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Logger, pino } from 'pino';
import { type App, createApp } from './app.ts';
import { ConfigError, loadConfig } from './config/config.ts';
import { lookalikesIn, lookalikeText } from './config/lookalikes.ts';
import { documentsAt } from './config/manifests-on-disk.ts';
import { listen } from './http/listen.ts';
import { banner } from './http/pages/banner.ts';
import { consoleBuild } from './http/pages/console-build.ts';
import { wantsTracing } from './ops/wants-tracing.ts';
import { AccountsFileError } from './tenants/accounts-file.ts';
import { accountsAt } from './tenants/accounts-on-disk.ts';
import { contactLines } from './tenants/first-contact.ts';
import type { Serving } from './workers/serving.ts';
import { commandsByPrimary, commandsBySignal } from './workers/signals.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
/** In the npm package it is built already. */
const PREBUILT = fileURLToPath(new URL('./console-build', import.meta.url));
const CONSOLE = existsSync(PREBUILT) ? PREBUILT : fileURLToPath(new URL('../node_modules/.cache/console', import.meta.url));
const OPERATIONS = new URL('../schema/operations/', import.meta.url);
const TRUSTED_DOCUMENTS = fileURLToPath(new URL('../schema/trusted-documents.json', import.meta.url));

/** The example operations, the simplest first. */
const examples = () =>
  readdirSync(OPERATIONS)
    .sort((a, b) => Number(b === 'senders.graphql') - Number(a === 'senders.graphql') || a.localeCompare(b))
    .map((name) => readFileSync(new URL(name, OPERATIONS), 'utf8'));

/** Without credentials a provider of our own stands in. */
async function withProvider(env: NodeJS.ProcessEnv) {
  const config = loadConfig(env);
  if (config.credentials !== null || config.ACCOUNTS_FILE !== null) return { config, sandbox: null };
  const [{ startSandbox }, { DEMO }] = await Promise.all([import('./sandbox/sandbox.ts'), import('./sandbox/seed.ts')]);
  const sandbox = await startSandbox({ ...DEMO, speed: config.SANDBOX_SPEED });
  const [{ login, password, subclients }] = sandbox.accounts;
  const provider = { SMSC_URL: sandbox.url, SMSC_RESERVE_URLS: [], SMSC_SUBCLIENTS: [...subclients], credentials: { login, password } };
  return { config: { ...config, ...provider }, sandbox };
}

/** How long the banner waits for the provider. */
const FIRST_WORDS_MS = 5_000;

/** What the provider says to the first list of each account; what comes later is logged. */
async function firstWords(app: App, log: Pick<Logger, 'warn'>): Promise<readonly string[]> {
  const contacts = app.firstContact();
  const inTime = await Promise.race([contacts, delay(FIRST_WORDS_MS, null, { ref: false })]);
  if (inTime !== null) return contactLines(inTime);
  void contacts.then((late) => {
    for (const line of contactLines(late.filter(({ contact }) => contact.state === 'failed')))
      log.warn(`the provider at the start: ${line}`);
  });
  return ['it has not answered yet: /readyz says what comes of it'];
}

try {
  const orders = cluster.isWorker ? commandsByPrimary(process) : commandsBySignal(process);
  const { config, sandbox } = await withProvider(process.env);
  const { ACCOUNTS_FILE: accountsFile } = config;
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  const log = pino({
    level: config.LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { fault: pino.stdSerializers.err },
  });
  // Once for all workers, which the primary tells.
  if (!cluster.isWorker) for (const lookalike of lookalikesIn(process.env)) log.warn(lookalikeText(lookalike));
  const tracing = wantsTracing(process.env) ? (await import('./ops/tracing.ts')).startTracing(version) : undefined;
  const app = await createApp(config, {
    tracing,
    clock: Date.now,
    randomId: randomUUID,
    log,
    examples: examples(),
    version,
    documents: documentsAt([TRUSTED_DOCUMENTS, ...config.TRUSTED_DOCUMENTS]),
    accounts: accountsFile === null ? undefined : accountsAt(accountsFile, process.env),
    webConsole: { folder: CONSOLE, build: consoleBuild({ node: process.execPath, root: ROOT, folder: CONSOLE }) },
  });
  const listening = await listen(app.handle, { host: config.HOST, port: config.PORT, upgrade: app.upgrade, watch: app.watch });
  const operators =
    config.OPERATOR_PORT === null ? null : await listen(app.operate, { host: config.OPERATOR_HOST, port: config.OPERATOR_PORT });
  const callers = accountsFile !== null ? 'tokens' : config.AUTH === 'none' ? 'everybody' : 'machine';
  orders.onReload(() => {
    if (accountsFile === null) {
      app.askAgain().catch((fault) => log.error({ fault }, 'the provider can’t be asked again now'));
      return;
    }
    try {
      app.reload(accountsAt(accountsFile, process.env));
      log.info('the accounts and tokens are those of the file now');
    } catch (error) {
      const details = error instanceof AccountsFileError ? { faults: error.faults } : { fault: error };
      log.error(details, 'the accounts file can’t be used: the accounts and tokens from before stay in force');
    }
  });

  let stopping = false;
  orders.onStop(async (signal) => {
    // A second one means at once.
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping: no new requests, running ones finish');
    const closed = listening.close(config.SHUTDOWN_MS);
    app.hangUp();
    const cutOff = await closed;
    await app.close();
    await tracing?.close();
    // Last, so that probes see it end.
    await operators?.close(0);
    await sandbox?.close();
    log.info({ cutOff }, 'stopped');
    process.exit(0);
  });

  const said = sandbox === null ? await firstWords(app, log) : [];
  const serving: Serving['serving'] = { url: listening.url, providers: app.providers(), said, callers };
  // One banner for all workers, which the primary prints.
  if (cluster.isWorker) process.send?.({ serving } satisfies Serving);
  else console.log(banner({ ...serving, sandbox: sandbox?.url ?? null }));
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof AccountsFileError ? error.message : error);
  process.exit(1);
}

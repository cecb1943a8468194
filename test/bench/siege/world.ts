import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SENDER_EVENT_KINDS } from '../../../src/domain/sender-events.ts';
import { keysOf } from '../../../src/domain/table.ts';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { COLUMNS, writeJournal } from '../../support/stretch/journal.ts';
import { SECRET } from '../../support/webhook-receiver.ts';
import { freePort, type Running, start } from '../compare/pinned.ts';
import { type Loot, READER, WRITER } from './attacks.ts';
import type { MemoryBound } from './memory-bound.ts';

const HOSTILE = { login: 'hostile', password: 'hostile-password', apiKey: 'hostile-key', subclients: [] };
const HONEST = ['south', 'west'].map((login) => ({ login, password: `${login}-password`, apiKey: `${login}-key`, subclients: [] }));
/** Senders of the account that the attackers have tokens of, and its events; an honest account has 50. */
const [SENDERS, EVENTS, HONEST_SENDERS] = [15_000, 100_000, 50];

export interface SiegeWorld extends AsyncDisposable {
  readonly gateway: Running;
  readonly metricsUrl: string;
  readonly honestTokens: readonly string[];
  readonly receiverPort: number;
  readonly loot: Loot;
}

/** A gateway as a process of its own, within bounded memory, with one account that is misused and two that are not. */
export async function startSiegeWorld(bound: MemoryBound): Promise<SiegeWorld> {
  const accounts = [HOSTILE, ...HONEST];
  const sandbox = await startSandbox({
    speed: 0,
    limits: false,
    accounts: [HOSTILE, ...HONEST],
    senders: accounts.flatMap(({ login }) => seeds(login, login === HOSTILE.login ? SENDERS : HONEST_SENDERS)),
  });
  const folder = mkdtempSync(join(tmpdir(), 'siege-'));
  const own = sandbox.control.state().senders.filter(({ login }) => login === HOSTILE.login);
  const loot: Loot = {
    ids: own.map(({ id }) => String(id)),
    names: own.map(({ name }) => name),
    storeFile: join(folder, 'gateway.sqlite'),
  };
  await writeJournal({ file: loot.storeFile, provider: sandbox.url, account: HOSTILE, ...loot, events: EVENTS });
  const [port, operatorPort, receiverPort] = [await freePort(), await freePort(), await freePort()];
  const file = join(folder, 'accounts.json');
  const webhooks = Array.from({ length: 10 }, (_, index) => ({
    name: `hook${index}`,
    url: `http://127.0.0.1:${receiverPort}/${index}`,
    secret: SECRET,
    kinds: keysOf(SENDER_EVENT_KINDS),
  }));
  writeFileSync(
    file,
    JSON.stringify({
      accounts: accounts.map(({ login, password }) => ({
        name: login,
        provider: { login, password },
        tokens: login === HOSTILE.login ? [token(READER, 'read'), token(WRITER, 'write')] : [token(`${login}-reads`, 'read')],
        ...(login === HOSTILE.login && { webhooks }),
      })),
    }),
  );
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', '--max-semi-space-size=8', 'src/main.ts'];
  const gateway = await start({
    command: bound.wrap(command),
    env: {
      ACCOUNTS_FILE: file,
      SMSC_URL: sandbox.url,
      SMSC_RESERVE_URLS: sandbox.url,
      DATA_DIR: folder,
      HOST: '127.0.0.1',
      OPERATOR_PORT: String(operatorPort),
      LOG_LEVEL: 'error',
      WEBHOOK_ADDRESSES: 'any',
      ...bound.env,
    },
    port,
    path: '/graphql',
  });
  return {
    gateway,
    metricsUrl: `http://127.0.0.1:${operatorPort}/metrics`,
    honestTokens: HONEST.map(({ login }) => `${login}-reads`),
    receiverPort,
    loot,
    async [Symbol.asyncDispose]() {
      await gateway.stop();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const token = (text: string, access: 'read' | 'write') => ({ name: text, sha256: createHash('sha256').update(text).digest('hex'), access });

const seeds = (login: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `${login.slice(0, 1).toUpperCase()}${index.toString(36)}`,
    login,
    status: index % 3,
    operators: Object.fromEntries(COLUMNS.map((column, place) => [column, (index * 7 + place * 3) % 6])),
    files: index % 10 === 0 ? [{ name: 'certificate.pdf', status: 2 }] : [],
  }));

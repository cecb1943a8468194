import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { freePort, type Running, start } from '../../bench/compare/pinned.ts';
import { accountsOf, COMPANIES } from '../tenants.ts';
import { COLUMNS, writeJournal } from './journal.ts';

/** What the gateway accepts. */
export interface AcceptedSizes {
  /** Points of one request. */
  readonly cost: number;
  /** Of one list in a request. */
  readonly items: number;
}

export interface Sizes {
  /** Senders of the tenant that asks for much; the other one has 50. */
  readonly senders: number;
  /** In the journal of the same tenant. */
  readonly events: number;
  readonly limits: AcceptedSizes;
}

/** What the tenant that asks for much sends. */
export interface HeavyRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly token?: string;
}

export interface HeavyAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: number;
  /** How it begins. */
  readonly head: string;
}

/** What a piece of work did to the process, and to the tenant beside it. */
export interface Stretch {
  /** The longest iteration of the event loop, in ms of processor time. */
  readonly longestMs: number;
  /** What was at work in it, where that is looked for. */
  readonly heaviest: readonly string[];
  readonly tookMs: number;
  /** Times of the other tenant's hot reads meanwhile, in ms. */
  readonly neighbour: { readonly reads: number; readonly p50: number; readonly p99: number; readonly max: number };
}

/** A gateway as a process of its own, with two tenants: one that asks for much, and one whose hot reads are timed. */
export interface StretchWorld extends AsyncDisposable {
  readonly url: string;
  readonly limits: AcceptedSizes;
  /** Of the senders of the tenant that asks for much, the newest first. */
  readonly ids: readonly string[];
  readonly names: readonly string[];
  send(request: HeavyRequest): Promise<HeavyAnswer>;
  /** Changes every sender at the provider, and waits until the journal tells it. */
  refresh(): Promise<void>;
  measure(work: () => Promise<unknown>): Promise<Stretch>;
}

const HEAD_BYTES = 2_000;
const HOT_READ = JSON.stringify({ query: '{ senders(first: 20) { nodes { name status } } }' });
/** Between two hot reads. */
const READ_EVERY_MS = 2;
const [NORTH, SOUTH] = COMPANIES;

/** @param isProfiled true: measurements tell what was at work in the longest iteration */
export async function startStretchWorld({ senders, events, limits }: Sizes, isProfiled = false): Promise<StretchWorld> {
  const sandbox = await startSandbox({
    speed: 0,
    limits: false,
    accounts: COMPANIES,
    senders: [...seeds(NORTH.login, senders), ...seeds(SOUTH.login, 50)],
  });
  const folder = mkdtempSync(join(tmpdir(), 'stretch-'));
  const own = sandbox.control.state().senders.filter(({ login }) => login === NORTH.login);
  const ids = own.map(({ id }) => String(id));
  const names = own.map(({ name }) => name);
  await writeJournal({ file: join(folder, 'gateway.sqlite'), provider: sandbox.url, account: NORTH, ids, names, events });
  const accounts = join(folder, 'accounts.json');
  writeFileSync(accounts, JSON.stringify(accountsOf()));
  const port = await freePort();
  const gateway = await start({
    command: [
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      '--max-semi-space-size=8',
      '--import',
      new URL('./probe.ts', import.meta.url).href,
      'src/main.ts',
    ],
    env: {
      ACCOUNTS_FILE: accounts,
      SMSC_URL: sandbox.url,
      SMSC_RESERVE_URLS: sandbox.url,
      DATA_DIR: folder,
      LOG_LEVEL: 'silent',
      FRESH_MS: '3600000',
      STALE_MS: '7200000',
      HOST: '127.0.0.1',
      FEDERATION: 'on',
      LIMIT_COST: String(limits.cost),
      LIMIT_ITEMS: String(limits.items),
      // Whoever has used up their points would be refused.
      LIMIT_TOKEN_RESTORE: '0',
      LIMIT_ACCOUNT_RESTORE: '0',
      ...(isProfiled && { STRETCH_PROFILE: '1' }),
    },
    port,
    path: '/graphql',
    cores: '0,1',
  });
  const agent = new Agent({ keepAlive: true });
  const world: StretchWorld = {
    url: gateway.url,
    limits,
    ids,
    names,
    send: (asked) => send(agent, gateway.url, { token: 'north-writes', ...asked }),
    refresh: () => refresh(world, sandbox),
    measure: (work) => measure(gateway, work),
    async [Symbol.asyncDispose]() {
      agent.destroy();
      await gateway.stop();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  // Both tenants hold what they read from here on.
  await send(agent, gateway.url, { token: 'south-reads', body: HOT_READ });
  for (const part of ['status', 'operators { status }', 'files { name }'])
    await world.send({ body: JSON.stringify({ query: `{ senders(first: 1) { nodes { ${part} } } }` }) });
  return world;
}

const seeds = (login: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `${login === NORTH.login ? 'N' : 'S'}${index.toString(36)}`,
    login,
    status: index % 3,
    operators: Object.fromEntries(COLUMNS.map((column, place) => [column, (index * 7 + place * 3) % 6])),
    files: index % 10 === 0 ? [{ name: 'certificate.pdf', status: 2 }] : [],
  }));

/** An answer is drained, not kept: this process must not be what the neighbour waits for. */
function send(agent: Agent, url: string, asked: HeavyRequest): Promise<HeavyAnswer> {
  const { method = 'POST', path = '/graphql', headers, body = '', token } = asked;
  return new Promise<HeavyAnswer>((resolve, reject) => {
    const sent = request(new URL(path, url), {
      agent,
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    });
    const failed = (error: NodeJS.ErrnoException) => {
      // A loop that stood still for seconds closes connections as idle, with a request on its way.
      if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(send(agent, url, asked));
      else reject(error);
    };
    sent.once('error', failed).once('response', (response) => {
      let bytes = 0;
      let head = '';
      response.on('data', (chunk: Buffer) => {
        if (bytes < HEAD_BYTES) head += chunk.toString('latin1', 0, HEAD_BYTES);
        bytes += chunk.length;
      });
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, head }));
    });
    sent.end(body);
  });
}

/** The statuses that all senders get in turn. */
const STATUSES = [8, 9];

async function refresh(world: StretchWorld, { control }: Sandbox): Promise<void> {
  const ask = (query: string) => world.send({ body: JSON.stringify({ query }) });
  const newest = async () => (await ask('{ events(first: 1, direction: DESC) { nodes { cursor } } }')).head;
  const before = await newest();
  const value = STATUSES.shift() ?? 0;
  STATUSES.push(value);
  for (const id of world.ids) control.moveStatus({ id: Number(id), what: 'bee_step', value });
  // What is held is outdated by it, so that the next read asks the provider. The second sender is one that the moderator admitted.
  await ask(`mutation { changeSender(input: { sender: { smscId: "${world.ids[1]}" }, registrations: [MTS_PAID] }) { __typename } }`);
  await ask('{ senders(first: 1) { nodes { operators { status } } } }');
  while ((await newest()) === before) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function measure(gateway: Running, work: () => Promise<unknown>): Promise<Stretch> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  let isOver = false;
  const read = async () => {
    while (!isOver) {
      const since = performance.now();
      const { status } = await send(agent, gateway.url, { token: 'south-reads', body: HOT_READ });
      if (status !== 200) throw new Error(`the neighbour got status ${status}`);
      times.push(performance.now() - since);
      await new Promise((resolve) => setTimeout(resolve, READ_EVERY_MS));
    }
  };
  // Its connection stands, and the figures of before are gone.
  await send(agent, gateway.url, { token: 'south-reads', body: HOT_READ });
  await gateway.tell('reset');
  const since = performance.now();
  const reading = read();
  try {
    await work();
  } finally {
    isOver = true;
    await reading;
    agent.destroy();
  }
  const tookMs = performance.now() - since;
  const { longestMs, heaviest } = (await gateway.tell('read')) as Pick<Stretch, 'longestMs' | 'heaviest'>;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { longestMs, heaviest, tookMs, neighbour: { reads: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) } };
}

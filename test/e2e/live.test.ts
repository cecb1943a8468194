import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { DEFAULT_ACCOUNT } from '../../src/sandbox/options.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { Follower } from '../support/follower.ts';
import { type GatewayProcess, providerEnv, startGatewayProcess } from '../support/gateway-process.ts';
import { hasRedis, NO_REDIS, RedisServer } from '../support/redis-server.ts';
import { subscribeBySse, subscribeByWebSocket } from '../support/subscribers.ts';

/** A wave changes all senders of one subclient, whose lists have places in the limits of their own. */
const WAVES = 10;
const SENDERS = 50;
const COLUMNS = ['mts_step', 'tele2'] as const;
const DAY_MS = '86400000';
const subclients = Array.from({ length: WAVES }, (_, wave) => `branch${wave}`);
const SUBSCRIPTION = `subscription ($subclient: String, $after: String) {
  senderEvents(subclient: $subclient, after: $after) { cursor kind smscId operator { column } statusBefore statusAfter } }`;

/** What the instances share. */
const STORES = [
  {
    name: 'SQLite',
    available: true,
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'live-'));
      return { env: { DATA_DIR: folder }, remove: async () => rmSync(folder, { recursive: true, force: true }) };
    },
  },
  {
    name: hasRedis ? 'Redis' : `Redis, ${NO_REDIS}`,
    available: hasRedis,
    async open() {
      const server = await RedisServer.start();
      return { env: { REDIS_URL: server.url }, remove: () => server.remove() };
    },
  },
];

describe.each(STORES)('on $name', ({ available, open }) => {
  it.skipIf(!available)(
    'an SSE client and a WebSocket client get each of 1,000 changes once, through two restarts and from another instance',
    { timeout: 90_000 },
    async () => {
      const store = await open();
      const sandbox = await startSandbox({
        speed: 0,
        accounts: [{ ...DEFAULT_ACCOUNT, subclients }],
        senders: subclients.flatMap((subclient) =>
          Array.from({ length: SENDERS }, (_, index) => ({
            name: `S${index}`,
            subclient,
            status: 1,
            operators: { mts_step: 1, tele2: 1 },
          })),
        ),
      });
      // The tests say when the provider is asked.
      const env = { ...providerEnv(sandbox), ...store.env, FRESH_MS: '0', STALE_MS: '0', POLL_FAST_MS: DAY_MS, POLL_SLOW_MS: DAY_MS };
      const running = new Map<string, GatewayProcess>();
      const start = async (name: string) => running.set(name, await startGatewayProcess(env));
      const end = async (name: string, signal: NodeJS.Signals) => {
        const gateway = running.get(name);
        running.delete(name);
        gateway?.kill(signal);
        await gateway?.exited;
      };
      const endpoints = () => [...running.values()].flatMap(({ url }) => url ?? []);
      const ask = async (name: string, query: string) => {
        const response = await fetch(running.get(name)?.url ?? '', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        });
        return (await response.json()) as { data: { events: { newestCursor: string } } };
      };
      const look = (name: string, wave: number) => ask(name, `{ senders(subclient: "branch${wave}") { nodes { operators { status } } } }`);
      const change = (wave: number) => {
        for (const { id, subclient } of sandbox.control.state().senders)
          if (subclient === `branch${wave}`) for (const what of COLUMNS) sandbox.control.moveStatus({ id, what, value: 2 });
      };
      const wave = async (name: string, number: number) => {
        change(number);
        await look(name, number);
      };

      const followers: Follower[] = [];
      try {
        await Promise.all([start('one'), start('two')]);
        for (let number = 0; number < WAVES; number += 1) await look(number % 2 === 0 ? 'one' : 'two', number);
        const { newestCursor: after } = (await ask('one', '{ events { newestCursor } }')).data.events;
        const follow = (subscribe: typeof subscribeBySse | typeof subscribeByWebSocket) =>
          subclients.map((subclient) => {
            const operation = (after: string) => ({ query: SUBSCRIPTION, variables: { subclient, after } });
            const follower = new Follower({ endpoints, subscribe: (url, asked) => subscribe(url, asked), operation, after });
            followers.push(follower);
            return follower;
          });
        const clients = [follow(subscribeBySse), follow(subscribeByWebSocket)];

        await wave('one', 0);
        await wave('two', 1);
        // A restart in good order; the other instance serves on.
        change(2);
        const [, restarted] = [await look('two', 2), end('one', 'SIGTERM')];
        await wave('two', 3);
        await restarted;
        await start('one');
        await wave('one', 4);
        await wave('two', 5);
        // A crash while it looks at what changed; whoever looks next tells the rest.
        change(6);
        const broken = look('one', 6).catch(() => null);
        await end('one', 'SIGKILL');
        await broken;
        await look('two', 6);
        await start('one');
        // The other instance dies, and the first one takes all its clients.
        await wave('two', 7);
        await end('two', 'SIGKILL');
        await wave('one', 8);
        await wave('one', 9);

        const expected = sandbox.control
          .state()
          .senders.flatMap(({ id }) => COLUMNS.map((column) => `${id} ${column} SENT_FOR_REGISTRATION APPROVED`))
          .toSorted();
        expect(expected).toHaveLength(1_000);
        for (const client of clients) {
          const events = () => client.flatMap((follower) => follower.events);
          await vi.waitFor(() => expect(events().length).toBeGreaterThanOrEqual(1_000), { timeout: 20_000 });
          expect(
            events()
              .map(({ smscId, operator, statusBefore, statusAfter }) => `${smscId} ${operator?.column} ${statusBefore} ${statusAfter}`)
              .toSorted(),
          ).toEqual(expected);
          for (const { connections } of client) expect(connections).toBeGreaterThan(1);
        }
        expect(sandbox.control.counters().violations).toEqual({ list: 0, add: 0, concurrent: 0 });
      } finally {
        for (const follower of followers) follower.close();
        for (const name of running.keys()) await end(name, 'SIGKILL');
        await sandbox.close();
        await store.remove();
      }
    },
  );
});

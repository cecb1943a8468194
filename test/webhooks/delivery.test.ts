import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createAccount } from '../../src/account/create-account.ts';
import { encodeEvent, eventStream } from '../../src/account/events/events.ts';
import { TIMER, type Timer } from '../../src/concurrency/timer.ts';
import { SENDER_EVENT_KINDS } from '../../src/domain/sender-events.ts';
import { keysOf } from '../../src/domain/table.ts';
import type { Store } from '../../src/store/store.ts';
import { createWebhookPost } from '../../src/webhooks/webhook-post.ts';
import { createWebhooks } from '../../src/webhooks/webhooks.ts';
import { fastTime } from '../support/fast-time.ts';
import { hasRedis, RedisServer } from '../support/redis-server.ts';
import { ScriptedProvider } from '../support/scripted-provider.ts';
import { localStore, type OpenedStore, redisStore } from '../support/stores.ts';
import { SECRET, startReceiver } from '../support/webhook-receiver.ts';

const SENDERS = 25;
const LIMITS = { maxEntries: 1_000, maxAgeMs: 3_600_000 };

/** One sender after the other; each event tells how many of its sender came before. */
const eventOf = (index: number) =>
  encodeEvent({
    kind: 'OPERATOR_STATUS_CHANGED',
    subclient: null,
    smscId: String(index % SENDERS),
    name: `Name${index % SENDERS}`,
    column: 'mts_step',
    before: 0,
    after: Math.floor(index / SENDERS),
  });

/** SQLite with pauses that pass 20 times as fast; Redis has a clock of its own. */
function fastSqlite(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'webhooks-'));
  const { now, timer } = fastTime(20);
  return {
    timer,
    open: () => localStore({ file: join(folder, 'store.db'), pollMs: 5, machine: { monotonic: now, wall: now } }),
    end: async () => rmSync(folder, { recursive: true }),
  };
}
async function redis(): Promise<Place> {
  const server = await RedisServer.start();
  return { timer: TIMER, open: () => redisStore({ topology: { kind: 'server', url: server.url } }), end: () => server.remove() };
}

interface Place {
  readonly timer: Timer;
  open(): OpenedStore;
  end(): Promise<void>;
}

/** An instance of the gateway with one webhook. */
function instance({ open, timer }: Place, url: string, faults: unknown[]) {
  const store = open();
  const account = createAccount({
    name: 'test',
    client: new ScriptedProvider(),
    store,
    clock: Date.now,
    randomId: randomUUID,
    quota: async () => ({ buckets: [], concurrent: 0, concurrentLimit: 12 }),
  });
  const post = createWebhookPost({ clock: Date.now, toPrivate: true });
  const reportFault = (fault: unknown) => faults.push(fault);
  const webhooks = createWebhooks({ store, account, key: 'test', post, randomId: randomUUID, reportFault, timer });
  webhooks.replace([{ name: 'crm', url, secret: SECRET, kinds: keysOf(SENDER_EVENT_KINDS) }], []);
  return {
    /** Webhooks tell what happens from their first look at the journal on. */
    async ready() {
      while ((await webhooks.list())[0]?.outbox == null) await delay(5);
    },
    /** It is written down that something was taken. */
    async taken() {
      while ((await webhooks.list())[0]?.outbox?.lastTakenAt == null) await delay(5);
    },
    async close() {
      await webhooks.close();
      await account.close();
      await post.close();
      await store.close();
    },
  };
}

async function happen(store: Store, first: number, count: number, limits = LIMITS): Promise<void> {
  const events = Array.from({ length: count }, (_, offset) => eventOf(first + offset));
  await store.append(eventStream('test'), events, limits);
  await store.publish(eventStream('test'));
}

describe('webhooks', () => {
  it.each([
    { name: 'SQLite', events: 200, inARow: 6, start: fastSqlite },
    ...(hasRedis ? [{ name: 'Redis', events: 50, inARow: 2, start: redis }] : []),
  ])(
    'bring every event to a receiver that fails half the time, in order per sender, over restarts and two instances, on $name',
    {
      timeout: 60_000,
    },
    async ({ events, inARow, start }) => {
      const engine = await start();
      await using receiver = await startReceiver();
      // Half of all tries fail, of one event so many in a row at the most: Redis has a clock of its own, so that the pauses grow there in earnest.
      let tries = 0;
      receiver.answer = ({ id }) => {
        tries += 1;
        const before = receiver.refused.filter((refused) => refused.id === id).length;
        return before < inARow && (tries * 2_654_435_761) % 4_294_967_296 < 2_147_483_648 ? 500 : 200;
      };
      const faults: unknown[] = [];
      const store = engine.open();
      let instances = [instance(engine, receiver.url, faults), instance(engine, receiver.url, faults)];
      await instances[0]?.ready();
      for (let index = 0; index < events; index += 10) {
        await happen(store, index, 10);
        await receiver.until(index / 2);
        if (index % (events / 5) !== events / 10) continue;
        // One after the other ends and starts again, so that both have the turn.
        const [ending, ...others] = instances;
        await ending?.close();
        instances = [...others, instance(engine, receiver.url, faults)];
      }
      await receiver.until(events);
      await Promise.all(instances.map((one) => one.close()));
      await store.close();
      await engine.end();

      expect(receiver.forged).toEqual([]);
      expect(faults).toEqual([]);
      expect(receiver.refused.length).toBeGreaterThan(events / 3);
      for (let sender = 0; sender < SENDERS; sender += 1) {
        const first = new Map<string, unknown>();
        for (const { id, data } of receiver.taken) if (data.smscId === String(sender) && !first.has(id)) first.set(id, data.rawStatusAfter);
        expect([...first.values()]).toEqual(Array.from({ length: events / SENDERS }, (_, index) => index));
      }
    },
  );

  it('hold eight connections at the most to a receiver that drips its answers', async () => {
    let open = 0;
    let most = 0;
    let answered = 0;
    const server = createServer((request, response) => {
      open += 1;
      most = Math.max(most, open);
      answered += 1;
      response.writeHead(200).write('x');
      const drips = setInterval(() => response.write('x'), 100);
      request.socket.once('close', () => {
        clearInterval(drips);
        open -= 1;
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const engine = fastSqlite();
    const store = engine.open();
    const faults: unknown[] = [];
    const one = instance(engine, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, faults);
    await one.ready();
    await happen(store, 0, SENDERS);
    while (answered < SENDERS) await delay(10);
    await one.close();
    await store.close();
    await engine.end();
    server.closeAllConnections();
    server.close();
    expect(most).toBe(8);
    expect(faults).toEqual([]);
  });

  it('say so where the journal no longer has what they have not sent, and go on', async () => {
    const engine = fastSqlite();
    await using receiver = await startReceiver();
    const faults: unknown[] = [];
    const store = engine.open();
    const before = instance(engine, receiver.url, faults);
    await before.ready();
    await happen(store, 0, 1);
    await before.taken();
    await before.close();
    await happen(store, 1, 19, { ...LIMITS, maxEntries: 5 });
    const after = instance(engine, receiver.url, faults);
    await receiver.until(6);
    await after.close();
    await store.close();
    await engine.end();
    expect(receiver.taken.map(({ data }) => data.smscId)).toEqual(['0', '15', '16', '17', '18', '19']);
    expect(faults.map(String)).toEqual([
      'Error: The webhook crm of the account test has missed events: they left the journal before they could be sent.',
    ]);
  });
});

import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAccount } from '../../src/account/create-account.ts';
import { encodeEvent, eventStream } from '../../src/account/events.ts';
import { TIMER } from '../../src/account/timer.ts';
import { SENDER_EVENT_KINDS } from '../../src/domain/sender-events.ts';
import { keysOf } from '../../src/domain/table.ts';
import { createRedisStore } from '../../src/store/redis.ts';
import { createSqliteStore } from '../../src/store/sqlite.ts';
import { createWebhookPost } from '../../src/webhooks/webhook-post.ts';
import { createWebhooks } from '../../src/webhooks/webhooks.ts';
import { fastTime } from '../support/fast-time.ts';
import { hasRedis, RedisServer } from '../support/redis-server.ts';
import { ScriptedProvider } from '../support/scripted-provider.ts';
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
function fastSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'webhooks-'));
  const { now, timer } = fastTime(20);
  return {
    timer,
    open: () => createSqliteStore({ file: join(folder, 'store.db'), now, pollMs: 5 }),
    end: async () => rmSync(folder, { recursive: true }),
  };
}
async function redis() {
  const server = await RedisServer.start();
  return { timer: TIMER, open: () => createRedisStore({ url: server.url }), end: () => server.remove() };
}

describe('webhooks', () => {
  it.each([
    { name: 'SQLite', events: 200, inARow: 20, start: fastSqlite },
    ...(hasRedis ? [{ name: 'Redis', events: 50, inARow: 2, start: redis }] : []),
  ])(
    'bring every event to a receiver that fails half the time, in order per sender, over restarts and a second instance, on $name',
    {
      timeout: 60_000,
    },
    async ({ events, inARow, start }) => {
      const engine = await start();
      await using receiver = await startReceiver();
      // Half of all tries fail, of one event so many in a row at the most: Redis has a clock of its own, so that the pauses grow there in earnest.
      let tries = 0;
      receiver.answer = (message) => {
        tries += 1;
        const before = receiver.refused.filter(({ id }) => id === message.id).length;
        const fails = before < inARow && (tries * 2_654_435_761) % 4_294_967_296 < 2_147_483_648;
        return fails ? 500 : 200;
      };
      const settings = { name: 'crm', url: receiver.url, secret: SECRET, kinds: keysOf(SENDER_EVENT_KINDS) };
      const faults: unknown[] = [];
      const instance = () => {
        const store = engine.open();
        const account = createAccount({
          name: 'test',
          client: new ScriptedProvider(),
          store,
          clock: Date.now,
          randomId: randomUUID,
          quota: async () => ({ buckets: [], concurrent: 0, concurrentLimit: 12 }),
        });
        const post = createWebhookPost({ clock: Date.now, toPrivate: true });
        const webhooks = createWebhooks({
          store,
          account,
          key: 'test',
          post,
          randomId: randomUUID,
          reportFault: (fault) => faults.push(fault),
          timer: engine.timer,
        });
        webhooks.replace([settings], []);
        return {
          store,
          webhooks,
          async close() {
            await webhooks.close();
            await account.close();
            await post.close();
            await store.close();
          },
        };
      };

      const writer = instance();
      while ((await writer.webhooks.list())[0]?.outbox == null) await new Promise((resolve) => setTimeout(resolve, 5));
      let running = instance();
      for (let index = 0; index < events; index += 10) {
        const batch = Array.from({ length: 10 }, (_, offset) => eventOf(index + offset));
        await writer.store.append(eventStream('test'), batch, LIMITS);
        await writer.store.publish(eventStream('test'));
        await receiver.until(index / 2);
        if (index % (events / 5) === events / 10) {
          await running.close();
          running = instance();
        }
      }
      await receiver.until(events);
      await Promise.all([running.close(), writer.close()]);
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
});

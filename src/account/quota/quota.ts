import { randomUUID } from 'node:crypto';
import { TIMER, type Timer } from '../../concurrency/timer.ts';
import { COMMANDS } from '../../domain/commands.ts';
import { CONCURRENCY, QUOTAS, type QuotaName } from '../../domain/quotas.ts';
import { rowsOf } from '../../domain/table.ts';
import { RateLimitedError } from '../../errors.ts';
import type { Departure, Gate, Outcome } from '../../smsc/api.ts';
import { type Store, StoreUnavailable, type Ticket } from '../../store/store.ts';
import type { QuotaState } from '../account.ts';
import { reaching } from '../stored-state.ts';
import { type LoginRefusal, LoginStanding } from './login-standing.ts';
import { digest } from './quota-key.ts';
import { type Place, QuotaQueue } from './quota-queue.ts';
import { Settlements } from './quota-settlements.ts';

export interface QuotaOptions {
  readonly store: Store;
  /** Whose limits are counted: see quotaKey. */
  readonly account: string;
  /**
   * The longest from a departure to the provider's last work on it, also where the caller gave up or died: twice the time that a request may
   * take. Whatever nobody gave back lapses then.
   */
  readonly leaseMs: number;
  /** The longest that a caller waits for a place. */
  readonly maxWaitMs: number;
  readonly timer?: Timer;
  /** Changes with the password or the key: see credentialsTag. */
  readonly credentialsTag?: string;
  readonly randomId?: () => string;
  /** Told when the provider begins to refuse the login or a subclient, and when it takes it again. */
  readonly onRefusal?: (refusal: LoginRefusal | null) => void;
}

export interface Quota {
  /** For the client: asked before every request. */
  readonly gate: Gate;
  /** @throws GatewayError UPSTREAM_UNAVAILABLE where the store is away */
  state(): Promise<QuotaState>;
  /** What the provider refuses of the login, as far as this instance knows. */
  refusals(): readonly LoginRefusal[];
  /** Something was mended: the next call asks the provider, whatever it refused. @throws StoreUnavailable */
  askAgain(): Promise<void>;
  /** Who waits in this instance. */
  stats(): { readonly waiting: number };
  /** Refuses those who wait and all who come. Requests under way may still be released. */
  close(): void;
}

/** How long a question rests that the provider refused though its limits were kept: others use the login too. */
const REST_MS = QUOTAS.LIST.windowSeconds * 1_000;

/** The provider's limits of one login, counted in the store for all instances. */
export function createQuota({
  store,
  account,
  leaseMs,
  maxWaitMs,
  timer = TIMER,
  credentialsTag = '',
  randomId = randomUUID,
  onRefusal = () => {},
}: QuotaOptions): Quota {
  const concurrency = { key: `${account}:running`, limit: CONCURRENCY.calls };
  const standing = new LoginStanding({ store, account, credentialsTag, leaseMs, timer, randomId, onRefusal });
  /** Held while a front before the provider's script wants to be left alone. */
  const front = `${account}:front`;
  const queue = new QuotaQueue({ store, timer, maxWaitMs });
  const settlements = new Settlements(store, timer, leaseMs);
  const groupOf = (quota: QuotaName) => `${account}:${quota}`;

  function placeOf({ command, question, subclient }: Departure): Place {
    const { quota } = COMMANDS[command];
    const row = quota === null ? null : QUOTAS[quota];
    const lane = quota !== null && row?.of === 'LOGIN' ? groupOf(quota) : `${account}:${command}:${digest(question)}`;
    const log = quota !== null &&
      row !== null && { key: lane, group: groupOf(quota), limit: row.calls, windowMs: row.windowSeconds * 1_000 };
    const refusals = new Map([...standing.holdsFor(subclient), [front, (retryAfterMs: number) => new RateLimitedError(retryAfterMs)]]);
    return { lane, refusals, request: { log: log || null, concurrency, holds: [...refusals.keys(), restOf(lane)], leaseMs } };
  }

  async function end(ticket: Ticket, lane: string, subclient: string | null, outcome: Outcome): Promise<void> {
    const { reach, code, retryAfterMs } = outcome;
    // The provider may still get it or be at work on it: the place stays taken until it lapses.
    if (reach === 'UNANSWERED') return settlements.settle(ticket, 'LOST');
    // Before the place is free, so that nobody goes in between.
    await standing.learn(subclient, outcome);
    if (code === 'RATE_LIMITED') await unlessAway(store.hold(retryAfterMs === null ? restOf(lane) : front, retryAfterMs ?? REST_MS));
    await settlements.settle(ticket, reach === 'NOT_SENT' ? 'UNUSED' : 'ANSWERED');
    if (reach === 'NOT_SENT') queue.reopen(lane);
  }

  async function checked(ticket: Ticket, lane: string, subclient: string | null): Promise<void> {
    try {
      standing.check(subclient);
    } catch (refusal) {
      await settlements.settle(ticket, 'UNUSED');
      queue.reopen(lane);
      throw refusal;
    }
  }

  return {
    async gate(departure) {
      const { subclient } = departure;
      const trial = await standing.enter(subclient);
      const place = placeOf(departure);
      try {
        const ticket = await queue.take(place, departure);
        await checked(ticket, place.lane, subclient);
        return async (outcome) => {
          await end(ticket, place.lane, subclient, outcome);
          await trial.end();
          queue.wake();
        };
      } catch (failure) {
        await trial.end();
        throw failure;
      }
    },

    async state() {
      const quotas = rowsOf(QUOTAS);
      const { logs, concurrent } = await reaching(
        store.inspect(
          quotas.map(([name]) => groupOf(name)),
          concurrency.key,
        ),
      );
      return {
        buckets: quotas.map(([name, { calls, windowSeconds }], index) => {
          const { taken, freeAt } = logs[index] ?? { taken: 0, freeAt: null };
          const resetAt = freeAt === null ? null : new Date(freeAt);
          return { name, limit: calls, remaining: Math.max(0, calls - taken), windowSeconds, resetAt };
        }),
        concurrent,
        concurrentLimit: concurrency.limit,
      };
    },

    refusals: () => standing.refusals,
    askAgain: () => standing.askAgain(),
    stats: () => ({ waiting: queue.size }),
    close() {
      standing.close();
      queue.close();
      settlements.close();
    },
  };
}

const restOf = (lane: string): string => `${lane}:rest`;

/** While the store is away nothing goes out anyway; the provider will say it again. */
async function unlessAway(done: Promise<void>): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

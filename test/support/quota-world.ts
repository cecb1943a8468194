import { createQuota, type Quota } from '../../src/account/quota/quota.ts';
import type { Timer } from '../../src/concurrency/timer.ts';
import type { Command } from '../../src/domain/commands.ts';
import { COMMANDS } from '../../src/domain/commands.ts';
import { GatewayError } from '../../src/errors.ts';
import type { Outcome, Priority, Release } from '../../src/smsc/api.ts';
import type { Store } from '../../src/store/store.ts';
import { ModelProvider } from './model-provider.ts';
import { SimulatedTime } from './simulated-time.ts';
import { simulatedStore } from './stores.ts';

/** The longest way there and the longest work of the provider together: what the lease has to cover. */
export const LONGEST_MS = 35_000;
export const LEASE_MS = 36_000;
/** More than the store’s answers take, and what a caller waits for them beyond its time. */
const SLACK_MS = 3_000;
/** The quota's key in the store. */
const CONCURRENCY_KEY = 'login:running';

export interface Call {
  readonly instance: number;
  readonly command: Command;
  readonly question: string;
  readonly priority: Priority;
  readonly tenant: string;
  /** The way there, the provider's work and the way back. */
  readonly thereMs: number;
  readonly workMs: number;
  readonly backMs: number;
  /** How it ends for the client: answered, with nonsense too, cut off by the other side, given up before (the request goes on), never sent. */
  readonly fate: 'given up' | keyof typeof ENDS | 'not sent';
  /** When the caller leaves the queue. */
  readonly leaveAfterMs: number | null;
}

const ENDS = { answered: 'ANSWERED', nonsense: 'NONSENSE', cut: 'CUT' } as const;

interface Clock {
  readonly offsetMs: number;
  /** How fast it goes. */
  readonly rate: number;
}

/** The first waits long, the second is slow, the third is fast and ahead by hours. */
const CLOCKS: readonly Clock[] = [
  { offsetMs: 0, rate: 1 },
  { offsetMs: -5_000.4, rate: 0.9 },
  { offsetMs: 7_200_000.7, rate: 1.1 },
];
const MAX_WAITS_MS = [150_000, 10_000, 30_000];

/** One run of the process. After its end nothing that it set off goes on, but what it sent. */
class Instance {
  readonly quota: Quota;
  #alive = true;

  constructor(time: SimulatedTime, store: Store, clock: Clock, maxWaitMs: number, storeLatencyMs: () => number) {
    const timer: Timer = {
      now: () => time.now * clock.rate + clock.offsetMs,
      after: (ms, work) => time.at(time.now + ms / clock.rate, () => this.#alive && work()),
    };
    /** Store calls take effect at once or after a way there, and the answer takes its way back; a dead process gets none. */
    const over = async <Result>(call: () => Promise<Result>): Promise<Result> => {
      await this.#while(time, storeLatencyMs());
      const result = await call();
      await this.#while(time, storeLatencyMs());
      return result;
    };
    this.quota = createQuota({
      store: {
        ...store,
        admit: (request) => over(() => store.admit(request)),
        settle: (ticket, settlement) => over(() => store.settle(ticket, settlement)),
        subscribe: (channel, listener) => store.subscribe(channel, () => this.#alive && listener()),
      },
      account: 'login',
      leaseMs: LEASE_MS,
      maxWaitMs,
      timer,
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  die(): void {
    this.#alive = false;
  }

  async #while(time: SimulatedTime, ms: number): Promise<void> {
    if (ms > 0) await new Promise<void>((resolve) => time.at(time.now + ms, resolve));
    if (!this.#alive) await new Promise(() => {});
  }
}

/** Instances of the gateway over one store, a slow network, and a provider that counts. */
export class QuotaWorld {
  readonly time = new SimulatedTime();
  readonly provider = new ModelProvider();
  readonly store = simulatedStore(() => 1_000_000 + this.time.now);
  readonly counts = { sent: 0, refused: 0, gone: 0 };
  /** Callers who wait, with the time at which they must have been told something. */
  readonly waiting = new Map<symbol, { readonly instance: Instance; readonly until: number }>();
  /** Requests under way and lost ones, with the time until which they may keep a place. */
  readonly #holding = new Map<symbol, { readonly instance: Instance; readonly lapsesAt: number; readonly until: number }>();
  readonly #instances: Instance[];
  readonly #latency: () => number;

  constructor(latency: () => number) {
    this.#latency = latency;
    this.#instances = CLOCKS.map((_, index) => this.#start(index));
  }

  /** The process dies, and another takes its place. */
  crash(index: number): void {
    const died = this.#instances[index];
    if (died !== undefined) {
      died.die();
      // It may have got a place that nobody knows of.
      const lapsesAt = this.time.now + LEASE_MS + SLACK_MS;
      this.#holding.set(Symbol('died'), { instance: died, lapsesAt, until: lapsesAt });
    }
    this.#instances[index] = this.#start(index);
  }

  call(call: Call): void {
    const instance = this.#instances[call.instance];
    if (instance === undefined) throw new RangeError(`no instance ${call.instance}`);
    void this.#run(instance, call);
  }

  /** Those who wait longer than they were promised, those of dead processes aside. */
  overdue(): number {
    return [...this.waiting.values()].filter(({ instance, until }) => instance.alive && until < this.time.now).length;
  }

  /** Places at once that are taken for nobody. Each instance may have one on its way to a caller, and one on its way back. */
  async leaked(): Promise<number> {
    const { concurrent } = await this.store.inspect([], CONCURRENCY_KEY);
    for (const [name, { instance, lapsesAt, until }] of this.#holding)
      if ((instance.alive ? until : lapsesAt) < this.time.now) this.#holding.delete(name);
    return Math.max(0, concurrent - this.#holding.size - 2 * this.#instances.length);
  }

  #start(index: number): Instance {
    const { offsetMs, rate } = CLOCKS[index] ?? { offsetMs: 0, rate: 1 };
    return new Instance(this.time, this.store, { offsetMs, rate }, MAX_WAITS_MS[index] ?? 0, this.#latency);
  }

  async #run(instance: Instance, call: Call): Promise<void> {
    const { command, question, priority, tenant, leaveAfterMs } = call;
    const caller = new AbortController();
    const { time } = this;
    if (leaveAfterMs !== null) time.at(time.now + leaveAfterMs, () => caller.abort());
    const name = Symbol(command);
    const maxWaitMs = (MAX_WAITS_MS[call.instance] ?? 0) / (CLOCKS[call.instance]?.rate ?? 1);
    this.waiting.set(name, { instance, until: time.now + maxWaitMs + SLACK_MS });
    try {
      const release = await instance.quota.gate({ command, question, subclient: null, priority, tenant, signal: caller.signal });
      if (!instance.alive) return;
      this.#send(instance, call, release);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (error.code === 'RATE_LIMITED') this.counts.refused += 1;
      else this.counts.gone += 1;
    } finally {
      this.waiting.delete(name);
    }
  }

  #send(instance: Instance, { command, question, fate, thereMs, workMs, backMs }: Call, release: Release): void {
    const { time, provider } = this;
    const later = (ms: number, work: () => void) => void time.at(time.now + ms, work);
    const name = Symbol(command);
    const lapsesAt = time.now + LEASE_MS + SLACK_MS;
    this.#holding.set(name, { instance, lapsesAt, until: Number.POSITIVE_INFINITY });
    const end = (reach: Outcome['reach']) => {
      if (!instance.alive) return;
      // An end without an answer is the only one that may keep a place.
      this.#holding.set(name, { instance, lapsesAt, until: reach === 'UNANSWERED' ? lapsesAt : time.now + SLACK_MS });
      void release({ reach, code: reach === 'ANSWERED' ? null : 'UPSTREAM_UNAVAILABLE', retryAfterMs: null });
    };
    this.counts.sent += 1;
    if (fate === 'not sent') {
      later(backMs, () => end('NOT_SENT'));
      return;
    }
    // Given up at any moment of the way.
    if (fate === 'given up') later((thereMs + workMs + backMs) / 3, () => end('UNANSWERED'));
    later(thereMs, () => {
      provider.arrive(COMMANDS[command].quota, question, time.now);
      later(workMs, () => {
        provider.answer();
        if (fate !== 'given up') later(backMs, () => end(ENDS[fate]));
      });
    });
  }
}

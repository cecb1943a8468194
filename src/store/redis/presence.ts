import type { RedisConnection } from './connection.ts';
import { BEAT, CLOCK_SET_MS, RESTORE } from './scripts.ts';
import { Taken } from './taken.ts';

export interface PresenceOptions {
  readonly connection: RedisConnection;
  /** KEYS of scripts that number: run, counters, grace. */
  readonly state: readonly string[];
  readonly graceMs: number;
  /** Monotonic, in ms. */
  readonly clock: () => number;
}

/** Several times within the grace: whoever has taken something looks whether Redis still knows. */
const BEAT_MS = 500;

/** What an instance has taken of one account's limits, put back wherever Redis may have forgotten it or tells another time. */
export class Presence {
  readonly taken: Taken;
  readonly #options: PresenceOptions;
  /** The server that answered last. */
  #run: string | null = null;
  /** What its clock told when. */
  #told: { readonly now: number; readonly at: number } | null = null;
  #next: NodeJS.Timeout | null = null;
  #beating: Promise<void> | null = null;
  #closed = false;

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.taken = new Taken(options.clock);
  }

  /** First ARGV of scripts that number. */
  get arguments(): readonly [number, number | ''] {
    const expected = this.#expected();
    return [this.#options.graceMs, expected === null ? '' : Math.round(expected)];
  }

  /** A server answered, at this time of its clock. */
  heard(run: string, now: number): void {
    if ((this.#isAnother(run) || this.#isSet(now)) && !this.taken.isEmpty()) void this.check();
    else this.#learn(run, now);
  }

  /** Something was taken. */
  took(): void {
    this.#beatLater();
  }

  /** Looks at once where there is something to be put back. Never throws. */
  check(): Promise<void> {
    if (this.#closed || this.taken.isEmpty()) return Promise.resolve();
    this.#beating ??= this.#beat()
      .catch(() => {})
      .finally(() => {
        this.#beating = null;
        this.#beatLater();
      });
    return this.#beating;
  }

  close(): void {
    this.#closed = true;
    if (this.#next !== null) clearTimeout(this.#next);
  }

  async #beat(): Promise<void> {
    const { connection, state } = this.#options;
    const [now, run] = (await connection.run(BEAT, state, this.arguments)) as [number, string];
    const isSet = this.#isSet(now);
    if (isSet || this.#isAnother(run)) await connection.run(RESTORE, state.slice(0, 1), [this.taken.toJson(), isSet ? 1 : 0]);
    this.#learn(run, now);
  }

  #beatLater(): void {
    if (this.#closed || this.#next !== null || this.taken.isEmpty()) return;
    this.#next = setTimeout(() => {
      this.#next = null;
      void this.check();
    }, BEAT_MS).unref();
  }

  #isAnother(run: string): boolean {
    return this.#run !== null && run !== this.#run;
  }

  #isSet(now: number): boolean {
    const expected = this.#expected();
    return expected !== null && Math.abs(now - expected) > CLOCK_SET_MS;
  }

  #learn(run: string, now: number): void {
    this.#run = run;
    this.#told = { now, at: this.#options.clock() };
  }

  #expected(): number | null {
    return this.#told === null ? null : this.#told.now + this.#options.clock() - this.#told.at;
  }
}

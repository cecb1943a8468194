import type { Timer } from '../../concurrency/timer.ts';
import type { Store } from '../../store/store.ts';

/** How long the provider is left alone after an answer that is about the login as a whole. */
export interface Rests {
  readonly firstMs: number;
  /** Each rest is twice as long as the one before, up to this. */
  readonly longestMs: number;
  /** A refusal is forgotten so long after its rest ended; one that comes before rests twice as long. */
  readonly forgetMs: number;
}

/** A refusal that the provider has not taken back. */
export interface Refused {
  /** In ms since 1970. */
  readonly since: number;
  /** 0: the next call asks. */
  readonly askAgainMs: number;
}

interface StoredHold {
  readonly since: number;
  readonly ms: number;
  readonly until: number;
  /** The provider takes the login again: kept to tell how long the next rest is. */
  readonly over: boolean;
}

export interface LoginHoldOptions {
  readonly store: Store;
  /** Refuses admissions that name it, while the hold rests. */
  readonly key: string;
  readonly recordKey: string;
  readonly rests: Rests;
  readonly timer: Timer;
  /** Told when this instance learns that the refusal began, or ended. */
  readonly onChange: (refused: Refused | null) => void;
}

/** Calls of a login rest after a refusal, ever longer until the provider takes it. All instances share it, over restarts. */
export class LoginHold {
  readonly #options: LoginHoldOptions;
  readonly #unsubscribe: () => void;
  #known: { readonly since: number; readonly restsUntil: number } | null = null;
  /** Until the store has it: this instance sends nothing meanwhile. */
  #restsAtLeastUntil = Number.NEGATIVE_INFINITY;
  #loaded: Promise<void> | null = null;

  constructor(options: LoginHoldOptions) {
    this.#options = options;
    this.#unsubscribe = options.store.subscribe(options.key, () => void this.#load().catch(() => {}));
  }

  get key(): string {
    return this.#options.key;
  }

  get refused(): Refused | null {
    if (this.#known === null) return null;
    const { since, restsUntil } = this.#known;
    return { since, askAgainMs: Math.max(0, Math.ceil(restsUntil - this.#options.timer.now())) };
  }

  get isResting(): boolean {
    return this.#options.timer.now() < Math.max(this.#restsAtLeastUntil, this.#known?.restsUntil ?? Number.NEGATIVE_INFINITY);
  }

  /** What the store knows, once; later by its notices. @throws StoreUnavailable */
  load(): Promise<void> {
    this.#loaded ??= this.#load().catch((error) => {
      this.#loaded = null;
      throw error;
    });
    return this.#loaded;
  }

  /** The provider refused. Many answers of one rest count once. */
  async extend(): Promise<void> {
    const { store, key, recordKey, rests, timer } = this.#options;
    this.#restsAtLeastUntil = timer.now() + rests.firstMs;
    const found = await store.get(recordKey);
    const last = found === null ? null : (JSON.parse(String(found.value)) as StoredHold);
    const now = await store.now();
    if (last !== null && !last.over && now <= last.until) return this.#load();
    const ms = last === null ? rests.firstMs : Math.min(2 * last.ms, rests.longestMs);
    const since = last === null || last.over ? now : last.since;
    const next: StoredHold = { since, ms, until: now + ms, over: false };
    const version = await store.put(recordKey, JSON.stringify(next), { ttlMs: ms + rests.forgetMs, ifVersion: found?.version ?? 0 });
    // Another instance heard of the same refusal and was faster.
    if (version !== null) await store.hold(key, ms);
    await this.#load();
  }

  /** The provider takes the login. Costs nothing where it was not refused. */
  async accept(): Promise<void> {
    if (this.#known === null) return;
    const { store, recordKey, rests } = this.#options;
    const found = await store.get(recordKey);
    if (found === null) return this.#load();
    const last = JSON.parse(String(found.value)) as StoredHold;
    await store.put(recordKey, JSON.stringify({ ...last, over: true }), { ttlMs: rests.forgetMs, ifVersion: found.version });
    await this.#end();
  }

  /** Somebody mended it, or says so: the next call asks, and the rests begin anew. */
  async forget(): Promise<void> {
    await this.#options.store.delete(this.#options.recordKey);
    await this.#end();
  }

  close(): void {
    this.#unsubscribe();
  }

  async #end(): Promise<void> {
    await this.#options.store.lift(this.#options.key);
    await this.#load();
  }

  async #load(): Promise<void> {
    const { store, recordKey, timer, onChange } = this.#options;
    const found = await store.get(recordKey);
    const stored = found === null ? null : (JSON.parse(String(found.value)) as StoredHold);
    const now = await store.now();
    this.#restsAtLeastUntil = Number.NEGATIVE_INFINITY;
    const isNews = (this.#known === null) !== (stored === null || stored.over);
    this.#known = stored === null || stored.over ? null : { since: stored.since, restsUntil: timer.now() + stored.until + 1 - now };
    if (isNews) onChange(this.refused);
  }
}

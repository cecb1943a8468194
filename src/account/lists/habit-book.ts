import { isDeepStrictEqual } from 'node:util';
import { KeyedMutex } from '../../concurrency/keyed-mutex.ts';
import { GatewayError } from '../../errors.ts';
import type { SharedState } from '../shared-state.ts';
import { type Habits, habitLines, NO_HABITS } from './habits.ts';

/** What was learnt is forgotten after a week: the provider may have changed. Learning it again costs a question at the most. */
const KEEP_MS = 7 * 24 * 3_600_000;
const TRIES = 5;

export interface HabitBookOptions {
  readonly account: string;
  readonly shared: SharedState;
  /** Told of each line that is new, once by the instance that learnt it. */
  readonly onNews?: ((line: string) => void) | undefined;
}

/** What was learnt of an account's provider. All instances share it, over restarts. */
export class HabitBook {
  readonly #options: HabitBookOptions;
  readonly #key: string;
  readonly #unwatch: () => void;
  /** Lists are read side by side: a load that came between would take back what another just learnt. */
  readonly #mutex = new KeyedMutex();
  #habits: Habits = NO_HABITS;
  #version = 0;
  #loaded: Promise<void> | null = null;

  constructor(options: HabitBookOptions) {
    this.#options = options;
    this.#key = JSON.stringify([options.account, 'habits']);
    this.#unwatch = options.shared.watch(this.#key, () => {
      this.#loaded = null;
    });
  }

  /** As far as this instance knows. */
  get habits(): Habits {
    return this.#habits;
  }

  /** What all instances know. What can't be had now is learnt anew. */
  async load(): Promise<Habits> {
    this.#loaded ??= this.#mutex
      .run(this.#key, undefined, () => this.#load())
      .catch(() => {
        this.#loaded = null;
      });
    await this.#loaded;
    return this.#habits;
  }

  /** Costs nothing where it is known. Where the store is away, this instance knows it alone. */
  async learn(news: Partial<Habits>): Promise<void> {
    if (isNews(this.#habits, news)) await this.#mutex.run(this.#key, undefined, () => this.#learn(news));
  }

  close(): void {
    this.#unwatch();
  }

  async #learn(news: Partial<Habits>): Promise<void> {
    const before = this.#habits;
    this.#habits = { ...before, ...news };
    try {
      await this.#store(news);
    } catch (failure) {
      if (!(failure instanceof GatewayError)) throw failure;
    }
    const known = new Set(habitLines(before));
    for (const line of habitLines(this.#habits)) if (!known.has(line)) this.#options.onNews?.(line);
  }

  async #store(news: Partial<Habits>): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const version = await this.#options.shared.swap(this.#key, Buffer.from(JSON.stringify(this.#habits)), this.#version, KEEP_MS);
      if (version !== null) {
        this.#version = version;
        return;
      }
      await this.#load();
      this.#habits = { ...this.#habits, ...news };
    }
  }

  async #load(): Promise<void> {
    const found = await this.#options.shared.read(this.#key);
    this.#version = found?.version ?? 0;
    if (found !== null) this.#habits = { ...NO_HABITS, ...(JSON.parse(Buffer.from(found.value).toString()) as Partial<Habits>) };
  }
}

/** When something was learnt is no news. */
function isNews(habits: Habits, news: Partial<Habits>): boolean {
  const timeless = ({ operators, files, changedSince, ...rest }: Habits) => ({
    ...rest,
    flags: [operators, files, changedSince].map((habit) => (habit?.form === 'NOWHERE' ? habit : habit && { ...habit, at: 0 })),
  });
  return !isDeepStrictEqual(timeless(habits), timeless({ ...habits, ...news }));
}

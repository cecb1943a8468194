import type { OrderMessage } from './orders.ts';

/** A worker process, as node:cluster makes it. */
export interface Hand {
  tell(message: OrderMessage): void;
  /** Ends it without asking. */
  kill(): void;
}

export interface CrewOptions {
  readonly size: number;
  /** Starts a worker; `ended` is called once, when it is gone. */
  readonly hire: (ended: (how: string) => void) => Hand;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** Calls later; the end of the crew takes it back. */
  readonly later: (work: () => void, ms: number) => { cancel(): void };
  readonly onLoss: (how: string, pauseMs: number) => void;
}

/** A worker that dies is replaced at once; one that dies soon after its start, after a pause that doubles each time. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const SOUND_AFTER_MS = 10_000;

/** The workers of one gateway. */
export class Crew {
  readonly #options: CrewOptions;
  readonly #hands = new Set<Hand>();
  readonly #pauses = new Set<{ cancel(): void }>();
  readonly #gone = Promise.withResolvers<void>();
  #quickLosses = 0;
  #stopping = false;

  constructor(options: CrewOptions) {
    this.#options = options;
    for (let index = 0; index < options.size; index += 1) this.#hire();
  }

  reload(): void {
    for (const hand of this.#hands) hand.tell({ order: 'reload', why: '' });
  }

  /** Asks all to end, and resolves when they have. Asked again, it ends them at once. */
  stop(why: string): Promise<void> {
    for (const hand of this.#hands) {
      if (this.#stopping) hand.kill();
      else hand.tell({ order: 'stop', why });
    }
    this.#stopping = true;
    for (const pause of this.#pauses) pause.cancel();
    if (this.#hands.size === 0) this.#gone.resolve();
    return this.#gone.promise;
  }

  #hire(): void {
    const since = this.#options.clock();
    const hand = this.#options.hire((how) => this.#lose(hand, how, since));
    this.#hands.add(hand);
  }

  #lose(hand: Hand, how: string, since: number): void {
    this.#hands.delete(hand);
    if (this.#stopping) {
      if (this.#hands.size === 0) this.#gone.resolve();
      return;
    }
    const { clock, later, onLoss } = this.#options;
    this.#quickLosses = clock() - since >= SOUND_AFTER_MS ? 0 : this.#quickLosses + 1;
    const pauseMs = this.#quickLosses === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (this.#quickLosses - 1), LONGEST_PAUSE_MS);
    onLoss(how, pauseMs);
    const pause = later(() => {
      this.#pauses.delete(pause);
      this.#hire();
    }, pauseMs);
    this.#pauses.add(pause);
  }
}

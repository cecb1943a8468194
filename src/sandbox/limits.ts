import { CONCURRENCY, QUOTAS } from '../domain/quotas.ts';
import type { Assumptions } from './assumptions.ts';

export interface Violations {
  list: number;
  add: number;
  concurrent: number;
}

const WINDOWS = { list: QUOTAS.LIST, add: QUOTAS.ADD } as const;

/**
 * What error 9 stands for. Counts by real arrival and slides: a call is refused where as many as the provider allows arrived less than a window
 * before it. Refused calls take no place where nothing else is assumed. Every violation is counted, also where nothing is refused.
 */
export class Limits {
  readonly violations: Violations = { list: 0, add: 0, concurrent: 0 };
  /** The most requests of one login at once. */
  maxConcurrent = 0;
  readonly #running = new Map<string, number>();
  readonly #arrivals = new Map<string, number[]>();
  readonly #now: () => number;
  readonly #rule: () => Assumptions['limits'];

  constructor(now: () => number, rule: () => Assumptions['limits'] = () => 'beyond') {
    this.#now = now;
    this.#rule = rule;
  }

  /** Counts a request of the login as running until `leave` is called. */
  enter(login: string): { readonly tooMany: boolean; readonly leave: () => void } {
    const running = (this.#running.get(login) ?? 0) + 1;
    this.#running.set(login, running);
    this.maxConcurrent = Math.max(this.maxConcurrent, running);
    const tooMany = running > CONCURRENCY.providerCalls;
    if (tooMany) this.violations.concurrent += 1;
    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      this.#running.set(login, (this.#running.get(login) ?? 1) - 1);
    };
    return { tooMany, leave };
  }

  /**
   * Takes a place for a call that arrives now.
   * @param login whose place it is
   * @param question calls of a login with the same question share one window
   * @returns false where there is none left
   */
  take(kind: keyof typeof WINDOWS, login: string, question: string): boolean {
    const rule = this.#rule();
    const { providerCalls, windowSeconds } = WINDOWS[kind];
    const now = this.#now();
    const key = [kind, login, rule === 'all-lists' && kind === 'list' ? '' : question].join('\n');
    const recent = (this.#arrivals.get(key) ?? []).filter((at) => now - at < windowSeconds * 1000);
    const free = recent.length < providerCalls;
    if (free || rule === 'refused-count') recent.push(now);
    if (!free) this.violations[kind] += 1;
    this.#arrivals.set(key, recent);
    return free;
  }
}

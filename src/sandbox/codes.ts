import { CODE_LOCK_HOURS } from '../domain/commands.ts';
import { chance } from './random.ts';

export interface SentCode {
  readonly login: string;
  readonly number: string;
  readonly code: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
}

/** Codes on their way to phones. Both the lock and a code's life are 8 hours of real time. */
export class Codes {
  readonly #sent = new Map<string, SentCode>();
  readonly #counts = new Map<string, number>();
  readonly #seed: string;
  readonly #now: () => number;

  constructor(seed: string, now: () => number) {
    this.#seed = seed;
    this.#now = now;
  }

  /** The code that holds for a number. */
  find(login: string, number: string): SentCode | undefined {
    const sent = this.#sent.get(`${login}\n${number}`);
    return sent !== undefined && this.#now() - sent.sentAt < CODE_LOCK_HOURS * 3_600_000 ? sent : undefined;
  }

  /** Six digits, settled by the seed, the number and how often a code was sent to it. */
  send(login: string, number: string): SentCode {
    const key = `${login}\n${number}`;
    const count = this.#counts.get(key) ?? 0;
    const code = String(100_000 + Math.floor(chance(this.#seed, 'code', number, count) * 900_000));
    const sent: SentCode = { login, number, code, sentAt: this.#now() };
    this.#counts.set(key, count + 1);
    this.#sent.set(key, sent);
    return sent;
  }

  all(): readonly SentCode[] {
    return [...this.#sent.values()];
  }
}

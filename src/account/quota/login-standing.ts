import type { Timer } from '../../concurrency/timer.ts';
import type { ErrorCode } from '../../domain/error-codes.ts';
import { GatewayError } from '../../errors.ts';
import type { Outcome } from '../../smsc/api.ts';
import { type Store, StoreUnavailable } from '../../store/store.ts';
import { reaching } from '../stored-state.ts';
import { LoginHold, type Refused, type Rests } from './login-hold.ts';
import { digest } from './quota-key.ts';

const HOUR_MS = 3_600_000;
/** Refused subclients that are remembered. */
const MOST_SUBCLIENTS = 1_000;
/** How long who can't be the one that asks is told to wait. */
const TRIAL_MS = 1_000;

/** Answers that are about the login, whatever was asked. */
const RESTS = {
  /** Asked again and again, a wrong password leads to error 4. */
  UPSTREAM_UNAUTHORIZED: { firstMs: 10_000, longestMs: HOUR_MS, forgetMs: 24 * HOUR_MS },
  IP_BLOCKED: { firstMs: 60_000, longestMs: HOUR_MS, forgetMs: HOUR_MS },
} as const satisfies Readonly<Partial<Record<ErrorCode, Rests>>>;
type RefusalCode = keyof typeof RESTS;

const UPSTREAM_CODES: Readonly<Record<RefusalCode, number>> = { UPSTREAM_UNAUTHORIZED: 2, IP_BLOCKED: 4 };

/** The provider refuses a login, or a subclient of it: nothing is asked until the rest is over. */
export interface LoginRefusal extends Refused {
  readonly code: RefusalCode;
  readonly subclient: string | null;
}

/** Answers by which the provider takes the login. Some others it may give before it looks at it. */
const isAccepted = ({ reach, code }: Outcome): boolean =>
  reach === 'ANSWERED' && (code === null || ['SENDER_NOT_FOUND', 'SAVE_FAILED', 'WRONG_CODE', 'CODE_ALREADY_SENT'].includes(code));

export interface LoginStandingOptions {
  readonly store: Store;
  /** Whose limits are counted: see quotaKey. */
  readonly account: string;
  /** Changes with the password or the key. */
  readonly credentialsTag: string;
  /** The longest that one request may keep the trial from others. */
  readonly leaseMs: number;
  readonly timer: Timer;
  readonly randomId: () => string;
  readonly onRefusal: (refusal: LoginRefusal | null) => void;
}

/** The right to ask the provider once whether it takes the login again. */
export interface Trial {
  end(): Promise<void>;
}

const NO_TRIAL: Trial = { end: async () => {} };

/** How a login stands with the provider. After a refusal everybody is told so without a call; when the rest is over, one asks, for all. */
export class LoginStanding {
  readonly #options: LoginStandingOptions;
  readonly #block: LoginHold;
  readonly #login: LoginHold;
  readonly #subclients = new Map<string, LoginHold>();
  #isTaken = false;
  #trials = 0;

  constructor(options: LoginStandingOptions) {
    this.#options = options;
    const { account, credentialsTag } = options;
    this.#block = this.#hold('IP_BLOCKED', null, `${account}:blocked`, `${account}:block`);
    this.#login = this.#hold('UPSTREAM_UNAUTHORIZED', null, `${account}:refused:${credentialsTag}`);
  }

  /** Whose holds refuse an admission, each with the error that says so. */
  holdsFor(subclient: string | null): ReadonlyMap<string, (retryAfterMs: number) => GatewayError> {
    return new Map(this.#concerning(subclient).map(({ code, hold }) => [hold.key, (retryAfterMs) => refusalError(code, retryAfterMs)]));
  }

  get refusals(): readonly LoginRefusal[] {
    return [
      ...this.#concerning(null),
      ...[...this.#subclients].map(([subclient, hold]) => ({ code: 'UPSTREAM_UNAUTHORIZED' as const, subclient, hold })),
    ].flatMap(({ code, subclient, hold }) => (hold.refused === null ? [] : [{ ...hold.refused, code, subclient }]));
  }

  /**
   * Before a call.
   * @throws GatewayError UPSTREAM_UNAUTHORIZED, IP_BLOCKED; UPSTREAM_UNAVAILABLE where the store is away
   */
  async enter(subclient: string | null): Promise<Trial> {
    for (const { code, hold } of this.#concerning(subclient)) {
      await reaching(hold.load());
      const { refused } = hold;
      if (refused === null) continue;
      if (refused.askAgainMs > 0) throw refusalError(code, refused.askAgainMs);
      return await this.#tryAgain(code, hold);
    }
    return NO_TRIAL;
  }

  /** While a call waited for its place another may have been refused. @throws GatewayError UPSTREAM_UNAUTHORIZED, IP_BLOCKED */
  check(subclient: string | null): void {
    for (const { code, hold } of this.#concerning(subclient))
      if (hold.isResting) throw refusalError(code, Math.max(1, hold.refused?.askAgainMs ?? RESTS[code].firstMs));
  }

  /** After a call. Never throws: while the store is away nothing goes out anyway, and the provider will say it again. */
  async learn(subclient: string | null, outcome: Outcome): Promise<void> {
    try {
      if (outcome.code === 'IP_BLOCKED') await this.#block.extend();
      else if (outcome.code === 'UPSTREAM_UNAUTHORIZED') await this.#refusedOne(subclient).extend();
      else if (isAccepted(outcome)) {
        this.#isTaken = true;
        for (const { hold } of this.#concerning(subclient)) await hold.accept();
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }

  /** The administrator says that something was mended: the next call asks. @throws StoreUnavailable */
  async askAgain(): Promise<void> {
    await Promise.all([this.#block, this.#login, ...this.#subclients.values()].map((hold) => hold.forget()));
  }

  /** Learns what is known of the login. */
  async load(): Promise<void> {
    await Promise.all([this.#block.load(), this.#login.load()]);
  }

  close(): void {
    for (const hold of [this.#block, this.#login, ...this.#subclients.values()]) hold.close();
  }

  /** Of a login that the provider takes error 2 is about the subclient: there may be none of that name. */
  #refusedOne(subclient: string | null): LoginHold {
    return subclient === null || !this.#isTaken ? this.#login : this.#ofSubclient(subclient);
  }

  #ofSubclient(subclient: string): LoginHold {
    const { account, credentialsTag } = this.#options;
    const known = this.#subclients.get(subclient);
    if (known !== undefined) return known;
    const hold = this.#hold('UPSTREAM_UNAUTHORIZED', subclient, `${account}:refused:${credentialsTag}:${digest(subclient)}`);
    this.#subclients.set(subclient, hold);
    const [oldest] = this.#subclients;
    if (this.#subclients.size > MOST_SUBCLIENTS && oldest !== undefined) {
      oldest[1].close();
      this.#subclients.delete(oldest[0]);
    }
    return hold;
  }

  #concerning(
    subclient: string | null,
  ): readonly { readonly code: RefusalCode; readonly subclient: string | null; readonly hold: LoginHold }[] {
    const own = [
      { code: 'IP_BLOCKED', subclient: null, hold: this.#block },
      { code: 'UPSTREAM_UNAUTHORIZED', subclient: null, hold: this.#login },
    ] as const;
    const known = subclient === null ? undefined : this.#subclients.get(subclient);
    return known === undefined ? own : [...own, { code: 'UPSTREAM_UNAUTHORIZED', subclient, hold: known }];
  }

  async #tryAgain(code: RefusalCode, hold: LoginHold): Promise<Trial> {
    const { store, leaseMs, randomId } = this.#options;
    const key = `${hold.key}:trial`;
    this.#trials += 1;
    const holder = `${randomId()} ${this.#trials}`;
    if (!(await reaching(store.acquire(key, holder, leaseMs)))) throw refusalError(code, TRIAL_MS);
    return { end: () => store.release(key, holder).catch(() => {}) };
  }

  #hold(code: RefusalCode, subclient: string | null, key: string, recordKey = `${key}:record`): LoginHold {
    const { store, timer, onRefusal } = this.#options;
    const onChange = (refused: Refused | null) => onRefusal(refused && { ...refused, code, subclient });
    return new LoginHold({ store, key, recordKey, rests: RESTS[code], timer, onChange });
  }
}

/** An address that is blocked may be tried again; a password has to be mended first. */
const refusalError = (code: RefusalCode, retryAfterMs: number): GatewayError =>
  new GatewayError(code, { upstreamCode: UPSTREAM_CODES[code], retryAfterMs: code === 'IP_BLOCKED' ? retryAfterMs : null });

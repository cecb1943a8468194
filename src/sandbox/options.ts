import type { Recording } from '../domain/recording.ts';
import { ASSUMED, type Assumptions, requireKnown } from './assumptions.ts';
import type { Column } from './columns.ts';

export interface SandboxAccount {
  readonly login: string;
  readonly password: string;
  readonly apiKey: string;
  /** Addresses that may use the account; any where it is absent. Others get error 2. */
  readonly allowedIps?: readonly string[] | undefined;
  /** Logins that `user` may name. */
  readonly subclients: readonly string[];
}

/** A document that is there at the start. */
export interface SeedFile {
  readonly name: string;
  /** 0 under review, 1 rejected, 2 admitted, or a number that is not published. */
  readonly status: number;
  readonly comment?: string | undefined;
}

/** A sender that is there at the start, or made by the control endpoint. Numbers are the provider's own. */
export interface SeedSender {
  readonly name: string;
  readonly comment?: string | undefined;
  /** The first account where it is absent. */
  readonly login?: string | undefined;
  readonly subclient?: string | undefined;
  /** 0 awaits moderation, 1 admitted, 2 disabled; `evolve` starts at 0 and moves with time. */
  readonly status: number | 'evolve';
  /** A number is held; `evolve` starts at 0 and moves with time. */
  readonly operators?: Partial<Readonly<Record<Column, number | 'evolve'>>> | undefined;
  /** The name that an operator shows instead. */
  readonly replacements?: Partial<Readonly<Record<Column, string>>> | undefined;
  readonly files?: readonly SeedFile[] | undefined;
  /** How long before the start an operator's status last changed. */
  readonly changedDaysAgo?: number | undefined;
}

export interface BadLoginRule {
  /** Wrong logins in a row, of one address, after which error 4 follows. */
  readonly allowed: number;
  readonly blockSeconds: number;
}

export interface SandboxOptions {
  /** 127.0.0.1 where it is absent. The control endpoints answer loopback only, whatever stands here. */
  readonly host?: string | undefined;
  /** 0, the default, takes a free one. */
  readonly port?: number | undefined;
  readonly accounts?: readonly SandboxAccount[] | undefined;
  /** Decides every outcome and every code; the same seed repeats them. */
  readonly seed?: string | undefined;
  /** Simulated seconds that pass in a real second: reviews and operators move by it, limits and the code lock do not. 0 stands still. */
  readonly speed?: number | undefined;
  /** false: nothing is refused with error 9, but what would have been is counted all the same. */
  readonly limits?: boolean | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: (() => number) | undefined;
  /** So many made-up senders, or these. */
  readonly senders?: number | readonly SeedSender[] | undefined;
  /** Every answer of senders.php comes this much later. */
  readonly latencyMs?: number | undefined;
  /** What holds of the points that the page leaves open, where it is not the first alternative of src/sandbox/assumptions.ts. */
  readonly assume?: Partial<Assumptions> | undefined;
  readonly badLogins?: BadLoginRule | undefined;
  /** Recorded answers to lists, which are played in place of the sandbox's own. */
  readonly replay?: Recording | undefined;
}

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly accounts: readonly [SandboxAccount, ...SandboxAccount[]];
  readonly seed: string;
  readonly speed: number;
  readonly limits: boolean;
  readonly clock: () => number;
  readonly senders: number | readonly SeedSender[];
  readonly latencyMs: number;
  readonly assume: Assumptions;
  readonly badLogins: BadLoginRule;
  readonly replay: Recording | null;
}

export const DEFAULT_ACCOUNT: SandboxAccount = {
  login: 'sandbox',
  password: 'sandbox-password',
  apiKey: 'sandbox-api-key',
  subclients: ['branch'],
};

/** @throws RangeError where an option makes no sense */
export function settingsOf(options: SandboxOptions): Settings {
  const [first, ...others] = options.accounts ?? [DEFAULT_ACCOUNT];
  const speed = options.speed ?? 1;
  if (first === undefined) throw new RangeError('accounts: at least one is needed');
  if (others.some(({ login }, index) => [first, ...others.slice(0, index)].some((other) => other.login === login))) {
    throw new RangeError('accounts: a login stands twice');
  }
  if (!(speed >= 0 && speed < Number.POSITIVE_INFINITY)) throw new RangeError('speed: 0 or more simulated seconds a second');
  const { senders = [], latencyMs = 0, assume = {} } = options;
  requireKnown(assume);
  if (typeof senders === 'number' && !(Number.isSafeInteger(senders) && senders >= 0)) throw new RangeError('senders: a whole number');
  if (!(latencyMs >= 0)) throw new RangeError('latencyMs: 0 or more');
  return {
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    accounts: [first, ...others],
    seed: options.seed ?? 'sandbox',
    speed,
    limits: options.limits ?? true,
    clock: options.clock ?? Date.now,
    senders,
    latencyMs,
    assume: { ...ASSUMED, ...options.assume },
    badLogins: options.badLogins ?? { allowed: 10, blockSeconds: 60 },
    replay: options.replay ?? null,
  };
}

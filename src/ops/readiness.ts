import type { ObservedAccount } from './metrics.ts';
import type { MemoryOverload } from './overload/overload.ts';

export interface Readiness {
  /** ready: all is well. degraded: it serves what it holds. down: send nobody here. */
  readonly state: 'ready' | 'degraded' | 'down';
  readonly reasons: readonly string[];
  /** What was learnt of the provider that its page does not say; left out where there is nothing. */
  readonly notes?: readonly string[];
}

export interface ReadinessOptions {
  /** Proves that the store can be written. Throws the reason why it can't. */
  readonly ping: () => Promise<void>;
  readonly accounts: () => readonly ObservedAccount[];
  readonly overload: Pick<MemoryOverload, 'row' | 'reason'>;
  /** Monotonic, in ms. */
  readonly clock: () => number;
}

/** The store is written to find out: no more often than this, however many ask. */
const KNOWN_MS = 1_000;

export function createReadiness({ ping, accounts, overload, clock }: ReadinessOptions): () => Promise<Readiness> {
  let known: { readonly at: number; readonly fault: Promise<string | null> } | null = null;

  const faultOfStore = (): Promise<string | null> => {
    if (known === null || clock() - known.at >= KNOWN_MS) {
      const fault = ping().then(
        () => null,
        (error) => (error instanceof Error ? error.message : String(error)),
      );
      known = { at: clock(), fault };
    }
    return known.fault;
  };

  return async () => {
    const fault = await faultOfStore();
    if (fault !== null) return { state: 'down', reasons: [`${fault} Nothing that costs the provider’s limits is asked.`] };
    const reasons = accounts().flatMap(reasonsOf);
    const { row, reason } = overload;
    const state = row.readiness === 'ready' && reasons.length > 0 ? 'degraded' : row.readiness;
    const notes = accounts().flatMap((account) => account.notes().map((note) => `The provider, of the account ${account.name}: ${note}`));
    return { state, reasons: reason === null ? reasons : [reason, ...reasons], ...(notes.length > 0 && { notes }) };
  };
}

const REFUSED: Readonly<Record<string, string>> = {
  UPSTREAM_UNAUTHORIZED:
    'refuses it (error 2): the login, the password or the key is wrong, or this machine’s address is not on its allow-list',
  IP_BLOCKED: 'blocks this machine’s address for a while (error 4)',
};

/** Why an account is served from what is held, or not at all. */
function reasonsOf({ name, hosts, refusals, contact }: ObservedAccount): string[] {
  const refused = refusals().map(({ code, subclient, since, askAgainMs }) => {
    const what = subclient === null ? `the account ${name}` : `a subclient of the account ${name}`;
    const next = askAgainMs === 0 ? 'the next call asks again' : `it is asked again in ${Math.ceil(askAgainMs / 1_000)} s`;
    return `Of ${what} the provider ${REFUSED[code] ?? code}, since ${new Date(since).toISOString()}; ${next}, or at once after a SIGHUP.`;
  });
  if (refused.length > 0) return refused;
  const states = hosts();
  if (states.length > 0 && states.every(({ state }) => state === 'open'))
    return [`No address of the provider answers for the account ${name}: what is held is served, as stale.`];
  const first = contact();
  return first.state === 'failed' ? [`The provider has not answered for the account ${name} since the start: ${first.message}`] : [];
}

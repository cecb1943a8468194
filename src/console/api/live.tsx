import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react';
import { useClient } from 'urql';
import { PulseDocument, type PulseQuery } from '../generated/operations.ts';
import { type Failure, failureOfError } from './failure.ts';

const PERIOD_MS = 15_000;
/** While the gateway does not answer, or answers with what it is fetching anew. */
const SOON_MS = 3_000;

/** How the data on the screen stands to the provider's. */
export interface Live {
  /** Grows whenever the gateway holds something newer: whoever shows data asks again. */
  readonly version: number;
  readonly pulse: PulseQuery | null;
  /** When the pulse came, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** Why there is no pulse now. */
  readonly failure: Failure | null;
  /** Looks at once. */
  readonly refresh: () => void;
  /** Something is known to be newer. */
  readonly renew: () => void;
}

const LiveContext = createContext<Live>({ version: 0, pulse: null, receivedAt: 0, failure: null, refresh: () => {}, renew: () => {} });
export const useLive = () => use(LiveContext);

/** What the age of every part says; another text: something is newer. */
const editionOf = ({ senders }: PulseQuery) =>
  [senders.totalCount, senders.freshness.fetchedAt, senders.nodes[0]?.operatorsFreshness.fetchedAt].join(' ');

const isStale = ({ senders }: PulseQuery) => senders.freshness.stale || senders.nodes[0]?.operatorsFreshness.stale === true;

/** Polls the pulse gently: not in a hidden tab, and sooner where the gateway was lost. */
export function LiveProvider({ subclient, children }: { subclient: string | null; children: ReactNode }) {
  const client = useClient();
  const [live, setLive] = useState<Omit<Live, 'refresh' | 'renew'>>({ version: 0, pulse: null, receivedAt: 0, failure: null });
  const [asked, setAsked] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` starts it anew
  useEffect(() => {
    let timer: number | undefined;
    let edition: string | null = null;
    let isOver = false;

    async function beat() {
      window.clearTimeout(timer);
      if (document.hidden) return;
      const { data, error } = await client.query(PulseDocument, { subclient }, { requestPolicy: 'network-only' }).toPromise();
      if (isOver) return;
      const pulse = data ?? null;
      const seen = edition;
      if (pulse !== null) edition = editionOf(pulse);
      setLive((last) => ({
        pulse: pulse ?? last.pulse,
        receivedAt: pulse === null ? last.receivedAt : Date.now(),
        failure: error === undefined ? null : failureOfError(error),
        version: last.version + (pulse !== null && ((seen !== null && seen !== edition) || last.failure !== null) ? 1 : 0),
      }));
      timer = window.setTimeout(beat, pulse === null || isStale(pulse) ? SOON_MS : PERIOD_MS);
    }

    void beat();
    document.addEventListener('visibilitychange', beat);
    window.addEventListener('online', beat);
    return () => {
      isOver = true;
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', beat);
      window.removeEventListener('online', beat);
    };
  }, [client, subclient, asked]);

  const refresh = useCallback(() => setAsked((count) => count + 1), []);
  const renew = useCallback(() => setLive((last) => ({ ...last, version: last.version + 1 })), []);
  return <LiveContext value={{ ...live, refresh, renew }}>{children}</LiveContext>;
}

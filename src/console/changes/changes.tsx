import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { followEvents, type SenderEvent } from '../api/follow-events.ts';
import { useLive } from '../api/live.tsx';

/** Events come in bursts, as the provider is asked for everything at once: what is shown is asked for again once a burst. */
const BURST_MS = 250;
/** So many are told one by one; of the rest only how many there are. */
const KEPT = 50;

export interface Changes {
  /** Since the page was opened or the note was put away, newest first. */
  readonly newest: readonly SenderEvent[];
  readonly count: number;
  readonly putAway: () => void;
}

const NONE = { newest: [], count: 0 } as const;
const ChangesContext = createContext<Changes>({ ...NONE, putAway: () => {} });
export const useChanges = () => use(ChangesContext);

/** Tells what happens to the senders while one looks, and has everything that is shown asked for again. */
export function ChangesProvider({ subclient, children }: { subclient: string | null; children: ReactNode }) {
  const { renew } = useLive();
  const [changes, setChanges] = useState<Omit<Changes, 'putAway'>>(NONE);

  useEffect(() => {
    let burst: SenderEvent[] = [];
    let timer: number | undefined;
    const tell = () => {
      const told = burst.reverse();
      burst = [];
      timer = undefined;
      setChanges(({ newest, count }) => ({ newest: [...told, ...newest].slice(0, KEPT), count: count + told.length }));
      renew();
    };
    const unfollow = followEvents(subclient, (event) => {
      burst.push(event);
      timer ??= window.setTimeout(tell, BURST_MS);
    });
    return () => {
      unfollow();
      window.clearTimeout(timer);
      setChanges(NONE);
    };
  }, [subclient, renew]);

  return <ChangesContext value={{ ...changes, putAway: () => setChanges(NONE) }}>{children}</ChangesContext>;
}

import { useEffect, useMemo, useRef, useState } from 'react';
import { createBulkClient } from '../api/client.ts';
import { type Failure, failureOfError } from '../api/failure.ts';
import { useLive } from '../api/live.tsx';
import { SenderStatusesDocument } from '../generated/operations.ts';
import { addPage, EMPTY_TALLY, type Tally } from './tally.ts';

const PAGE = 500;
/** A long list is not counted anew whenever something changed. */
const LONG = 2_000;
const LONG_PERIOD_MS = 60_000;

/** Counts all senders, page by page. The first count shows as it grows; later ones replace it when they are done. */
export function useTally(subclient: string | null): { tally: Tally; failure: Failure | null; isDone: boolean } {
  const client = useMemo(createBulkClient, []);
  const { version } = useLive();
  const [state, setState] = useState<{ tally: Tally; failure: Failure | null; isDone: boolean }>({
    tally: EMPTY_TALLY,
    failure: null,
    isDone: false,
  });
  const last = useRef<{ subclient: string | null; finishedAt: number; total: number } | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version counts anew
  useEffect(() => {
    const isSame = last.current !== null && last.current.subclient === subclient;
    if (isSame && last.current !== null && last.current.total > LONG && Date.now() - last.current.finishedAt < LONG_PERIOD_MS) return;
    let isOver = false;

    async function count() {
      let tally = EMPTY_TALLY;
      let after: string | null = null;
      do {
        const { data, error } = await client.query(SenderStatusesDocument, { first: PAGE, after, subclient }).toPromise();
        if (isOver) return;
        if (data == null) return setState((now) => ({ ...now, failure: error === undefined ? null : failureOfError(error) }));
        tally = addPage(tally, data.senders);
        after = data.senders.pageInfo.hasNextPage ? data.senders.pageInfo.endCursor : null;
        if (!isSame || after === null) setState({ tally, failure: null, isDone: after === null });
      } while (after !== null);
      last.current = { subclient, finishedAt: Date.now(), total: tally.total };
    }

    void count();
    return () => {
      isOver = true;
    };
  }, [client, subclient, version]);

  return state;
}

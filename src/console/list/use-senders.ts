import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { type Failure, failureOfError } from '../api/failure.ts';
import { useLive } from '../api/live.tsx';
import type { SenderNamesQueryVariables } from '../generated/operations.ts';
import { type ChainState, PageChain, type SenderName } from './page-chain.ts';

export interface SenderList {
  readonly senders: readonly SenderName[];
  readonly total: number;
  /** All of it is here. */
  readonly isComplete: boolean;
  /** Nothing has come yet. */
  readonly isFirstLoad: boolean;
  readonly failure: Failure | null;
  readonly reload: () => void;
}

/** A list of senders, paged behind the scene. While another filter's first page is on its way, the last list stays. */
export function useSenders(variables: SenderNamesQueryVariables): SenderList {
  const client = useClient();
  const { version } = useLive();
  const [state, setState] = useState<ChainState | null>(null);
  const chain = useRef<PageChain | null>(null);
  const key = JSON.stringify(variables);
  const hasStarted = useRef(version);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the variables by their text
  useEffect(() => {
    const current = new PageChain(client, variables, (next) =>
      setState((last) => (next.error !== null && next.senders.length === 0 && last !== null ? { ...last, error: next.error } : next)),
    );
    chain.current = current;
    return () => current.close();
  }, [client, key]);

  useEffect(() => {
    if (version !== hasStarted.current) void chain.current?.refresh();
    hasStarted.current = version;
  }, [version]);

  return {
    senders: state?.senders ?? [],
    total: state?.total ?? 0,
    isComplete: state?.isComplete ?? false,
    isFirstLoad: state === null,
    failure: state?.error == null ? null : failureOfError(state.error),
    reload: () => void chain.current?.refresh(),
  };
}

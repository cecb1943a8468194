import { useEffect, useRef } from 'react';
import { type AnyVariables, type DocumentInput, useQuery } from 'urql';
import { type Failure, failureOfError } from './failure.ts';
import { useLive } from './live.tsx';

export interface LiveQuery<Data> {
  /** What was shown last stays until something newer comes, also while the gateway is lost. */
  readonly data: Data | undefined;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
  /** Past the cache. */
  readonly reload: () => void;
}

/** A query that is asked again whenever the gateway holds something newer. */
export function useLiveQuery<Data, Variables extends AnyVariables>(
  query: DocumentInput<Data, Variables>,
  variables: Variables,
  { pause = false }: { pause?: boolean } = {},
): LiveQuery<Data> {
  const { version } = useLive();
  const key = JSON.stringify(variables);
  const [{ data, error, fetching }, execute] = useQuery<Data, AnyVariables>({
    query: query as DocumentInput<Data, AnyVariables>,
    variables: variables as AnyVariables,
    pause,
    requestPolicy: 'cache-and-network',
  });
  const kept = useRef<{ key: string; data: Data } | null>(null);
  if (data != null) kept.current = { key, data };
  const reload = () => execute({ requestPolicy: 'network-only' });

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new version asks again; the first answer has been asked for already
  useEffect(() => {
    if (version > 0 && !pause) reload();
  }, [version]);

  return {
    data: data ?? (kept.current?.key === key ? kept.current.data : undefined),
    failure: error === undefined ? null : failureOfError(error),
    isLoading: fetching,
    reload,
  };
}

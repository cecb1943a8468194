import { useEffect, useRef, useState } from 'react';
import { type AnyVariables, type CombinedError, type DocumentInput, useClient } from 'urql';
import { type Failure, failureOfError, failureOfRefusal, type Refusal } from './failure.ts';
import { uploadFetch } from './upload-fetch.ts';

/** The good member of a mutation's union. */
export type SuccessOf<Result> = Extract<Result, { __typename: `${string}Success` }>;

export type WriteState<Success> =
  | { readonly phase: 'idle' }
  /** `sent`: how much of the body has gone out, from 0 to 1. */
  | { readonly phase: 'sending'; readonly sent: number }
  /** The provider's limit is used up: it goes on by itself at this moment, in milliseconds since 1970. */
  | { readonly phase: 'waiting'; readonly until: number }
  | { readonly phase: 'refused'; readonly failure: Failure }
  | { readonly phase: 'done'; readonly result: Success };

export interface Write<Success, Variables> {
  readonly state: WriteState<Success>;
  readonly isBusy: boolean;
  readonly send: (variables: Variables) => void;
  /** Gives up waiting, or clears what is shown of the last try. */
  readonly reset: () => void;
}

/** What shows how a write is getting on, whatever it writes. */
export type ShownWrite = Pick<Write<unknown, never>, 'state' | 'reset'>;

const isSuccess = <Result extends { __typename: string }>(result: Result): result is SuccessOf<Result> =>
  result.__typename.endsWith('Success');

/**
 * A mutation that answers with a union. Waits out RATE_LIMITED and then sends the same variables again.
 * @param pick takes the union out of the answer
 * @param onDone runs once, at success
 */
export function useWrite<Data, Variables extends AnyVariables, Result extends { __typename: string }>(
  document: DocumentInput<Data, Variables>,
  pick: (data: Data) => Result,
  onDone?: (result: SuccessOf<Result>) => void,
): Write<SuccessOf<Result>, Variables> {
  const client = useClient();
  const [state, setState] = useState<WriteState<SuccessOf<Result>>>({ phase: 'idle' });
  const timer = useRef<number | undefined>(undefined);
  // Answers to a try that was given up are none of ours.
  const attempt = useRef(0);

  const stop = () => {
    attempt.current += 1;
    window.clearTimeout(timer.current);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only at the end of the component
  useEffect(() => stop, []);

  async function send(variables: Variables) {
    stop();
    const current = attempt.current;
    const isCurrent = () => current === attempt.current;
    const settle = (failure: Failure) => {
      if (failure.code !== 'RATE_LIMITED' || failure.retryAfterMs === null) return setState({ phase: 'refused', failure });
      setState({ phase: 'waiting', until: Date.now() + failure.retryAfterMs });
      timer.current = window.setTimeout(() => void send(variables), failure.retryAfterMs);
    };
    setState({ phase: 'sending', sent: 0 });
    const fetch = uploadFetch((sent) => isCurrent() && setState({ phase: 'sending', sent }));
    const { data, error } = await client.mutation<Data, Variables>(document, variables, { fetch }).toPromise();
    if (!isCurrent()) return;
    if (data == null) return settle(failureOfError(error as CombinedError));
    const result = pick(data);
    if (!isSuccess(result)) return settle(failureOfRefusal(result as unknown as Refusal));
    setState({ phase: 'done', result });
    onDone?.(result);
  }

  return {
    state,
    isBusy: state.phase === 'sending' || state.phase === 'waiting',
    send: (variables) => void send(variables),
    reset() {
      stop();
      setState({ phase: 'idle' });
    },
  };
}

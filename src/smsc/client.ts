import type { Dispatcher } from 'undici';
import { FairScheduler, type TimeSlices } from '../concurrency/fair-scheduler.ts';
import { COMMANDS, type Command } from '../domain/commands.ts';
import type { ErrorCode } from '../domain/error-codes.ts';
import { GatewayError } from '../errors.ts';
import { type CallOptions, type Credentials, type Gate, type Outcome, type Release, type SmscClient, UpstreamFailure } from './api.ts';
import { wireBody } from './body.ts';
import { decodeAdded, decodeDone, decodeList } from './decode.ts';
import {
  encodeAdd,
  encodeChange,
  encodeCheckCode,
  encodeDelete,
  encodeList,
  encodeSendCode,
  questionOf,
  type WireRequest,
} from './encode.ts';
import type { WireAnswer } from './exchange.ts';
import { type BreakerState, type Host, Hosts } from './hosts.ts';
import { createTransport } from './transport.ts';

/** A request that is over, for metrics. */
export interface FinishedCall {
  readonly command: Command;
  readonly host: string;
  /** null for a success, ABORTED where the caller went away. */
  readonly outcome: ErrorCode | 'ABORTED' | null;
  readonly durationMs: number;
  readonly traceparent: string | undefined;
}

export interface SmscClientOptions {
  /** The provider's addresses, the first one preferred: `https://smsc.ru`. */
  readonly urls: readonly string[];
  readonly credentials: Credentials;
  readonly timeoutMs: number;
  readonly dispatcher?: Dispatcher | undefined;
  readonly maxAnswerBytes?: number | undefined;
  /** Asked before each request; lets everything through where it is left out. */
  readonly gate?: Gate | undefined;
  readonly observe?: ((call: FinishedCall) => void) | undefined;
  /** Milliseconds, for durations. */
  readonly clock?: (() => number) | undefined;
  /** For long answers. */
  readonly slices?: TimeSlices;
}

export interface ClosableSmscClient extends SmscClient {
  hostStates(): readonly { readonly url: string; readonly state: BreakerState }[];
  close(): Promise<void>;
}

/** Reads the body of an answer. */
type Decode<Result> = (body: Buffer) => Result | Promise<Result>;

const OPEN_GATE: Gate = async () => () => {};

/** senders.php over the network. Always POST, fmt=3, charset=utf-8. */
export function createSmscClient({
  urls,
  credentials,
  timeoutMs,
  dispatcher,
  maxAnswerBytes,
  gate = OPEN_GATE,
  observe,
  clock = Date.now,
  slices = new FairScheduler().of('alone'),
}: SmscClientOptions): ClosableSmscClient {
  const hosts = new Hosts(urls);
  const transport = createTransport({ dispatcher, timeoutMs, maxAnswerBytes });

  async function attempt<Result>(host: Host, request: WireRequest, decode: Decode<Result>, options: CallOptions): Promise<Result> {
    const { command } = request;
    // Before the breaker: its one probe must not stand in a queue.
    const release = await gate({ ...options, command, question: questionOf(request) });
    const startedAt = clock();
    let outcome: FinishedCall['outcome'] = 'ABORTED';
    let released: Outcome = 'NOT_SENT';
    try {
      // Whoever went away at the gate costs no place, and is no probe of the breaker.
      options.signal?.throwIfAborted();
      options.onDeparture?.();
      const body = wireBody(request, credentials);
      released = 'UPSTREAM_UNAVAILABLE';
      const result = await host.run(async () => understand(await transport.post(host.url, body, options), decode));
      outcome = released = null;
      return result;
    } catch (error) {
      if (error instanceof GatewayError && !options.signal?.aborted) outcome = released = error.code;
      if (error instanceof UpstreamFailure && !error.sent) released = 'NOT_SENT';
      throw error;
    } finally {
      await letGo(release, released);
      observe?.({ command, host: host.url, outcome, durationMs: clock() - startedAt, traceparent: options.traceparent });
    }
  }

  const call = <Result>(request: WireRequest, decode: Decode<Result>, options: CallOptions = {}): Promise<Result> =>
    hosts.tryEach(COMMANDS[request.command].mutates, (host) => attempt(host, request, decode, options));

  return {
    list: async (question, options) => call(encodeList(question), (body) => decodeList(body, slices), options),
    add: (request, options) => call(encodeAdd(request), decodeAdded, options),
    change: (request, options) => call(encodeChange(request), decodeDone('CHANGE'), options),
    delete: (request, options) => call(encodeDelete(request), decodeDone('DELETE'), options),
    sendCode: (request, options) => call(encodeSendCode(request), decodeDone('SEND_CODE'), options),
    checkCode: (request, options) => call(encodeCheckCode(request), decodeDone('CHECK_CODE'), options),
    hostStates: () => hosts.states(),
    close: () => transport.close(),
  };
}

/** Errors come with status 200, so the body counts first; but what looks like a success under another status is none. */
async function understand<Result>({ status, body }: WireAnswer, decode: Decode<Result>): Promise<Result> {
  if (status === 200) return decode(body);
  try {
    await decode(body);
  } catch (error) {
    if (error instanceof GatewayError && error.upstreamCode !== null) throw error;
  }
  throw new UpstreamFailure(true, `The provider answered with HTTP status ${status}.`);
}

/** A gate that fails to take its place back has its own ways to tell; the answer that came must reach the caller all the same. */
async function letGo(release: Release, outcome: Outcome): Promise<void> {
  try {
    await release(outcome);
  } catch {
    // The place expires by itself.
  }
}

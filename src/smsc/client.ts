import type { Dispatcher } from 'undici';
import { FairScheduler, type TimeSlices } from '../concurrency/fair-scheduler.ts';
import { COMMANDS, type Command } from '../domain/commands.ts';
import type { ErrorCode } from '../domain/error-codes.ts';
import { GatewayError } from '../errors.ts';
import {
  type CallOptions,
  type Credentials,
  FrontRateLimited,
  type Gate,
  type Outcome,
  type Release,
  type SmscClient,
  UpstreamFailure,
} from './api.ts';
import { wireBody } from './body.ts';
import { decodeAdded, decodeDone } from './decode.ts';
import { decodeList } from './decode-list.ts';
import {
  encodeAdd,
  encodeChange,
  encodeCheckCode,
  encodeDelete,
  encodeList,
  encodeSendCode,
  questionOf,
  subclientOf,
  type WireRequest,
} from './encode.ts';
import type { WireAnswer } from './exchange.ts';
import type { BreakerState, Host } from './host.ts';
import { Hosts } from './hosts.ts';
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

/** An answer as it came, whatever it says; for the doctor. */
export interface RawAnswer extends Pick<WireAnswer, 'status' | 'raw' | 'contentType' | 'date'> {
  readonly host: string;
  /** What was asked, without the credentials. */
  readonly params: WireRequest['params'];
  readonly tookMs: number;
}

export interface SmscClientOptions {
  /** The provider's addresses, the first one preferred: `https://smsc.ru`. */
  readonly urls: readonly string[];
  readonly credentials: Credentials;
  readonly timeoutMs: number;
  readonly dispatcher?: Dispatcher | undefined;
  readonly maxAnswerBytes?: number | undefined;
  /** Of the gateway: sent as its User-Agent. */
  readonly version?: string | undefined;
  /** Asked before each request; lets everything through where it is left out. */
  readonly gate?: Gate | undefined;
  readonly observe?: ((call: FinishedCall) => void) | undefined;
  /** Told of each answer before it is read. */
  readonly tap?: ((answer: RawAnswer) => void) | undefined;
  /** Monotonic milliseconds. */
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
  version,
  gate = OPEN_GATE,
  observe,
  tap,
  clock = () => performance.now(),
  slices = new FairScheduler().of('alone'),
}: SmscClientOptions): ClosableSmscClient {
  const hosts = new Hosts(urls, clock);
  const transport = createTransport({ dispatcher, timeoutMs, maxAnswerBytes, version });

  async function attempt<Result>(host: Host, request: WireRequest, decode: Decode<Result>, options: CallOptions): Promise<Result> {
    const { command } = request;
    // Before the breaker: its one probe must not stand in a queue.
    const release = await gate({ ...options, command, question: questionOf(request), subclient: subclientOf(request) });
    const startedAt = clock();
    let outcome: FinishedCall['outcome'] = 'ABORTED';
    let end: Outcome = { reach: 'NOT_SENT', code: null, retryAfterMs: null };
    try {
      // Whoever went away at the gate costs no place, and is no probe of the breaker.
      options.signal?.throwIfAborted();
      options.onDeparture?.();
      const body = wireBody(request, credentials);
      const onSent = () => {
        end = { ...end, reach: 'UNANSWERED' };
      };
      const result = await host.run(async () => {
        const { raw, ...answer } = await transport.post(host.url, body, { ...options, onSent });
        tap?.({ ...answer, raw, host: host.url, params: request.params, tookMs: clock() - startedAt });
        return understand(answer, decode);
      });
      outcome = null;
      end = { ...end, reach: 'ANSWERED' };
      return result;
    } catch (error) {
      if (error instanceof GatewayError && error !== options.signal?.reason) {
        outcome = error.code;
        end = endOf(error);
      }
      throw error;
    } finally {
      await letGo(release, end);
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

const endOf = (error: GatewayError): Outcome => ({
  reach: error instanceof UpstreamFailure ? error.reach : 'ANSWERED',
  code: error.code,
  // Of an error number it is a guess of ours, which the quota makes for itself.
  retryAfterMs: error.upstreamCode === null ? error.retryAfterMs : null,
});

/** Statuses by which a front says that it waits no longer: what stands behind it may be at work on. */
const FRONT_GAVE_UP = new Set([504, 524]);
const TOO_MANY_REQUESTS = 429;
/** Where a 429 does not say how long. */
const FRONT_REST_MS = 10_000;

/** Errors come with status 200, so the body counts first; but what looks like a success under another status is none. */
async function understand<Result>(
  { status, body, retryAfterMs }: Pick<WireAnswer, 'status' | 'body' | 'retryAfterMs'>,
  decode: Decode<Result>,
): Promise<Result> {
  let failure: unknown = null;
  try {
    const result = await decode(body);
    if (status === 200) return result;
  } catch (error) {
    // An error number is an answer, under whatever status.
    if (!(error instanceof UpstreamFailure)) throw error;
    failure = error;
  }
  if (status === TOO_MANY_REQUESTS) throw new FrontRateLimited(retryAfterMs ?? FRONT_REST_MS, { message: TOO_MANY });
  const reach = FRONT_GAVE_UP.has(status) ? 'UNANSWERED' : 'NONSENSE';
  const message =
    status === 200 && failure instanceof UpstreamFailure ? failure.message : `The provider answered with HTTP status ${status}.`;
  throw new UpstreamFailure(reach, message, { retryAfterMs });
}

const TOO_MANY = 'The provider answered with HTTP status 429: too many requests. Send the same request again after `retryAfterMs`.';

/** A gate that fails to take its place back has its own ways to tell; the answer that came must reach the caller all the same. */
async function letGo(release: Release, outcome: Outcome): Promise<void> {
  try {
    await release(outcome);
  } catch {
    // The place expires by itself.
  }
}

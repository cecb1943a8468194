import { Agent, type Dispatcher } from 'undici';
import type { CallOptions } from './api.ts';
import type { WireBody } from './body.ts';
import { Exchange, type WireAnswer } from './exchange.ts';

export interface TransportOptions {
  /** What stands in for the network in tests. */
  readonly dispatcher?: Dispatcher | undefined;
  /** For the whole of one request: connection, head and body. */
  readonly timeoutMs: number;
  /** A list of 15,000 senders with 19 operators has some 8 MB. */
  readonly maxAnswerBytes?: number | undefined;
  /** Of the gateway: who asks, for the provider's log. */
  readonly version?: string | undefined;
}

export interface PostOptions extends Pick<CallOptions, 'signal' | 'traceparent'> {
  /** Called when the connection stands and the first byte is about to go out. */
  readonly onSent?: () => void;
}

export interface Transport {
  /**
   * Posts a body to a host's senders.php.
   * @returns the answer, whatever it says
   * @throws UpstreamFailure; the signal's reason where the caller went away
   */
  post(host: string, body: WireBody, options?: PostOptions): Promise<WireAnswer>;
  close(): Promise<void>;
}

const PATH = '/sys/senders.php';
const CONNECT_SHARE = 3;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export function createTransport({
  dispatcher,
  timeoutMs,
  maxAnswerBytes = MAX_ANSWER_BYTES,
  version = '0.0.0',
}: TransportOptions): Transport {
  // No connection is kept: on one that the provider just closed, a write would be lost without anyone knowing whether it was done.
  const own = dispatcher ?? new Agent({ pipelining: 0, allowH2: false, connect: { timeout: Math.ceil(timeoutMs / CONNECT_SHARE) } });

  return {
    async post(host, { contentType, bytes }, { signal, traceparent, onSent } = {}) {
      signal?.throwIfAborted();
      const { origin, pathname } = new URL(host + PATH);
      const exchange = new Exchange(maxAnswerBytes, onSent);
      const leave = () => exchange.end(signal?.reason);
      signal?.addEventListener('abort', leave, { once: true });
      const deadline = setTimeout(() => exchange.giveUp(`The provider did not answer within ${timeoutMs} ms.`), timeoutMs);
      try {
        own.dispatch(
          {
            origin,
            path: pathname,
            method: 'POST',
            headers: {
              'content-type': contentType,
              accept: 'application/json',
              'user-agent': `smsc-sender-gateway/${version}`,
              ...(traceparent !== undefined && { traceparent }),
            },
            body: bytes,
            // The deadline above is for both of them too; these begin anew with each piece of a body.
            headersTimeout: 0,
            bodyTimeout: 0,
          },
          exchange,
        );
        return await exchange.answer;
      } finally {
        clearTimeout(deadline);
        signal?.removeEventListener('abort', leave);
      }
    },
    close: () => (dispatcher === undefined ? own.destroy() : Promise.resolve()),
  };
}

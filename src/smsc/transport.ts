import { Agent, type Dispatcher, request } from 'undici';
import { UpstreamFailure } from './api.ts';
import type { WireBody } from './body.ts';
import { decodeText } from './charset.ts';

export interface TransportOptions {
  /** What stands in for the network in tests. */
  readonly dispatcher?: Dispatcher | undefined;
  /** For the whole of one request, the connection included. */
  readonly timeoutMs: number;
  /** A list of 15,000 senders with 19 operators has some 8 MB. */
  readonly maxAnswerBytes?: number | undefined;
}

export interface Transport {
  /**
   * Posts a body to a host's senders.php.
   * @returns the answer's text, whatever it says
   * @throws UpstreamFailure; the signal's reason where the caller went away
   */
  post(host: string, body: WireBody, signal?: AbortSignal): Promise<string>;
  close(): Promise<void>;
}

const PATH = '/sys/senders.php';
const CONNECT_SHARE = 3;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export function createTransport({ dispatcher, timeoutMs, maxAnswerBytes = MAX_ANSWER_BYTES }: TransportOptions): Transport {
  // No connection is kept: on one that the provider just closed, a write would be lost without anyone knowing whether it was done.
  const own = dispatcher ?? new Agent({ pipelining: 0, connect: { timeout: Math.ceil(timeoutMs / CONNECT_SHARE) } });

  return {
    async post(host, { contentType, bytes }, signal) {
      const deadline = AbortSignal.timeout(timeoutMs);
      const either = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
      try {
        const response = await request(host + PATH, {
          method: 'POST',
          headers: { 'content-type': contentType, accept: 'application/json' },
          body: bytes,
          dispatcher: own,
          signal: either,
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
        });
        return await readAnswer(response, maxAnswerBytes);
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        if (deadline.aborted) throw new UpstreamFailure(true, `The provider did not answer within ${timeoutMs} ms.`);
        throw error instanceof UpstreamFailure ? error : failureOf(error);
      }
    },
    close: () => (dispatcher === undefined ? own.destroy() : Promise.resolve()),
  };
}

async function readAnswer({ statusCode, headers, body }: Dispatcher.ResponseData, maxBytes: number): Promise<string> {
  if (statusCode >= 300) {
    // Errors come with status 200: another one is not of senders.php, and a redirect could lead the password elsewhere.
    discard(body);
    throw new UpstreamFailure(
      true,
      statusCode < 400
        ? 'The provider answered with a redirect, which is not followed.'
        : `The provider answered with HTTP status ${statusCode}.`,
    );
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > maxBytes) {
      discard(body);
      throw new UpstreamFailure(true, `The provider’s answer is larger than ${maxBytes} bytes.`);
    }
    chunks.push(bytes);
  }
  return decodeText(Buffer.concat(chunks), String(headers['content-type'] ?? ''));
}

/** Ends an answer that nobody reads on. Destroying it raises an error event, which would end the process where nobody listens. */
const discard = (body: Dispatcher.ResponseData['body']): void => void body.on('error', () => {}).destroy();

/** Failures of which it is certain that nothing was sent: no such host, refused, unreachable, no TLS. */
const NOT_SENT =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+)$/;

function failureOf(error: unknown): UpstreamFailure {
  const codes = codesOf(error);
  const sent = codes.length === 0 || !codes.every((code) => NOT_SENT.test(code));
  const what = sent ? 'The connection to the provider broke before an answer came' : 'The provider can’t be reached';
  return new UpstreamFailure(sent, codes.length === 0 ? `${what}.` : `${what} (${[...new Set(codes)].join(', ')}).`, error);
}

/** A host with several addresses fails with several errors. */
function codesOf(error: unknown): string[] {
  if (error instanceof AggregateError) return error.errors.flatMap(codesOf);
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return [error.code];
  return [];
}

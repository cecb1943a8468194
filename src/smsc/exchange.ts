import type { Dispatcher } from 'undici';
import { UpstreamFailure } from './api.ts';
import { toUtf8 } from './charset.ts';
import { retryAfterMs } from './retry-after.ts';

/** An answer of any status but a redirect. */
export interface WireAnswer {
  readonly status: number;
  /** UTF-8. */
  readonly body: Buffer;
  /** The bytes of the body as they came. */
  readonly raw: Buffer;
  /** null where it has none. */
  readonly contentType: string | null;
  /** When the provider answered by its own clock, in milliseconds since 1970; null where it does not say. */
  readonly date: number | null;
  /** What its Retry-After says; null where it has none that can be read. */
  readonly retryAfterMs: number | null;
}

/** undici's codes of a connection that this side ended. */
const OWN_ENDS = new Set(['UND_ERR_DESTROYED', 'UND_ERR_CLOSED', 'UND_ERR_ABORTED']);

/** One request on its way and its answer, for undici's `dispatch`, which alone tells when a request begins to be sent. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #maxBytes: number;
  readonly #onSent: (() => void) | undefined;
  readonly #settled = Promise.withResolvers<WireAnswer>();
  #over = false;
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #contentType: string | null = null;
  #date: number | null = null;
  #retryAfterMs: number | null = null;
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(maxBytes: number, onSent?: () => void) {
    this.#maxBytes = maxBytes;
    this.#onSent = onSent;
  }

  /** Rejects with UpstreamFailure, or with what `end` was given. */
  get answer(): Promise<WireAnswer> {
    return this.#settled.promise;
  }

  /** Ends it at once, wherever it stands: nothing is sent or read after this. */
  end(reason: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#settled.reject(reason);
    this.#controller?.abort(new Error('The exchange was ended.'));
  }

  /** Our patience has ended. */
  giveUp(message: string): void {
    this.#fail('UNANSWERED', message);
  }

  /** The connection stands, its TLS included, and the first byte is about to be sent. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#over) controller.abort(new Error('The exchange ended before it began.'));
    else {
      this.#controller = controller;
      this.#onSent?.();
    }
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status >= 300 && status < 400) {
      // It could lead the password elsewhere.
      this.#fail('NONSENSE', 'The provider answered with a redirect, which is not followed.');
    } else if (Number(headers['content-length']) > this.#maxBytes) {
      this.#refuseSize();
    } else {
      this.#status = status;
      this.#contentType = headers['content-type'] === undefined ? null : String(headers['content-type']);
      this.#date = momentOf(headers.date);
      this.#retryAfterMs = retryAfterMs(headers);
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > this.#maxBytes) this.#refuseSize();
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#over = true;
    const raw = Buffer.concat(this.#chunks);
    this.#settled.resolve({
      status: this.#status,
      body: toUtf8(raw, this.#contentType ?? ''),
      raw,
      contentType: this.#contentType,
      date: this.#date,
      retryAfterMs: this.#retryAfterMs,
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: unknown): void {
    const what = this.#controller === null ? 'The provider can’t be reached' : 'The connection to the provider broke before an answer came';
    const codes = [...new Set(codesOf(error))].join(', ');
    // Once its head was here, the provider was through with the request.
    const reach = codesOf(error).some((code) => OWN_ENDS.has(code)) ? 'UNANSWERED' : this.#status === 0 ? 'CUT' : 'NONSENSE';
    this.#fail(reach, codes === '' ? `${what}.` : `${what} (${codes}).`, textOf(error));
  }

  /** The provider may have got the request once the connection stood, and not before. */
  #fail(reach: UpstreamFailure['reach'], message: string, cause?: unknown): void {
    this.end(new UpstreamFailure(this.#controller === null ? 'NOT_SENT' : reach, message, { cause }));
  }

  #refuseSize(): void {
    this.#chunks = [];
    this.#fail('NONSENSE', `The provider’s answer is larger than ${this.#maxBytes} bytes.`);
  }
}

const momentOf = (date: string | string[] | undefined): number | null => {
  const moment = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return Number.isNaN(moment) ? null : moment;
};

/** An error with nothing but its text: undici's own may hold the answer, which may repeat what was sent, and loggers write all that they hold. */
const textOf = (error: unknown) => new Error(error instanceof Error ? `${error.name}: ${error.message}` : 'no error');

/** A host with several addresses fails with several errors. */
function codesOf(error: unknown): string[] {
  if (error instanceof AggregateError) return error.errors.flatMap(codesOf);
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' && error.code !== '')
    return [error.code];
  return [];
}

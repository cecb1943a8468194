import type { Dispatcher } from 'undici';
import { UpstreamFailure } from './api.ts';
import { toUtf8 } from './charset.ts';

/** An answer of any status but a redirect. */
export interface WireAnswer {
  readonly status: number;
  /** UTF-8. */
  readonly body: Buffer;
}

/** One request on its way and its answer, for undici's `dispatch`, which alone tells when a request begins to be sent. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #maxBytes: number;
  readonly #settled = Promise.withResolvers<WireAnswer>();
  #over = false;
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #contentType = '';
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
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

  /** Ends it with UpstreamFailure; the provider may have got the request once the connection stood. */
  fail(message: string, cause?: unknown): void {
    this.end(new UpstreamFailure(this.#controller !== null, message, cause));
  }

  /** The connection stands, its TLS included, and the first byte is about to be sent. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#over) controller.abort(new Error('The exchange ended before it began.'));
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status >= 300 && status < 400) {
      // It could lead the password elsewhere.
      this.fail('The provider answered with a redirect, which is not followed.');
    } else if (Number(headers['content-length']) > this.#maxBytes) {
      this.#refuseSize();
    } else {
      this.#status = status;
      this.#contentType = String(headers['content-type'] ?? '');
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > this.#maxBytes) this.#refuseSize();
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#over = true;
    this.#settled.resolve({ status: this.#status, body: toUtf8(Buffer.concat(this.#chunks), this.#contentType) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: unknown): void {
    const what = this.#controller === null ? 'The provider can’t be reached' : 'The connection to the provider broke before an answer came';
    const codes = [...new Set(codesOf(error))].join(', ');
    this.fail(codes === '' ? `${what}.` : `${what} (${codes}).`, textOf(error));
  }

  #refuseSize(): void {
    this.#chunks = [];
    this.fail(`The provider’s answer is larger than ${this.#maxBytes} bytes.`);
  }
}

/** An error with nothing but its text: undici's own may hold the answer, which may repeat what was sent, and loggers write all that they hold. */
const textOf = (error: unknown) => new Error(error instanceof Error ? `${error.name}: ${error.message}` : 'no error');

/** A host with several addresses fails with several errors. */
function codesOf(error: unknown): string[] {
  if (error instanceof AggregateError) return error.errors.flatMap(codesOf);
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' && error.code !== '')
    return [error.code];
  return [];
}

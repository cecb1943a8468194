import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request and its answer, before they are more to anybody. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Asks for a body that its client holds back until it is wanted (`Expect: 100-continue`). */
export function askForBody({ request, response }: Exchange): void {
  if (request.headers.expect !== undefined) response.writeContinue();
}

/** How long a body is, as its head tells; the most that it may be where it tells nothing. */
export function bodyBytes({ headers }: IncomingMessage, maxBytes: number): number {
  const { 'content-length': length, 'transfer-encoding': coding } = headers;
  return coding === undefined ? Number(length ?? 0) : maxBytes;
}

/**
 * Reads a body whole. By callbacks: this stands before every request, and a promise costs as much as the rest of it.
 * @param done gets null where the body is longer than that; the rest of it is left unread then. Not called where the connection breaks.
 */
export function readBody(exchange: Exchange, maxBytes: number, done: (body: Buffer | null) => void): void {
  const { request } = exchange;
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    done(null);
    return;
  }
  askForBody(exchange);
  let whole: Buffer | null = null;
  let chunks: Buffer[] | null = null;
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      request.removeAllListeners('data').removeAllListeners('end').pause();
      done(null);
    } else if (whole === null) whole = chunk;
    else {
      chunks ??= [whole];
      chunks.push(chunk);
    }
  });
  request.on('end', () => done(chunks === null ? (whole ?? Buffer.alloc(0)) : Buffer.concat(chunks, bytes)));
}

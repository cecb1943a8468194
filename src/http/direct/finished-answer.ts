import { isAscii } from 'node:buffer';
import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Coding, codingFor, encode } from './content-coding.ts';

/** Together with its head an answer of this size is under the 16 KiB that Node copies to its stack to write at once. */
const MAX_TEXT_BYTES = 15_872;

/** An answer as it goes over the wire, any number of times, in whichever coding a client takes. */
export class FinishedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The body again, where it is short and ASCII: Node writes that together with the head, in one call of the system. */
  readonly #text: string | null;
  readonly #head: readonly string[];
  readonly #encoded = new Map<Coding, Promise<Buffer>>();
  #etag: string | null = null;

  constructor(status: number, headers: Readonly<Record<string, string>>, body: Buffer) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.#text = body.length <= MAX_TEXT_BYTES && isAscii(body) ? body.toString('latin1') : null;
    this.#head = [...Object.entries({ ...headers, vary: VARY }).flat(), 'content-length', String(body.length)];
  }

  get etag(): string {
    this.#etag ??= `"${hash('sha256', this.body, 'base64url').slice(0, 22)}"`;
    return this.#etag;
  }

  /** GET may keep it and ask whether it is the same still. */
  send(request: IncomingMessage, response: ServerResponse): void {
    const { 'accept-encoding': acceptEncoding, 'if-none-match': known } = request.headers;
    const coding = acceptEncoding === undefined ? null : codingFor(acceptEncoding, this.body.length);
    if (coding !== null || request.method === 'GET') {
      this.#sendSpecial(request, response, coding, known);
      return;
    }
    response.writeHead(this.status, this.#head as string[]);
    if (this.#text === null) response.end(this.body);
    else response.end(this.#text, 'latin1');
  }

  #sendSpecial({ method }: IncomingMessage, response: ServerResponse, coding: Coding | null, known: string | undefined): void {
    const cacheable = method === 'GET' && this.status === 200;
    const headers = { ...this.headers, vary: VARY, ...(cacheable && { etag: this.etag, 'cache-control': 'private, no-cache' }) };
    if (cacheable && known !== undefined && matches(known, this.etag)) {
      response.writeHead(304, headers).end();
      return;
    }
    const send = (body: Buffer, coded: object) => {
      response.writeHead(this.status, { ...headers, ...coded, 'content-length': body.length }).end(body);
    };
    if (coding === null) send(this.body, {});
    else
      this.#in(coding).then(
        (body) => send(body, { 'content-encoding': coding }),
        () => send(this.body, {}),
      );
  }

  #in(coding: Coding): Promise<Buffer> {
    const encoded = this.#encoded.get(coding) ?? encode(this.body, coding);
    this.#encoded.set(coding, encoded);
    return encoded;
  }
}

const VARY = 'accept, accept-encoding, authorization';

/** Weak comparison: the codings of one answer have one tag. */
const matches = (ifNoneMatch: string, etag: string) =>
  ifNoneMatch === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);

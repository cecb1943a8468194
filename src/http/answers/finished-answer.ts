import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Coding, codingFor, encode } from './content-coding.ts';
import { type EncodedText, etagOf } from './encode-in-slices.ts';

/** Together with its head a text of this size is under the 16 KiB that Node copies to its stack to write at once. */
const SHORT_BYTES = 15_872;

type Headers = Readonly<Record<string, string>>;

/** An answer as it goes over the wire, any number of times, in whichever coding a client takes. */
export class FinishedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Of the body. */
  readonly bytes: number;
  /** null: it is long, and was encoded before. */
  readonly #text: string | null;
  readonly #isAscii: boolean;
  readonly #encoded = new Map<Coding, Promise<Buffer>>();
  #wasSent = false;
  #body: Buffer | null = null;
  #etag: string | null = null;

  constructor(status: number, headers: Headers, content: string | EncodedText) {
    this.status = status;
    this.headers = headers;
    if (typeof content === 'string') {
      this.bytes = Buffer.byteLength(content);
      this.#text = content;
      this.#isAscii = this.bytes === content.length;
    } else {
      this.bytes = content.body.length;
      this.#text = null;
      this.#isAscii = false;
      this.#body = content.body;
      this.#etag = content.etag;
    }
  }

  get body(): Buffer {
    this.#body ??= Buffer.from(this.#text ?? '');
    return this.#body;
  }

  get etag(): string {
    this.#etag ??= etagOf(hash('sha256', this.body, 'base64url'));
    return this.#etag;
  }

  /** GET may keep it and ask whether it is the same still. */
  send(request: IncomingMessage, response: ServerResponse): void {
    const { 'accept-encoding': acceptEncoding, 'if-none-match': known } = request.headers;
    const coding = acceptEncoding === undefined ? null : codingFor(acceptEncoding, this.bytes);
    if (coding !== null || request.method === 'GET') {
      this.#sendSpecial(request, response, coding, known);
      return;
    }
    response.writeHead(this.status, [...headOf(this.headers), 'content-length', String(this.bytes)]);
    // Node writes ASCII together with the head, but copies it first: what is long and goes out again is kept as bytes.
    if (this.#text !== null && this.#isAscii && (this.bytes <= SHORT_BYTES || !this.#wasSent)) response.end(this.#text, 'latin1');
    else response.end(this.body);
    this.#wasSent = true;
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

/** Answers of one operation have the same headers. */
const heads = new WeakMap<Headers, readonly string[]>();
function headOf(headers: Headers): readonly string[] {
  const known = heads.get(headers);
  if (known !== undefined) return known;
  const head = Object.entries({ ...headers, vary: VARY }).flat();
  heads.set(headers, head);
  return head;
}

/** Weak comparison: the codings of one answer have one tag. */
const matches = (ifNoneMatch: string, etag: string) =>
  ifNoneMatch === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);

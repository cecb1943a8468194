import { type Charset, charsetOf, decodeBytes } from './charset.ts';
import type { ReceivedDocument } from './documents.ts';
import { boundaryOf, parseMultipart, type RawForm } from './multipart.ts';

export interface ReceivedRequest {
  readonly params: ReadonlyMap<string, string>;
  readonly charset: Charset;
  readonly documents: readonly ReceivedDocument[];
  /** The body breaks off; what came before, and in the query, still counts. */
  readonly malformed: boolean;
}

export interface Target {
  readonly path: string;
  readonly query: string;
  /** `GET http://smsc.ru/sys/…`, as a client behind a proxy writes it. */
  readonly absolute: boolean;
}

/** Takes a request target apart, in the absolute form too. Never decodes it: that needs the charset. */
export function targetOf(requestTarget: string): Target {
  const absolute = /^https?:\/\/[^/?]*/i.exec(requestTarget);
  const rest = absolute === null ? requestTarget : requestTarget.slice(absolute[0].length);
  const mark = rest.indexOf('?');
  return { path: mark < 0 ? rest : rest.slice(0, mark), query: mark < 0 ? '' : rest.slice(mark + 1), absolute: absolute !== null };
}

/** Percent escapes to byte strings: the bytes may be of any charset, which decodeURIComponent would take for UTF-8. */
const unescapeBytes = (text: string) =>
  text.replaceAll('+', ' ').replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** @param text a byte string, as in a query or an urlencoded body */
export function parseQuery(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=');
    const name = unescapeBytes(equals < 0 ? pair : pair.slice(0, equals));
    if (name !== '') fields.set(name, equals < 0 ? '' : unescapeBytes(pair.slice(equals + 1)));
  }
  return fields;
}

const NOTHING: RawForm = { fields: new Map(), documents: [], malformed: false };

async function parseBody(contentType: string, body: Buffer): Promise<RawForm> {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return { ...NOTHING, fields: parseQuery(body.toString('latin1')) };
  const boundary = boundaryOf(contentType);
  return boundary === null ? NOTHING : parseMultipart(body, boundary);
}

/**
 * Merges the parameters of query and body, of which the body's win, and decodes them by their `charset`.
 * A body of another content type is ignored.
 */
export async function readParameters(query: string, contentType: string, body: Buffer): Promise<ReceivedRequest> {
  const { fields, documents, malformed } = await parseBody(contentType, body);
  const merged = new Map([...parseQuery(query), ...fields]);
  const charset = charsetOf(merged.get('charset'));
  const decode = (bytes: string) => decodeBytes(bytes, charset);
  return {
    params: new Map([...merged].map(([name, value]) => [decode(name), decode(value)])),
    charset,
    documents: documents.map(({ name, bytes }) => ({ name: decode(name), bytes })),
    malformed,
  };
}

import { connect } from 'node:net';

/** A request as its bytes stand on the wire: nothing here mends what is wrong with it. */
export interface WireRequest {
  readonly method?: string;
  readonly path?: string;
  /** Names may repeat. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Buffer;
  /** Left out: north-reads. null: none. */
  readonly token?: string | null;
  readonly host?: string;
  /** True: the connection stays for the next one. */
  readonly isKept?: boolean;
}

const GRAPHQL_JSON: readonly [string, string] = ['content-type', 'application/json'];

export function bytesOf({
  method = 'POST',
  path = '/graphql',
  headers,
  body = '',
  token = 'north-reads',
  host,
  isKept = false,
}: WireRequest): Buffer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `host: ${host ?? '127.0.0.1'}`,
    ...(isKept ? [] : ['connection: close']),
    ...(token === null ? [] : [`authorization: Bearer ${token}`]),
    ...(headers ?? [GRAPHQL_JSON]).map(([name, value]) => `${name}: ${value}`),
    ...(bytes.length > 0 && !headers?.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name))
      ? [`content-length: ${bytes.length}`]
      : []),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}

/** One operation as JSON. */
export const operation = (query: string, variables?: unknown, token?: string | null): WireRequest => ({
  body: JSON.stringify({ query, ...(variables === undefined ? {} : { variables }) }),
  ...(token === undefined ? {} : { token }),
});

/** Sends bytes over a connection of their own, and reads until it ends. '' where it ends without an answer. */
export const exchange = (url: string, bytes: Buffer): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    let answer = '';
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(bytes));
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      answer += chunk;
      // An event stream would keep its connection.
      if (answer.endsWith('\r\n0\r\n\r\n')) socket.end();
    });
    // The other side may end the connection before it has read everything.
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });

export interface Verdict {
  readonly status: number | null;
  readonly body: string;
  /** As the table tells it: the status, and the code of each error, or the limit. */
  readonly told: string;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever came
type Answer = any;

/** Codes of errors, or the kind of what was answered. */
function tell(answer: Answer): string {
  if (answer.jsonrpc !== undefined) return tellAgent(answer);
  if (Array.isArray(answer)) return [...new Set(answer.map(tell))].join(', ');
  const codes = (answer.errors ?? []).map(({ extensions: { code, limit } }: Answer) => (limit ? `${code} (${limit.name})` : code));
  const kinds = Object.values(answer.data ?? {})
    .map((value: Answer) => value?.__typename)
    .filter((kind) => typeof kind === 'string');
  return [...new Set([...codes, ...kinds, ...(codes.length + kinds.length === 0 ? ['data'] : [])])].join(', ');
}

/** Of the Model Context Protocol: an error of its own, or the code that a tool’s text begins with. */
const tellAgent = ({ error, result }: Answer): string =>
  error !== undefined ? `error ${error.code}` : result.isError ? result.content[0].text.split(':')[0] : 'data';

export function verdictOf(answer: string): Verdict {
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(answer) ?? [];
  if (status === undefined) return { status: null, body: '', told: 'connection closed' };
  const end = answer.indexOf('\r\n\r\n');
  const head = answer.slice(0, end).toLowerCase();
  const rest = answer.slice(end + 4);
  const body = head.includes('transfer-encoding: chunked') ? rest.replaceAll(/(^|\r\n)[\da-f]+\r\n/gi, '').replace(/\r\n$/, '') : rest;
  const isJson = /content-type: application\/(graphql-response\+)?json/.test(head) && body !== '';
  return { status: Number(status), body: answer, told: isJson ? `${status} ${tell(JSON.parse(body))}` : status };
}

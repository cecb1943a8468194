import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { noticePage } from './console-notice.ts';

export interface ConsoleOptions {
  /** Where the built files are, or will be. */
  readonly folder: string;
  /** Brings them up to date with their sources; left out: they are as they are. @throws Error saying what to do */
  readonly build?: () => Promise<void>;
}

export interface Console {
  /** Answers a request for the console. @returns false where the request is for something else */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Ends when the files are held, or can't be. Requests need not wait for it: until then they get a page that says so. */
  readonly ready: Promise<void>;
}

interface Asset {
  readonly type: string;
  readonly etag: string;
  /** By content coding; '' as it is. */
  readonly bodies: Readonly<Partial<Record<'' | 'br' | 'gzip', Buffer>>>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Everything from here, nothing inline, no frame around it, and no address but this one. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const PREFIX = '/console/';
const PAGE = 'index.html';
/** Names below it carry a hash of their content. */
const HASHED = 'assets/';

/** The web console at `/` and `/console/`, from memory: a handful of files of some hundred kilobytes. */
export function createConsole({ folder, build }: ConsoleOptions): Console {
  let assets: ReadonlyMap<string, Asset> | null = null;
  let fault: string | null = null;
  const prepare = async () => {
    await build?.();
    assets = await readAssets(folder);
  };
  const ready = prepare().catch((error: unknown) => {
    fault = error instanceof Error ? error.message : String(error);
  });

  return {
    ready,
    handle(request, response) {
      const name = assetName(request);
      if (name === null) return false;
      if (assets === null) sendNotice(response, fault);
      else sendAsset(request, response, name, assets.get(name));
      return true;
    },
  };
}

/** Which file a request is for: the page at every address of the console that is no file. Null where it is not for the console. */
function assetName({ method, url = '' }: IncomingMessage): string | null {
  if (method !== 'GET' && method !== 'HEAD') return null;
  const path = url.replace(/[?#].*$/, '');
  if (path === '/' || path === '/console') return PAGE;
  if (!path.startsWith(PREFIX)) return null;
  const name = path.slice(PREFIX.length);
  return name.startsWith(HASHED) ? name : PAGE;
}

function sendAsset(request: IncomingMessage, response: ServerResponse, name: string, asset: Asset | undefined): void {
  if (asset === undefined) {
    response.writeHead(404, { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end('There is no such file.\n');
    return;
  }
  const coding = (['br', 'gzip'] as const).find((known) => accepts(request, known) && asset.bodies[known] !== undefined) ?? '';
  const headers = {
    ...SECURITY_HEADERS,
    etag: asset.etag,
    vary: 'accept-encoding',
    // The page itself is asked for every time, so that it names the files of today.
    'cache-control': name.startsWith(HASHED) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  if (request.headers['if-none-match'] === asset.etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const body = asset.bodies[coding];
  response.writeHead(200, {
    ...headers,
    'content-type': asset.type,
    'content-length': body?.length ?? 0,
    ...(coding === '' ? {} : { 'content-encoding': coding }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

const accepts = ({ headers }: IncomingMessage, coding: string) =>
  String(headers['accept-encoding'] ?? '')
    .split(',')
    .some((item) => item.trim().split(';')[0] === coding && !/;\s*q=0(\.0*)?$/.test(item));

function sendNotice(response: ServerResponse, fault: string | null): void {
  response.writeHead(503, {
    ...SECURITY_HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    ...(fault === null ? { 'retry-after': '1' } : {}),
  });
  response.end(noticePage(fault));
}

async function readAssets(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && extname(entry.name) in TYPES);
  const assets = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1).replaceAll(sep, '/'), await readAsset(path)] as const;
    }),
  );
  const held = new Map(assets);
  if (!held.has(PAGE)) throw new Error(`There is no built console in ${folder}.`);
  return held;
}

async function readAsset(path: string): Promise<Asset> {
  const body = await readFile(path);
  const extension = extname(path);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  // Fonts are compressed already.
  const bodies = extension === '.woff2' ? { '': body } : { '': body, br: await brotli(body), gzip: await zip(body) };
  return { type: TYPES[extension] ?? 'application/octet-stream', etag, bodies };
}

const zip = (body: Buffer) => promisify(gzip)(body, { level: 9 });
/** Quality 9 is within some percent of the best, and takes a fraction of its time. */
const brotli = (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });

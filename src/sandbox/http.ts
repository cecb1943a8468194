import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, type Reply } from './provider.ts';
import { readParameters, targetOf } from './request.ts';
import type { World } from './world.ts';

/** Above the largest document with everything around it; the rest of a larger body is read and thrown away. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly address: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** The request line had the absolute form, as through a proxy. */
  readonly absolute: boolean;
}

export interface ControlReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface ServerParts {
  readonly world: () => World;
  readonly control: (request: ControlRequest) => ControlReply;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= MAX_BODY_BYTES) chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** An IPv4 address that came over an IPv6 socket, as IPv4. */
const addressOf = (request: IncomingMessage) => (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');

function send(response: ServerResponse, reply: Reply): void {
  if (reply.end === 'hang') return;
  if (reply.end === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(reply.contentType !== undefined && { 'content-type': reply.contentType }),
    'content-length': reply.body.length,
  });
  if (reply.end === 'complete') {
    response.end(reply.body);
    return;
  }
  response.write(reply.body.subarray(0, reply.body.length >> 1), () => response.destroy());
}

const NOT_FOUND: ControlReply = { status: 404, contentType: 'text/html; charset=utf-8', body: '<h1>404 Not Found</h1>\n' };

const CONTROL_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/** A pause keeps no process alive: its connection does, as long as it is there. */
const pause = async (ms: number) => {
  if (ms > 0) await sleep(ms, undefined, { ref: false });
};

/** The one HTTP server: senders.php under /sys/, the control endpoints beside it. It does not listen yet. */
export function createSandboxServer({ world, control }: ServerParts): Server {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = targetOf(request.url ?? '/');
    const body = await readBody(request);
    if (target.path === '/sys/senders.php') {
      const lost = request.method === 'POST' && world().assume.front === 'get-only';
      const received = await readParameters(target.query, request.headers['content-type'] ?? '', lost ? Buffer.alloc(0) : body);
      const whenDone = (callback: () => void) => (response.closed ? callback() : void response.once('close', callback));
      send(response, await answer(world(), { received, address: addressOf(request), pause, whenDone }));
      return;
    }
    const {
      status,
      contentType,
      body: text,
    } = target.path.startsWith('/sys/')
      ? NOT_FOUND
      : control({
          method: request.method ?? 'GET',
          ...target,
          body,
          address: addressOf(request),
          host: request.headers.host,
          origin: request.headers.origin,
        });
    response.writeHead(status, { ...CONTROL_HEADERS, 'content-type': contentType }).end(text);
  }

  return createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A client that goes away ends a request half way: there is nobody left to tell.
      if (request.destroyed) response.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(`A fault of the sandbox: ${String(error)}\n`);
    });
  });
}

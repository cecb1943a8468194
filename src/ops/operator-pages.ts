import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Route } from '../http/pipeline/pipeline.ts';
import type { Readiness } from './readiness.ts';

export interface OperatorPagesOptions {
  readonly readiness: () => Promise<Readiness>;
  /** null: not told here. */
  readonly metrics: { text(): Promise<string>; readonly contentType: string } | null;
}

/** /healthz: the process is alive. /readyz: whether to send requests here, and why not. /metrics. */
export function createOperatorPages({ readiness, metrics }: OperatorPagesOptions): Route {
  const pages: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    '/healthz': async (response) => send(response, 200, 'text/plain; charset=utf-8', 'alive\n'),
    '/readyz': async (response) => {
      const ready = await readiness();
      send(response, ready.state === 'down' ? 503 : 200, 'application/json; charset=utf-8', `${JSON.stringify(ready)}\n`);
    },
    ...(metrics && {
      '/metrics': async (response: ServerResponse) => send(response, 200, metrics.contentType, await metrics.text()),
    }),
  };
  return ({ method, url = '' }: IncomingMessage, response) => {
    const page = method === 'GET' || method === 'HEAD' ? pages[url.replace(/\?.*$/, '')] : undefined;
    if (page === undefined) return false;
    page(response).catch(() => send(response, 503, 'text/plain; charset=utf-8', 'This can’t be told now.\n'));
    return true;
  };
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  const body = Buffer.from(text);
  response.writeHead(status, {
    'content-type': type,
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

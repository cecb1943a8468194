import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Route } from '../http/pipeline/pipeline.ts';
import type { ObservedAccount } from './metrics.ts';

export interface Readiness {
  /** ready: all is well. degraded: it serves what it holds. down: send nobody here. */
  readonly state: 'ready' | 'degraded' | 'down';
  readonly reasons: readonly string[];
}

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

/** @param ping throws where the store is away */
export async function readinessOf(ping: () => Promise<void>, accounts: readonly ObservedAccount[]): Promise<Readiness> {
  const storeIsThere = await ping().then(
    () => true,
    () => false,
  );
  if (!storeIsThere) return { state: 'down', reasons: ['The store can’t be reached: nothing that costs the provider’s limits is asked.'] };
  const reasons = accounts.flatMap(({ name, hosts }) => {
    const states = hosts();
    return states.length > 0 && states.every(({ state }) => state === 'open')
      ? [`No address of the provider answers for the account ${name}: what is held is served, as stale.`]
      : [];
  });
  return { state: reasons.length === 0 ? 'ready' : 'degraded', reasons };
}

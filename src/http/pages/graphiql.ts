import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FinishedAnswer } from '../answers/finished-answer.ts';
import type { Route } from '../pipeline/pipeline.ts';

/** A browser's request for the page at the endpoint. */
export const wantsGraphiQL = ({ method, url = '', headers }: IncomingMessage): boolean =>
  method === 'GET' && /^\/graphql\/?(?:[?]|$)/.test(url) && headers.accept?.includes('text/html') === true;

/**
 * GraphiQL, for browsers, without an account: its requests have theirs. The page is nine megabytes with all that it needs in it, so it is
 * loaded when the first browser asks.
 * @param examples operations, a tab each
 */
export function createGraphiQL(examples: readonly string[]): Route {
  let page: Promise<FinishedAnswer> | null = null;
  return (request, response) => {
    if (!wantsGraphiQL(request)) return false;
    page ??= renderPage(examples);
    page.then(
      (answer) => answer.send(request, response),
      () => response.destroy(),
    );
    return true;
  };
}

async function renderPage(examples: readonly string[]): Promise<FinishedAnswer> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'SMSC sender gateway',
    defaultQuery: examples[0] ?? '',
    defaultTabs: examples.map((query) => ({ query })),
    shouldPersistHeaders: true,
    additionalHeaders: { 'graphql-require-preflight': '1' },
  });
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policyFor(html), ...PAGE_HEADERS };
  return new FinishedAnswer(200, headers, html);
}

const PAGE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

/** Its own scripts by their hashes, its editor's workers, and no address but this one. The editor makes its styles while it runs. */
function policyFor(html: string): string {
  const hashes = [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script.replaceAll('\r\n', '\n')).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'none'",
  ].join('; ');
}

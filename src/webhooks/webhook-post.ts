import { Webhook as Signer } from 'standardwebhooks';
import { Agent, type Dispatcher } from 'undici';
import { WEBHOOK_TIMEOUT_MS } from '../domain/webhooks.ts';
import { PrivateAddressError, publicConnector } from './public-addresses.ts';
import type { WebhookMessage } from './webhook-message.ts';
import type { WebhookSettings } from './webhook-settings.ts';

/** How a try ended. A reason is for people, and quotes nothing of the address or of the answer but its status. */
export type Delivery =
  | { readonly taken: true }
  | {
      readonly taken: false;
      readonly reason: string;
      /** The receiver said that it wants no more (410). */
      readonly gone: boolean;
    };

export interface WebhookPostOptions {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** True: also addresses of this machine and of private networks. */
  readonly toPrivate: boolean;
  readonly timeoutMs?: number;
}

export interface WebhookPost {
  /** Sends a message once, signed, and resolves when nothing of it is under way any more: its connection is free or closed. Never throws. */
  send(webhook: WebhookSettings, message: WebhookMessage, signal?: AbortSignal): Promise<Delivery>;
  close(): Promise<void>;
}

/** Of an answer nothing is of interest but its status: so much of the rest is read, for so long, to use the connection again. */
const MAX_ANSWER_BYTES = 16_384;
const REST_MS = 1_000;

/** Signed by the Standard Webhooks scheme. Redirects are not followed. */
export function createWebhookPost({ clock, toPrivate, timeoutMs = WEBHOOK_TIMEOUT_MS }: WebhookPostOptions): WebhookPost {
  const agent = new Agent({
    allowH2: false,
    connect: toPrivate ? { timeout: timeoutMs } : publicConnector(timeoutMs),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxHeaderSize: MAX_ANSWER_BYTES,
  });
  return {
    async send({ url, secret }, { id, body }, signal) {
      const at = new Date(clock());
      const { origin, pathname, search } = new URL(url);
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        const { statusCode, body: answer } = await agent.request({
          origin,
          path: pathname + search,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'user-agent': 'smsc-sender-gateway',
            'webhook-id': id,
            'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
            'webhook-signature': new Signer(secret).sign(id, at, body),
          },
          body,
          signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
        });
        await discard(answer);
        if (statusCode >= 200 && statusCode < 300) return { taken: true };
        const redirects = statusCode >= 300 && statusCode < 400 ? ', a redirect, which is not followed' : '';
        return { taken: false, reason: `it answered with status ${statusCode}${redirects}`, gone: statusCode === 410 };
      } catch (error) {
        return { taken: false, reason: reasonOf(error, deadline, timeoutMs), gone: false };
      }
    },
    close: () => agent.destroy(),
  };
}

/** A receiver that goes on writing, or drips, loses its connection. */
async function discard(answer: Dispatcher.ResponseData['body']): Promise<void> {
  const timer = setTimeout(() => answer.destroy(), REST_MS);
  await answer.dump({ limit: MAX_ANSWER_BYTES }).catch(() => {});
  clearTimeout(timer);
}

function reasonOf(error: unknown, deadline: AbortSignal, timeoutMs: number): string {
  if (deadline.aborted) return `it did not answer within ${timeoutMs} ms`;
  if (error instanceof PrivateAddressError) return error.message;
  const code = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `it can’t be reached${code}`;
}

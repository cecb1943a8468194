import { Webhook as Signer } from 'standardwebhooks';
import { Agent } from 'undici';
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
  /** Sends a message once, signed. Never throws. */
  send(webhook: WebhookSettings, message: WebhookMessage, signal?: AbortSignal): Promise<Delivery>;
  close(): Promise<void>;
}

/** Of an answer nothing is read but its status. */
const MAX_ANSWER_BYTES = 16_384;

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
        answer.dump({ limit: MAX_ANSWER_BYTES }).catch(() => {});
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

function reasonOf(error: unknown, deadline: AbortSignal, timeoutMs: number): string {
  if (deadline.aborted) return `it did not answer within ${timeoutMs} ms`;
  if (error instanceof PrivateAddressError) return error.message;
  const code = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return `it can’t be reached${code}`;
}

import type { SenderEventKind } from '../domain/sender-events.ts';

/** A webhook as the accounts file sets it. */
export interface WebhookSettings {
  /** Its own within the account. */
  readonly name: string;
  readonly url: string;
  /** Of the Standard Webhooks scheme: `whsec_` and 24 to 64 bytes in base64. */
  readonly secret: string;
  /** Which events it gets. */
  readonly kinds: readonly SenderEventKind[];
}

/** Where a webhook is. @throws Error saying what is right, without the address */
export function webhookAddress(text: string): string {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) throw new Error('must be an address such as https://example.com/hook');
  if (url.username !== '' || url.password !== '') throw new Error('must hold no login or password: the receiver checks the signature');
  return url.href;
}

/** @throws Error saying what is right */
export function webhookSecret(text: string): string {
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = Buffer.from(base64, 'base64').length;
  if (bytes >= 24 && bytes <= 64) return text;
  throw new Error('must be `whsec_` and 24 to 64 random bytes in base64: `echo whsec_$(openssl rand -base64 32)`');
}

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

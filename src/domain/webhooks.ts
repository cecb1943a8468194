import type { SenderEventKind } from './sender-events.ts';
import { table } from './table.ts';

export const WEBHOOK_STATES = table<{ readonly doc: string }>()({
  ACTIVE: { doc: 'Every event that was tried last was taken; new ones are on their way.' },
  FAILING: { doc: 'Some event was not taken yet: it is tried again with growing pauses, and later ones of the same sender wait for it.' },
  DISABLED: { doc: 'Nothing is sent until resumeWebhook: an event was not taken for 24 hours, or the receiver said that it is gone.' },
});
export type WebhookState = keyof typeof WEBHOOK_STATES;

/** An event's `type` on the way out, in the form of the Standard Webhooks scheme. */
export const WEBHOOK_TYPES: Readonly<Record<SenderEventKind, string>> = {
  SENDER_ADDED: 'sender.added',
  SENDER_REMOVED: 'sender.removed',
  SENDER_STATUS_CHANGED: 'sender.status_changed',
  OPERATOR_STATUS_CHANGED: 'operator.status_changed',
  FILE_ADDED: 'file.added',
  FILE_STATUS_CHANGED: 'file.status_changed',
};
/** The type of a test. */
export const WEBHOOK_TEST_TYPE = 'webhook.test';

/** An event that was not taken is tried again after the first of these, then twice as late each time, up to the last one. */
export const FIRST_PAUSE_MS = 1_000;
export const LONGEST_PAUSE_MS = 3_600_000;
/** So long an event is tried from its first failure on. */
export const GIVE_UP_MS = 24 * 3_600_000;
export const WEBHOOK_TIMEOUT_MS = 15_000;

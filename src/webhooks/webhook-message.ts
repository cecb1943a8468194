import type { JournaledEvent, SenderEvent } from '../account/events/events.ts';
import { digest } from '../account/quota/quota-key.ts';
import { operatorOf } from '../domain/operators.ts';
import { fileStatusOf, registrationStatusOf, senderStatusOf } from '../domain/statuses.ts';
import { WEBHOOK_TEST_TYPE, WEBHOOK_TYPES } from '../domain/webhooks.ts';

/** What is sent of an event, the same at every try. */
export interface WebhookMessage {
  /** `webhook-id`: whoever gets it twice has it already. */
  readonly id: string;
  readonly body: string;
}

/** @param account its name, for the receiver; @param key what begins its keys in the store, so that no two accounts have one id */
export function messageOf(account: string, key: string, { cursor, at, event }: JournaledEvent): WebhookMessage {
  return {
    id: `evt_${digest(key)}_${cursor}`,
    body: bodyOf(WEBHOOK_TYPES[event.kind], at, { account, ...dataOf(event) }),
  };
}

/** A message that tells of nothing, to see whether one arrives. */
export const testMessage = (account: string, id: string, at: number): WebhookMessage => ({
  id: `test_${id}`,
  body: bodyOf(WEBHOOK_TEST_TYPE, at, { account }),
});

const bodyOf = (type: string, at: number, data: object): string => JSON.stringify({ type, timestamp: new Date(at).toISOString(), data });

/** With the words of the GraphQL schema; the provider's numbers beside them. */
function dataOf(event: SenderEvent): object {
  const { kind, subclient, smscId, name } = event;
  const sender = { kind, subclient, smscId, name };
  switch (event.kind) {
    case 'SENDER_ADDED':
      return { ...sender, ...after(senderStatusOf, event) };
    case 'SENDER_REMOVED':
      return { ...sender, ...before(senderStatusOf, event) };
    case 'SENDER_STATUS_CHANGED':
      return { ...sender, ...before(senderStatusOf, event), ...after(senderStatusOf, event) };
    case 'OPERATOR_STATUS_CHANGED': {
      const { code, column } = operatorOf(event.column);
      return { ...sender, operator: { code, column }, ...before(registrationStatusOf, event), ...after(registrationStatusOf, event) };
    }
    case 'FILE_ADDED':
      return { ...sender, file: event.file, ...after(fileStatusOf, event) };
    case 'FILE_STATUS_CHANGED':
      return { ...sender, file: event.file, ...before(fileStatusOf, event), ...after(fileStatusOf, event) };
  }
}

type Read = (wire: number | null) => string;
const before = (read: Read, { before: wire }: { readonly before: number | null }) => ({ statusBefore: read(wire), rawStatusBefore: wire });
const after = (read: Read, { after: wire }: { readonly after: number | null }) => ({ statusAfter: read(wire), rawStatusAfter: wire });

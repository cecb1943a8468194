import { SENDER_EVENT_KINDS } from '../domain/sender-events.ts';
import { keysOf } from '../domain/table.ts';
import { WEBHOOK_STATES } from '../domain/webhooks.ts';
import { InvalidInputError } from '../errors.ts';
import { findWebhooks, resumeWebhook } from '../loaders/webhooks.ts';
import { stateOf } from '../webhooks/outbox.ts';
import type { WebhookReport } from '../webhooks/webhooks.ts';
import { builder } from './builder.ts';
import { enumFromTable } from './enum-from-table.ts';
import * as failure from './errors.ts';
import { priced } from './price/price-hint.ts';
import { SenderEventKindEnum } from './sender-event.ts';

const WebhookStateEnum = enumFromTable('WebhookState', WEBHOOK_STATES, 'How a webhook is doing.');

const Webhook = builder.objectRef<WebhookReport>('Webhook').implement({
  description:
    'Another system that is told of every event of the account and its subclients. The gateway’s operator sets it in ACCOUNTS_FILE.',
  fields: (t) => ({
    name: t.string({ description: 'Its own within the account.', resolve: ({ webhook }) => webhook.name }),
    host: t.string({
      description: 'Where it is: the host and port of its address. The rest may be a secret.',
      resolve: ({ webhook }) => new URL(webhook.url).host,
    }),
    kinds: t.field({
      type: [SenderEventKindEnum],
      description: 'Which events it is told of.',
      extensions: priced({ items: () => keysOf(SENDER_EVENT_KINDS).length }),
      resolve: ({ webhook }) => [...webhook.kinds],
    }),
    state: t.field({
      type: WebhookStateEnum,
      description: 'How it is doing.',
      resolve: ({ outbox }) => (outbox === null ? 'ACTIVE' : stateOf(outbox)),
    }),
    problem: t.string({
      nullable: true,
      description: 'Why the last try failed, for people, and so why it is DISABLED; null where nothing that failed is left to be sent.',
      resolve: ({ outbox }) => outbox?.problem ?? null,
    }),
    waiting: t.int({
      description: 'Events that were read from the journal and not taken yet, 500 at most; later ones wait in the journal.',
      resolve: ({ outbox }) => outbox?.open.length ?? 0,
    }),
    lastTakenAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it last took an event; null where it took none yet.',
      resolve: ({ outbox }) => (outbox?.lastTakenAt == null ? null : new Date(outbox.lastTakenAt)),
    }),
    failingSince: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the oldest event that it has not taken was first refused: 24 hours later it is disabled. Null where none was.',
      resolve: ({ outbox }) => {
        const since = outbox?.open.flatMap(({ failingSince }) => failingSince ?? []) ?? [];
        return since.length === 0 ? null : new Date(Math.min(...since));
      },
    }),
    disabledAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was disabled; null while it is at work.',
      resolve: ({ outbox }) => (outbox?.disabledAt == null ? null : new Date(outbox.disabledAt)),
    }),
  }),
});

const ResumeWebhookInput = builder.inputType('ResumeWebhookInput', {
  description: 'A webhook.',
  fields: (t) => ({ name: t.string({ required: true, description: 'Its `name`.' }) }),
});

const ResumeWebhookSuccess = builder.objectRef<WebhookReport>('ResumeWebhookSuccess').implement({
  description: 'The webhook is at work.',
  fields: (t) => ({ webhook: t.field({ type: Webhook, description: 'The webhook.', resolve: (report) => report }) }),
});

builder.queryField('webhooks', (t) =>
  t.field({
    type: [Webhook],
    description: 'The webhooks of the account, for whoever reaches all of it. Costs nothing upstream.',
    extensions: priced({ items: (_, sizes) => sizes.webhooks }),
    resolve: async (_, __, { principal }) => [...(await findWebhooks(principal))],
  }),
);

builder.mutationField('resumeWebhook', (t) =>
  t.field({
    type: ResumeWebhookSuccess,
    description:
      'Lets a DISABLED webhook go on with the first event that it has not taken, as far as the journal reaches back; one that is at work is left as it is. Costs nothing upstream.',
    args: { input: t.arg({ type: ResumeWebhookInput, required: true, description: 'Which one.' }) },
    errors: {
      union: { name: 'ResumeWebhookResult', description: 'What became of resumeWebhook.' },
      types: [failure.InvalidInput, failure.UpstreamUnavailable],
    },
    resolve: async (_, { input: { name } }, { principal }) => {
      const report = await resumeWebhook(principal, name);
      if (report === null) throw new InvalidInputError([{ path: ['input', 'name'], message: 'the account has no webhook of this name' }]);
      return report;
    },
  }),
);

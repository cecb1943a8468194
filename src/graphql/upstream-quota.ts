import type { QuotaState } from '../account/account.ts';
import { QUOTAS } from '../domain/quotas.ts';
import { keysOf } from '../domain/table.ts';
import { builder } from './builder.ts';
import { enumFromTable } from './enum-from-table.ts';
import { priced } from './price/price-hint.ts';

const QuotaNameEnum = enumFromTable('QuotaName', QUOTAS, 'What the provider limits.');

const QuotaBucket = builder.objectRef<QuotaState['buckets'][number]>('QuotaBucket').implement({
  description: 'One limit, counted over a window that slides.',
  fields: (t) => ({
    name: t.expose('name', { type: QuotaNameEnum, description: 'What is counted.' }),
    limit: t.exposeInt('limit', { description: 'Calls in any window.' }),
    remaining: t.exposeInt('remaining', {
      description: 'Calls that can go out now. Of LIST, where the limit is a question’s own, the least of all questions.',
    }),
    windowSeconds: t.exposeInt('windowSeconds', { description: 'Length of the window.' }),
    resetAt: t.expose('resetAt', { type: 'DateTime', nullable: true, description: 'When the next place is free; null where all are.' }),
  }),
});

const UpstreamQuota = builder.objectRef<QuotaState>('UpstreamQuota').implement({
  description: 'What is left of the provider’s limits for the viewer’s account. Shared by everyone who uses the account.',
  fields: (t) => ({
    buckets: t.field({
      type: [QuotaBucket],
      description: 'The limits a minute.',
      extensions: priced({ items: () => keysOf(QUOTAS).length }),
      resolve: ({ buckets }) => [...buckets],
    }),
    concurrent: t.exposeInt('concurrent', { description: 'Requests to the provider under way now.' }),
    concurrentLimit: t.exposeInt('concurrentLimit', {
      description: 'The most that the gateway has under way at once; the provider refuses the fifteenth.',
    }),
  }),
});

builder.queryField('upstreamQuota', (t) =>
  t.field({
    type: UpstreamQuota,
    description: 'What is left of the provider’s limits for the viewer’s account. Costs nothing upstream.',
    resolve: (_, __, { principal }) => principal.account.quota(),
  }),
);

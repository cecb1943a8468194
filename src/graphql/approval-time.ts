import type { ApprovalTime } from '../loaders/sender-events.ts';
import { builder } from './builder.ts';
import { Operator } from './operator.ts';
import { priced } from './price/price-hint.ts';

const ApprovalTimeType = builder.objectRef<ApprovalTime>('ApprovalTime').implement({
  description: 'How long an operator took to approve registrations, from sent to approved, by the account’s own events.',
  fields: (t) => ({
    medianDays: t.exposeFloat('medianDays', { description: 'Half of them took no longer than this, in days.' }),
    p90Days: t.exposeFloat('p90Days', { description: 'Nine of ten took no longer than this, in days.' }),
    samples: t.exposeInt('samples', { description: 'How many registrations this is made of.' }),
  }),
});

builder.objectField(Operator, 'approvalTime', (t) =>
  t.field({
    type: ApprovalTimeType,
    nullable: true,
    description:
      'How long it took from SENT_FOR_REGISTRATION to APPROVED, in the events that are kept and this caller may see; null until there are ten. Costs nothing upstream.',
    // Those of one operator are gone through once, whoever asks; at the most all of them are.
    extensions: priced({ work: (_, sizes) => [{ key: 'approvals', scanned: sizes.approvals }] }),
    resolve: ({ column }, _, { events }) => events.approvalTime(column),
  }),
);

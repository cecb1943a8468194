import { type InputIssue, MOST_ISSUES } from '../errors.ts';
import { requireReach } from '../loaders/principal.ts';
import { builder } from './builder.ts';
import { InputIssueType } from './errors.ts';
import { priced } from './price/price-hint.ts';
import { AddSenderInput } from './sender-inputs.ts';
import { addSenderRules, faultsOf } from './sender-rules.ts';

const SenderCheck = builder.objectRef<{ issues: readonly InputIssue[] }>('SenderCheck').implement({
  description: 'What addSender would find wrong before it asks the provider.',
  fields: (t) => ({
    ok: t.boolean({
      description: 'True where there are no issues: the provider may still refuse.',
      resolve: ({ issues }) => issues.length === 0,
    }),
    issues: t.field({
      type: [InputIssueType],
      description: 'Every broken rule.',
      extensions: priced({ items: () => MOST_ISSUES }),
      resolve: ({ issues }) => [...issues],
    }),
  }),
});

builder.queryField('checkSender', (t) =>
  t.field({
    type: SenderCheck,
    description: 'A dry run of addSender: every rule that can be checked here, without an upstream call that costs quota.',
    args: { input: t.arg({ type: AddSenderInput, required: true, description: 'What addSender would be given.' }) },
    resolve: async (_, args, { principal }) => {
      requireReach(principal, args.input.subclient ?? null);
      return { issues: (await faultsOf(addSenderRules, args)).slice(0, MOST_ISSUES) };
    },
  }),
);

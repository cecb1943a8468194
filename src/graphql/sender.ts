import type { HeldSender } from '../account/account.ts';
import { OPERATORS, type OperatorCode, operatorCodeOf } from '../domain/operators.ts';
import type { OperatorReading } from '../domain/sender.ts';
import { SENDER_KINDS, senderKindOf } from '../domain/sender.ts';
import { registrationStatusOf, SENDER_STATUSES, senderStatusOf } from '../domain/statuses.ts';
import { keysOf } from '../domain/table.ts';
import { builder } from './builder.ts';
import { enumFromTable } from './enum-from-table.ts';
import { FreshnessType, SenderPartEnum } from './freshness.ts';
import { parseSenderLocalId, senderLocalId } from './node-id.ts';
import { OperatorCodeEnum } from './operator.ts';
import { OperatorStatus, RegistrationProgress, RegistrationStatusEnum } from './operator-status.ts';
import { priced } from './price/price-hint.ts';
import { SenderFile } from './sender-file.ts';

export const SenderStatusEnum = enumFromTable('SenderStatus', SENDER_STATUSES, 'What the provider’s moderator made of a sender.');
export const SenderKindEnum = enumFromTable('SenderKind', SENDER_KINDS, 'What a sender’s name is made of.');

export const Sender = builder.loadableNodeRef('Sender', {
  id: { description: 'Opaque and stable. For Query.node.', resolve: (sender: HeldSender) => senderLocalId(sender) },
  load: (ids: string[], { senders }): Promise<(HeldSender | Error)[]> =>
    senders.sendersByKeys(ids.map(parseSenderLocalId)) as Promise<(HeldSender | Error)[]>,
});

/** The catalogue's columns in its order, then the unknown ones as the provider sent them. */
const CATALOGUE_RANKS: ReadonlyMap<string, number> = new Map(keysOf(OPERATORS).map((code, rank) => [OPERATORS[code].column, rank]));
const rankOf = ({ column }: OperatorReading) => CATALOGUE_RANKS.get(column) ?? CATALOGUE_RANKS.size;

Sender.implement({
  description: 'A sender ID: the name that a message comes from.',
  fields: (t) => ({
    smscId: t.exposeString('smscId', { description: 'The provider’s own number of this sender, as a decimal string.' }),
    name: t.exposeString('name', { description: 'What the recipient sees. It can’t be changed.' }),
    kind: t.field({ type: SenderKindEnum, description: 'What the name is made of.', resolve: ({ name }) => senderKindOf(name) }),
    subclient: t.exposeString('subclient', {
      nullable: true,
      description: 'The login of the subclient whose it is; null: the account’s own.',
    }),
    status: t.field({
      type: SenderStatusEnum,
      description: 'What the provider’s moderator made of it.',
      resolve: ({ status }) => senderStatusOf(status),
    }),
    rawStatus: t.exposeInt('status', {
      nullable: true,
      description: 'The provider’s own number, also where `status` is UNKNOWN; null where it sent none.',
    }),
    operators: t.field({
      type: [OperatorStatus],
      description:
        'A row for every operator column that the provider reports for this sender, in catalogue order, unknown columns last. Costs one upstream call for all senders of the account or subclient, where nothing fresh is held.',
      args: {
        operator: t.arg({ type: [OperatorCodeEnum], description: 'Only these operators.' }),
        status: t.arg({ type: [RegistrationStatusEnum], description: 'Only rows with one of these statuses.' }),
      },
      extensions: priced<{ readonly operator?: readonly OperatorCode[] | null; readonly status?: readonly unknown[] | null }>({
        items({ operator, status }, sizes) {
          if (status?.length === 0) return 0;
          return operator == null || operator.includes('UNKNOWN') ? sizes.operators : new Set(operator).size;
        },
      }),
      resolve: async (sender, { operator, status }, { senders }) =>
        (await senders.operatorsOf(sender))
          .filter((cell) => operator == null || operator.includes(operatorCodeOf(cell.column)))
          .filter((cell) => status == null || status.includes(registrationStatusOf(cell.status)))
          .toSorted((a, b) => rankOf(a) - rankOf(b)),
    }),
    operator: t.field({
      type: OperatorStatus,
      nullable: true,
      description:
        'The row of one operator; null where the provider reports none. For UNKNOWN, the first of the unknown columns. Costs what `operators` costs.',
      args: { code: t.arg({ type: OperatorCodeEnum, required: true, description: 'Which operator.' }) },
      resolve: async (sender, { code }, { senders }) =>
        (await senders.operatorsOf(sender)).find(({ column }) => operatorCodeOf(column) === code) ?? null,
    }),
    progress: t.field({
      type: RegistrationProgress,
      description: 'The operator rows counted by what they mean for sending. Costs what `operators` costs.',
      resolve: (sender, _, { senders }) => senders.operatorsOf(sender),
    }),
    files: t.field({
      type: [SenderFile],
      description:
        'The documents attached to it. Costs one upstream call for all senders of the account or subclient, where nothing fresh is held.',
      extensions: priced({ items: (_, sizes) => sizes.files }),
      resolve: async (sender, _, { senders }) => [...(await senders.filesOf(sender))],
    }),
    freshness: t.field({
      type: FreshnessType,
      description: 'How old this sender’s data is.',
      args: {
        part: t.arg({
          type: SenderPartEnum,
          required: true,
          defaultValue: 'names',
          description: 'Each part has an age of its own. One that nothing else asked for is fetched for this.',
        }),
      },
      resolve: (sender, { part }, { senders }) => senders.freshnessOf(sender, part),
    }),
  }),
});

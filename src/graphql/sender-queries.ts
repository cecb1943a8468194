import { askedSize, type PageArgs } from '../loaders/page.ts';
import { DEFAULT_ORDER, type SenderFilter as ListFilter, type SenderOrder as SenderOrderShape } from '../loaders/sender-list.ts';
import { isFilter, type ListQuery, listKey, type SenderPage } from '../loaders/senders.ts';
import { builder } from './builder.ts';
import { FreshnessType } from './freshness.ts';
import { OperatorCodeEnum } from './operator.ts';
import { RegistrationStatusEnum } from './operator-status.ts';
import { priced } from './price/price-hint.ts';
import { Sender, SenderKindEnum, SenderStatusEnum } from './sender.ts';
import { SenderBy, senderKeyOf } from './sender-by.ts';

export const SUBCLIENT_ARGUMENT = 'The login of the subclient that is meant; null: the account itself.';

const OperatorStatusFilter = builder.inputType('OperatorStatusFilter', {
  description: 'Senders that have one of these statuses at this operator.',
  fields: (t) => ({
    code: t.field({ type: OperatorCodeEnum, required: true, description: 'Which operator.' }),
    status: t.field({ type: [RegistrationStatusEnum], required: true, description: 'Any of these.' }),
  }),
});

const SenderFilter = builder.inputType('SenderFilter', {
  description: 'All conditions that are given must hold.',
  fields: (t) => ({
    status: t.field({ type: [SenderStatusEnum], description: 'Any of these moderation statuses.' }),
    kind: t.field({ type: [SenderKindEnum], description: 'Any of these kinds.' }),
    nameContains: t.string({ description: 'A part of the name; letter case does not matter.' }),
    operator: t.field({
      type: OperatorStatusFilter,
      description: 'A status at one operator. Costs one upstream call, where nothing fresh is held.',
    }),
    statusChangedSince: t.field({
      type: 'Date',
      description:
        'Senders of which any operator’s status changed on this day or later. A question of its own to the provider, which names no time zone for its days: it is asked from the day before, so a sender that changed then may be among them. Costs one upstream call.',
    }),
  }),
});

const SenderOrderField = builder.enumType('SenderOrderField', {
  description: 'What a list of senders is ordered by. Equal ones stand in the order of their creation.',
  values: {
    NAME: { description: 'By name; letter case does not matter.' },
    CREATED: { description: 'By the order of creation.' },
    STATUS: { description: 'By moderation status, in the order of the enum.' },
  } as const,
});
export const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Which end comes first.',
  values: { ASC: { description: 'The smallest or oldest first.' }, DESC: { description: 'The greatest or newest first.' } } as const,
});
const SenderOrder = builder.inputType('SenderOrder', {
  description: 'How to order senders.',
  fields: (t) => ({
    field: t.field({ type: SenderOrderField, required: true, description: 'By what.' }),
    direction: t.field({ type: OrderDirection, required: true, defaultValue: 'ASC', description: 'Which end comes first.' }),
  }),
});

export const SenderEdge = builder.edgeObject({ name: 'SenderEdge', description: 'A sender at its place in a list.', type: Sender });

const SenderConnection = builder.connectionObject(
  {
    name: 'SenderConnection',
    description: 'A page of senders.',
    type: Sender,
    fields: (t) => ({
      totalCount: t.int({
        description: 'All senders that the filter lets through, on all pages.',
        resolve: (page) => (page as unknown as SenderPage).totalCount,
      }),
      freshness: t.field({
        type: FreshnessType,
        description: 'How old the names and moderation statuses are.',
        resolve: (page) => (page as unknown as SenderPage).freshness,
      }),
    }),
  },
  SenderEdge,
);

export interface SenderListArgs extends PageArgs {
  readonly subclient?: string | null | undefined;
  readonly filter?: (Omit<ListFilter, 'statusChangedSince'> & { readonly statusChangedSince?: Date | null | undefined }) | null | undefined;
  readonly orderBy?: SenderOrderShape | null | undefined;
}

/** The arguments of Query.senders as the loader takes them. */
export const listQueryOf = ({ subclient, filter, orderBy, ...page }: SenderListArgs): ListQuery => ({
  subclient: subclient ?? null,
  filter: { ...filter, statusChangedSince: filter?.statusChangedSince?.toISOString().slice(0, 10) },
  orderBy: orderBy ?? DEFAULT_ORDER,
  ...page,
});

builder.queryFields((t) => ({
  sender: t.field({
    type: Sender,
    nullable: true,
    description: 'One sender, or null where there is none. Costs one upstream call, where nothing fresh is held.',
    args: {
      by: t.arg({ type: SenderBy, required: true, description: 'Which one.' }),
      subclient: t.arg.string({ description: SUBCLIENT_ARGUMENT }),
    },
    resolve: (_, { by, subclient }, { senders }) => senders.find(senderKeyOf(by, subclient, ['by'])),
  }),
  senders: t.connection(
    {
      type: Sender,
      description:
        'All senders of the account, or of one subclient, newest first. At most 500 a page; 50 where neither first nor last is given. Costs one upstream call, where nothing fresh is held.',
      args: {
        subclient: t.arg.string({ description: SUBCLIENT_ARGUMENT }),
        filter: t.arg({ type: SenderFilter, description: 'Which ones; all where it is left out.' }),
        orderBy: t.arg({ type: SenderOrder, description: 'In which order; newest first where it is left out.' }),
      },
      extensions: priced<SenderListArgs>({
        page: (args, sizes) => Math.min(askedSize(args) ?? 0, sizes.senders(args.subclient ?? null)),
        work: (args, sizes) => {
          if (askedSize(args) === null) return [];
          const query = listQueryOf(args);
          const { subclient, filter, orderBy } = query;
          return [
            { key: JSON.stringify([subclient, orderBy]), scanned: sizes.unsorted(subclient, orderBy) },
            ...(isFilter(filter) ? [{ key: listKey(query), scanned: sizes.senders(subclient) }] : []),
          ];
        },
      }),
      resolve: (_, args, { senders }) => senders.list(listQueryOf(args)) as never,
    },
    SenderConnection,
  ),
}));

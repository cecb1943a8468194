import type { JournaledEvent } from '../account/events/events.ts';
import { operatorOf } from '../domain/operators.ts';
import { SENDER_EVENT_KINDS } from '../domain/sender-events.ts';
import { fileStatusOf, registrationStatusOf, senderStatusOf } from '../domain/statuses.ts';
import { askedSize } from '../loaders/page.ts';
import { type EventList, type EventListQuery, eventCursor, mostReadOfOne } from '../loaders/sender-events.ts';
import type { Sizes } from '../loaders/sizes.ts';
import { builder } from './builder.ts';
import { enumFromTable } from './enum-from-table.ts';
import { Operator } from './operator.ts';
import { RegistrationStatusEnum } from './operator-status.ts';
import { AS_LONG_AS_THE_PAGE, priced } from './price/price-hint.ts';
import { Sender, SenderStatusEnum } from './sender.ts';
import { SenderFile, SenderFileStatusEnum } from './sender-file.ts';
import { OrderDirection, SUBCLIENT_ARGUMENT } from './sender-queries.ts';

export const SenderEventKindEnum = enumFromTable('SenderEventKind', SENDER_EVENT_KINDS, 'What can happen to a sender.');

const changeOf = ({ event }: JournaledEvent) => ({
  before: 'before' in event ? event.before : null,
  after: 'after' in event ? event.after : null,
});
const isOf =
  (part: (typeof SENDER_EVENT_KINDS)[keyof typeof SENDER_EVENT_KINDS]['part']) =>
  ({ event: { kind } }: JournaledEvent) =>
    SENDER_EVENT_KINDS[kind].part === part;
const [ofSender, ofOperator, ofFile] = [isOf('names'), isOf('operators'), isOf('files')];

export const SenderEvent = builder.objectRef<JournaledEvent>('SenderEvent').implement({
  description: 'Something that happened to a sender, as the gateway saw it between two answers of the provider, or did it itself.',
  fields: (t) => ({
    cursor: t.string({
      description: 'Its place among all events of the account. For `after`: what comes behind it, with no gap and no repeat.',
      resolve: ({ cursor }) => eventCursor(cursor),
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When the gateway saw it. It happened after the refresh before that one.',
      resolve: ({ at }) => new Date(at),
    }),
    kind: t.field({ type: SenderEventKindEnum, description: 'What happened.', resolve: ({ event }) => event.kind }),
    smscId: t.string({
      description: 'The provider’s own number of the sender, as a decimal string.',
      resolve: ({ event }) => event.smscId,
    }),
    name: t.string({ description: 'The sender’s name.', resolve: ({ event }) => event.name }),
    subclient: t.string({
      nullable: true,
      description: 'The login of the subclient whose sender it is; null: the account’s own.',
      resolve: ({ event }) => event.subclient,
    }),
    sender: t.field({
      type: Sender,
      nullable: true,
      description:
        'The sender as it is now, which may be later than the event; null where it is gone. Costs one upstream call, where nothing fresh is held.',
      resolve: ({ event: { subclient, smscId } }, _, { senders }) => senders.find({ subclient, smscId }),
    }),
    operator: t.field({
      type: Operator,
      nullable: true,
      description: 'Which operator’s status changed; null for other kinds.',
      resolve: ({ event }) => ('column' in event ? operatorOf(event.column) : null),
    }),
    statusBefore: t.field({
      type: RegistrationStatusEnum,
      nullable: true,
      description: 'The operator’s status before; null for other kinds, and where the operator had no row of this sender.',
      resolve: (event) => (ofOperator(event) ? named(registrationStatusOf, changeOf(event).before) : null),
    }),
    statusAfter: t.field({
      type: RegistrationStatusEnum,
      nullable: true,
      description: 'The operator’s status after; null for other kinds, and where the operator has no row of this sender any more.',
      resolve: (event) => (ofOperator(event) ? named(registrationStatusOf, changeOf(event).after) : null),
    }),
    senderStatusBefore: t.field({
      type: SenderStatusEnum,
      nullable: true,
      description: 'The moderation status before, of SENDER_STATUS_CHANGED and SENDER_REMOVED; null for other kinds.',
      resolve: (event) => (ofSender(event) ? named(senderStatusOf, changeOf(event).before) : null),
    }),
    senderStatusAfter: t.field({
      type: SenderStatusEnum,
      nullable: true,
      description: 'The moderation status after, of SENDER_STATUS_CHANGED and SENDER_ADDED; null for other kinds.',
      resolve: (event) => (ofSender(event) ? named(senderStatusOf, changeOf(event).after) : null),
    }),
    file: t.field({
      type: SenderFile,
      nullable: true,
      description:
        'The document as it is now; null for kinds that concern none, and where it is gone. Costs one upstream call, where nothing fresh is held.',
      resolve: async ({ event }, _, { senders }) => {
        if (!('file' in event)) return null;
        const { subclient, smscId, file } = event;
        const [found = null] = await senders.filesByKeys([{ fileId: file.smscId, sender: { subclient, smscId } }]);
        if (found instanceof Error) throw found;
        return found;
      },
    }),
    fileName: t.string({
      nullable: true,
      description: 'The document’s name; null for kinds that concern none.',
      resolve: ({ event }) => ('file' in event ? event.file.name : null),
    }),
    fileStatusBefore: t.field({
      type: SenderFileStatusEnum,
      nullable: true,
      description: 'The document’s status before; null for other kinds than FILE_STATUS_CHANGED.',
      resolve: (event) => (ofFile(event) ? named(fileStatusOf, changeOf(event).before) : null),
    }),
    fileStatusAfter: t.field({
      type: SenderFileStatusEnum,
      nullable: true,
      description: 'The document’s status after; null for kinds that concern none.',
      resolve: (event) => (ofFile(event) ? named(fileStatusOf, changeOf(event).after) : null),
    }),
    rawStatusBefore: t.int({
      nullable: true,
      description: 'The provider’s own number of whichever status was before, also where that is UNKNOWN.',
      resolve: (event) => changeOf(event).before,
    }),
    rawStatusAfter: t.int({
      nullable: true,
      description: 'The provider’s own number of whichever status is after, also where that is UNKNOWN.',
      resolve: (event) => changeOf(event).after,
    }),
  }),
});

/** Null stays null: nothing was reported, which is not a status that nobody knows. */
const named = <Status>(statusOf: (wire: number | null) => Status, wire: number | null): Status | null =>
  wire === null ? null : statusOf(wire);

const SenderEventEdge = builder.objectRef<JournaledEvent>('SenderEventEdge').implement({
  description: 'An event at its place in the journal.',
  fields: (t) => ({
    cursor: t.string({ description: 'The event’s cursor.', resolve: ({ cursor }) => eventCursor(cursor) }),
    node: t.field({ type: SenderEvent, description: 'The event itself.', resolve: (event) => event }),
  }),
});

const SenderEventConnection = builder.objectRef<EventList>('SenderEventConnection').implement({
  description: 'A page of events.',
  fields: (t) => ({
    edges: t.field({
      type: [SenderEventEdge],
      description: 'The page, each event with its cursor.',
      extensions: AS_LONG_AS_THE_PAGE,
      resolve: ({ events }) => [...events],
    }),
    nodes: t.field({
      type: [SenderEvent],
      description: 'The page, events alone.',
      extensions: AS_LONG_AS_THE_PAGE,
      resolve: ({ events }) => [...events],
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description:
        'Where the page stands in the journal. `endCursor` is as far as was looked: where few events fit, a page may be short or empty and still have a next one.',
      resolve: ({ events: [first], hasMore, end }) => ({
        hasNextPage: hasMore,
        hasPreviousPage: false,
        startCursor: first === undefined ? null : eventCursor(first.cursor),
        endCursor: end === null ? null : eventCursor(end),
      }),
    }),
    newestCursor: t.string({
      description:
        'The end of the account’s journal now. Read the senders after this, then subscribe with it as `after`: between the two nothing is missed.',
      resolve: ({ newest }) => eventCursor(newest),
    }),
  }),
});

const FIRST_ARGUMENT = 'At most this many: 0 to 500. 50 where it is left out.';
const KINDS_ARGUMENT = 'Only these kinds.';
const IDS_ARGUMENT = 'Only senders with these numbers of the provider’s.';

type EventsArgs = Omit<EventListQuery, 'newestFirst' | 'subclient'> & { readonly direction: 'ASC' | 'DESC' };

function eventsRead({ direction, ...query }: EventsArgs, sizes: Sizes): number {
  const size = askedSize({ first: query.first });
  return size === null ? 0 : sizes.eventsRead({ ...query, newestFirst: direction === 'DESC' }, size);
}

builder.queryField('events', (t) =>
  t.field({
    type: SenderEventConnection,
    description:
      'What happened to the senders, kept for 30 days or 1,000,000 events unless the gateway’s settings say otherwise. Costs nothing upstream, and sees what others made fresh: the gateway looks by itself only while someone subscribes.',
    args: {
      first: t.arg.int({ description: FIRST_ARGUMENT }),
      after: t.arg.string({
        description: 'Only what comes behind this cursor, in the direction asked for. CURSOR_EXPIRED where it is too old.',
      }),
      direction: t.arg({
        type: OrderDirection,
        required: true,
        defaultValue: 'ASC',
        description: 'ASC: the oldest first, as they are subscribed to. DESC: the newest first.',
      }),
      subclient: t.arg.string({ description: SUBCLIENT_ARGUMENT }),
      smscIds: t.arg.stringList({ description: IDS_ARGUMENT }),
      kinds: t.arg({ type: [SenderEventKindEnum], description: KINDS_ARGUMENT }),
    },
    extensions: priced<EventsArgs>({
      journal: true,
      page: (args, sizes) => Math.min(askedSize({ first: args.first }) ?? 0, eventsRead(args, sizes)),
      work: (args, sizes) => [{ events: eventsRead(args, sizes) }],
    }),
    resolve: (_, { subclient, direction, ...query }, { events }) =>
      events.list({ ...query, subclient: subclient ?? null, newestFirst: direction === 'DESC' }),
  }),
);

builder.objectField(Sender, 'history', (t) =>
  t.field({
    type: SenderEventConnection,
    description: 'What happened to this sender, newest first, as far back as the journal goes. Costs nothing upstream.',
    args: {
      first: t.arg.int({ description: FIRST_ARGUMENT }),
      after: t.arg.string({ description: 'Only what happened before the event with this cursor.' }),
      kinds: t.arg({ type: [SenderEventKindEnum], description: KINDS_ARGUMENT }),
    },
    extensions: priced<Omit<EventsArgs, 'direction'>>({
      page: ({ first }, sizes) => Math.min(askedSize({ first }) ?? 0, sizes.history),
      work: ({ first, kinds }, sizes) => {
        const size = askedSize({ first });
        return [{ events: size === null ? 0 : Math.min(mostReadOfOne({ kinds }, size), sizes.history) }];
      },
    }),
    resolve: (sender, query, { events }) => events.history(sender, query),
  }),
);

builder.subscriptionType({
  description: 'What comes by itself: server-sent events at /graphql, or WebSocket with the graphql-ws protocol.',
});

builder.subscriptionField('senderEvents', (t) =>
  t.field({
    type: SenderEvent,
    description:
      'What changed, as the gateway sees it change. While someone subscribes it asks the provider in the background, within the limits and behind people, so most changes come within a minute.',
    args: {
      subclient: t.arg.string({ description: SUBCLIENT_ARGUMENT }),
      smscIds: t.arg.stringList({ description: IDS_ARGUMENT }),
      kinds: t.arg({ type: [SenderEventKindEnum], description: KINDS_ARGUMENT }),
      after: t.arg.string({
        description:
          'Resumes behind the event with this cursor: no gap and no repeat, across restarts and from another instance. CURSOR_EXPIRED where it is too old. Left out: only what comes from now on.',
      }),
    },
    // A browser's event stream that connects again asks for the address of before, and says beside it what it has got.
    subscribe: (_, { subclient, smscIds, kinds, after }, { events, place }) =>
      events.follow({ subclient: subclient ?? null, smscIds, kinds }, place.cursor ?? after),
    resolve: (event, _, { senders, events, place }) => {
      place.cursor = eventCursor(event.cursor);
      // The subscription is one request, however long: what an earlier event read is old by now.
      senders.forget();
      events.forget();
      return event;
    },
  }),
);

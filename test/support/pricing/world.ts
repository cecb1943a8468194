import { randomUUID } from 'node:crypto';
import { type DocumentNode, execute, type GraphQLSchema, parse } from 'graphql';
import { MAX_ACTIVE_IMPORTS } from '../../../src/domain/imports.ts';
import { OPERATORS } from '../../../src/domain/operators.ts';
import { QUOTAS } from '../../../src/domain/quotas.ts';
import { rowsOf } from '../../../src/domain/table.ts';
import type { GraphQLContext } from '../../../src/graphql/context.ts';
import { schema as ownSchema } from '../../../src/graphql/schema.ts';
import { subgraphOf } from '../../../src/graphql/subgraph.ts';
import { contextMaker } from '../../../src/http/request/operation-context.ts';
import { newOperation, type OperationRecord, type RequestScope } from '../../../src/http/request/request-scope.ts';
import { startImports } from '../../../src/imports/imports.ts';
import { Grant } from '../../../src/loaders/grant.ts';
import type { Principal } from '../../../src/loaders/principal.ts';
import { createWebhooks } from '../../../src/webhooks/webhooks.ts';
import { reading } from '../scripted-provider.ts';
import { testAccount } from '../test-account.ts';

/** What operations can be asked about that find something. */
export interface Known {
  readonly nodeIds: readonly string[];
  readonly senderIds: readonly string[];
  readonly smscIds: readonly string[];
  readonly names: readonly string[];
  readonly senderCursors: readonly string[];
  readonly eventCursors: readonly string[];
  readonly importIds: readonly string[];
}

export interface PricedWorld {
  readonly schema: GraphQLSchema;
  readonly principal: Principal;
  readonly known: Known;
  /** For one operation. */
  context(): OperationWorld;
  close(): Promise<void>;
}

export interface OperationWorld {
  readonly operation: OperationRecord;
  readonly context: GraphQLContext;
  /** Entries of the journal that it was given. */
  readonly eventsRead: () => number;
}

export const SUBCLIENT = 'branch';
const DAY_MS = 86_400_000;
const STATUSES = [0, 1, 2, 9, null];

/** Each shows other statuses than the one before. */
const LAST_ROUND = 2;

/** A small account with something of everything, all of it in memory; pages of some senders, as they are asked for here, are executed in a tenth of a millisecond. */
export async function pricedWorld(senders = 60): Promise<PricedWorld> {
  const rows = (round: number) =>
    Array.from({ length: senders }, (_, index) =>
      reading(String(1_000 + index), `Shop ${index}`, {
        // Two events each, and one more of a few.
        status: STATUSES[(index < 6 ? index + round : index) % STATUSES.length] ?? null,
        operators: rowsOf(OPERATORS).map(([, { column }], place) => ({
          column,
          status: place === index % 19 ? round : place % 7,
          replacementName: null,
        })),
        files: Array.from({ length: 1 + (index % 2) }, (_, file) => ({
          smscId: String(100 * index + file),
          name: `mark-${file}.pdf`,
          status: file % 3,
          comment: null,
        })),
      }),
    );
  const quota = async () => ({
    buckets: rowsOf(QUOTAS).map(([name, { calls: limit, windowSeconds }]) => ({
      name,
      limit,
      remaining: limit,
      windowSeconds,
      resetAt: null,
    })),
    concurrent: 0,
    concurrentLimit: 12,
  });
  const { account, provider, clock, store } = testAccount(rows(0), { quota });
  const imports = startImports({ store, account, key: 'test', randomId: randomUUID, reportFault: reject });
  const webhooks = createWebhooks({
    store,
    account,
    key: 'test',
    post: { send: reject, close: async () => {} },
    randomId: randomUUID,
    reportFault: reject,
  });
  const principal: Principal = {
    name: 'owner',
    account,
    imports,
    webhooks,
    access: 'write',
    grant: new Grant(),
    subclients: [SUBCLIENT],
    anySubclient: false,
    confinedTo: null,
  };
  /** A sender is of the account or of the subclient, never of both. */
  const readAll = async (round: number) => {
    for (const subclient of [null, SUBCLIENT]) {
      const offset = subclient === null ? 0 : 10_000;
      provider.senders = rows(round).map((row) => ({ ...row, smscId: String(Number(row.smscId) + offset) }));
      for (const part of ['names', 'operators', 'files'] as const) await account.snapshot(subclient, [part]);
    }
  };
  for (let round = 0; round <= LAST_ROUND; round += 1) {
    await readAll(round);
    clock.advance(DAY_MS);
  }
  await readAll(LAST_ROUND);
  await account.eventIndex.upToDate();

  const schema = subgraphOf(ownSchema, { tellsSchema: true });
  const makeContext = contextMaker({ now: () => new Date(clock.now()), maxQuestions: Number.POSITIVE_INFINITY, pay: () => null });
  const { signal } = new AbortController();
  const context = () => {
    const operation = newOperation();
    let eventsRead = 0;
    const read: typeof account.events.read = async (range) => {
      const page = await account.events.read(range);
      eventsRead += page.events.length;
      return page;
    };
    // Its getters stay its own.
    const watched = Object.assign(Object.create(account) as typeof account, { events: { ...account.events, read } });
    const scope = { principal: { ...principal, account: watched }, traceparent: null, refusal: null, signal } as RequestScope;
    return { operation, context: makeContext({ scope, operation, cursor: null }), eventsRead: () => eventsRead };
  };
  const importIds: string[] = [];
  for (let job = 0; job < Math.min(2, MAX_ACTIVE_IMPORTS); job += 1) {
    const { data } = await execute({ schema, document: BEGIN, contextValue: context().context });
    const { id } = (data as unknown as Begun).importSenders.job;
    await execute({ schema, document: PAUSE, variableValues: { id }, contextValue: context().context });
    importIds.push(id);
  }
  for (const subclient of [null, SUBCLIENT])
    await execute({ schema, document: ORDERS, variableValues: { subclient }, contextValue: context().context });
  const { data } = await execute({ schema, document: KNOWN, contextValue: context().context });
  const { own, events } = data as unknown as Found;
  return {
    schema,
    principal,
    known: {
      nodeIds: own.edges.flatMap(({ node }) => [node.id, ...node.files.map(({ id }) => id)]),
      senderIds: own.edges.map(({ node }) => node.id),
      smscIds: own.edges.map(({ node }) => node.smscId),
      names: own.edges.map(({ node }) => node.name),
      senderCursors: own.edges.map(({ cursor }) => cursor),
      eventCursors: events.edges.map(({ cursor }) => cursor),
      importIds,
    },
    context,
    async close() {
      await imports.close();
      await webhooks.close();
      await account.close();
      await store.close();
    },
  };
}

const reject = (): never => {
  throw new Error('Nothing may go out of this world, nor fail in it.');
};

const BEGIN: DocumentNode = parse(`mutation { importSenders(input: { rows: [
  { name: "Shop 1" } { name: "New 1" } { name: "New 2" } { name: "no name" }
] }) { ... on ImportSendersSuccess { job { id } } } }`);
const PAUSE: DocumentNode = parse('mutation ($id: ID!) { pauseImport(input: { id: $id }) { __typename } }');
/** A list is put in an order once; what this world is asked for are its pages. */
const ORDERS: DocumentNode = parse(
  `query ($subclient: String) { ${['NAME', 'CREATED', 'STATUS']
    .flatMap((field) =>
      ['ASC', 'DESC'].map(
        (direction) =>
          `${field}_${direction}: senders(subclient: $subclient, orderBy: { field: ${field}, direction: ${direction} }) { totalCount }`,
      ),
    )
    .join(' ')} }`,
);
const KNOWN: DocumentNode = parse(`{
  own: senders(first: 500) { edges { cursor node { id smscId name files { id } } } }
  events(first: 500) { edges { cursor } }
}`);
interface Begun {
  readonly importSenders: { readonly job: { readonly id: string } };
}
interface Found {
  readonly own: {
    readonly edges: readonly {
      readonly cursor: string;
      readonly node: {
        readonly id: string;
        readonly smscId: string;
        readonly name: string;
        readonly files: readonly { readonly id: string }[];
      };
    }[];
  };
  readonly events: { readonly edges: readonly { readonly cursor: string }[] };
}

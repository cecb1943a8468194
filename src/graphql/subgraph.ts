import { extendSchema, type GraphQLFieldResolver, type GraphQLSchema, parse } from 'graphql';
import { InvalidInputError } from '../errors.ts';
import { MAX_PAGE, requirePage } from '../loaders/page.ts';
import type { GraphQLContext } from './context.ts';
import { itemsInSlices } from './long-lists.ts';
import { decodeNodeId, parseSenderLocalId } from './node-id.ts';
import { priced } from './price/price-hint.ts';
import { schemaText } from './schema-text.ts';

/** What other subgraphs may do with these types: add fields to a sender, have a PageInfo of their own. */
const DIRECTIVES = { Sender: '@key(fields: "id")', PageInfo: '@shareable' };
/** The oldest version of Apollo Federation that knows a subscription in a subgraph. */
const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.4", import: ["@key", "@shareable"])';

const FEDERATION = parse(`
  "What names an entity: its type and its key."
  scalar _Any

  "Whatever other subgraphs can refer to."
  union _Entity = Sender

  extend type Query {
    "The entities that other subgraphs refer to, in their order; null where there is none. Costs what reading them costs."
    _entities("Each with its type and its key, ${MAX_PAGE} at most." representations: [_Any!]!): [_Entity]!
  }
`);

const SERVICE = parse(`
  "What a gateway composes its schema from."
  type _Service {
    "This schema with the directives of Apollo Federation."
    sdl: String!
  }

  extend type Query {
    "This service as a subgraph."
    _service: _Service!
  }
`);

/**
 * The same schema as a subgraph of Apollo Federation 2.
 * @param tellsSchema false: without `_service`, which tells the whole schema to whoever may ask anything
 */
export function subgraphOf(schema: GraphQLSchema, { tellsSchema }: { readonly tellsSchema: boolean }): GraphQLSchema {
  const entitiesAlone = extendSchema(schema, FEDERATION);
  const subgraph = tellsSchema ? extendSchema(entitiesAlone, SERVICE) : entitiesAlone;
  const fields = subgraph.getQueryType()?.getFields();
  if (fields?._entities === undefined) throw new TypeError('the schema has no Query');
  fields._entities.resolve = itemsInSlices(entities);
  fields._entities.extensions = priced<Representations>({
    items: ({ representations }) => (representations.length > MAX_PAGE ? 0 : representations.length),
  });
  if (fields._service !== undefined) {
    const sdl = subgraphText(schema);
    fields._service.resolve = () => ({ sdl });
  }
  const Entity = subgraph.getType('_Entity');
  if (Entity !== undefined && 'resolveType' in Entity) Entity.resolveType = () => 'Sender';
  return subgraph;
}

/** As composition reads it. */
export function subgraphText(schema: GraphQLSchema): string {
  const marked = Object.entries(DIRECTIVES).reduce(
    (text, [type, directive]) => text.replace(new RegExp(`^type ${type}\\b[^{]*`, 'm'), `$&${directive} `),
    schemaText(schema),
  );
  return `${LINK}\n\n${marked}`;
}

interface Representations {
  readonly representations: readonly unknown[];
}

/** A reference that is none leaves the others. */
const entities: GraphQLFieldResolver<unknown, GraphQLContext, Representations> = (_, { representations }, { senders }) => {
  requirePage('representations', representations);
  return representations.map(async (representation) => senders.find(senderKeyIn(representation)));
};

/** @throws InvalidInputError */
function senderKeyIn(representation: unknown) {
  const { __typename: type, id } = Object(representation);
  const node = type === 'Sender' && typeof id === 'string' ? decodeNodeId(id) : null;
  if (node?.typename === 'Sender') return parseSenderLocalId(node.id);
  throw new InvalidInputError([
    { path: ['representations'], message: 'each must be { __typename: "Sender", id: … } with the `id` of a sender' },
  ]);
}

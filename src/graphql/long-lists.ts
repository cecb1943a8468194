import {
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { TimeSlices } from '../concurrency/fair-scheduler.ts';
import type { GraphQLContext } from './context.ts';

/** Longer lists are handed out item by item. The operator columns of a sender are fewer. */
const SHORT = 32;

/**
 * Lets graphql-js complete the items of long lists in slices of the event loop: it has no way to pause but to wait for an item. Short lists come
 * as they are, and wait only where the slice is used up. Changes the schema's resolvers.
 */
export function completeInSlices(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.resolve !== undefined && isListOfObjects(field.type)) field.resolve = itemsInSlices(field.resolve);
    }
  }
  return schema;
}

/** Scalars are completed before a clock could be looked at. */
function isListOfObjects(type: GraphQLOutputType): boolean {
  if (isNonNullType(type)) return isListOfObjects(type.ofType);
  return isListType(type) && isCompositeType(isNonNullType(type.ofType) ? type.ofType.ofType : type.ofType);
}

type Resolver = GraphQLFieldResolver<unknown, GraphQLContext>;

export const itemsInSlices =
  (resolve: Resolver): Resolver =>
  (source, args, context, info) => {
    const { slices } = context.principal.account;
    const list = () => {
      const items: unknown = resolve(source, args, context, info);
      return items instanceof Promise ? items.then((late: unknown) => inSlices(late, slices)) : inSlices(items, slices);
    };
    // An operation may ask for thirty lists, and all of them begin at once.
    const due = slices.yieldIfDue();
    return due === null ? list() : due.then(list);
  };

function inSlices(items: unknown, slices: TimeSlices): unknown {
  if (!Array.isArray(items)) return items;
  if (items.length > SHORT) return oneByOne(items, slices);
  const due = slices.yieldIfDue();
  if (due === null) return items;
  disown(items);
  return due.then(() => items);
}

/** One that fails before it is handed out is nobody's yet, and would end the process. */
function disown(items: readonly unknown[]): void {
  for (const item of items) if (item instanceof Promise) item.catch(() => {});
}

/** A promise an item, kept in their order. */
function oneByOne(items: readonly unknown[], slices: TimeSlices): readonly Promise<unknown>[] {
  disown(items);
  const turns = items.map(() => Promise.withResolvers<unknown>());
  const handOut = async () => {
    for (const [index, { resolve }] of turns.entries()) {
      // Whatever the last item led to has run by then.
      await slices.yieldIfDue();
      resolve(items[index]);
    }
  };
  void handOut();
  return turns.map(({ promise }) => promise);
}

import {
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { Tally, type Work } from '../../domain/prices.ts';
import type { Sizes } from '../../loaders/sizes.ts';
import { type CollectedField, FieldCollector, type Variables } from './field-collector.ts';
import { IntrospectionCount } from './introspection.ts';
import { priceHintOf } from './price-hint.ts';

export interface PricedOperation {
  readonly schema: GraphQLSchema;
  /** A valid one. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced, defaults included. */
  readonly variables: Variables;
  readonly sizes: Sizes;
}

/** Selections that are looked at before a price counts as too high to be counted; each is a value of the answer at the least. */
const MOST_STEPS = 50_000;

/**
 * What an operation does at the most: its fields are collected as execution collects them, those of a list once for all items. Variables
 * and literals come to the same: what counts is the arguments that resolvers get.
 * @returns null where it is too much to be counted
 */
export function priceOf({ schema, document, operation, variables, sizes }: PricedOperation): Work | null {
  const collector = new FieldCollector(schema, document, variables, MOST_STEPS);
  const root = schema.getRootType(operation.operation);
  const work = new Pricing(collector, sizes).ofOperation(root ?? null, operation.selectionSet);
  return collector.gaveUp ? null : work;
}

class Pricing {
  readonly #collector: FieldCollector;
  readonly #introspection: IntrospectionCount;
  readonly #sizes: Sizes;
  /** Work that is done once, whoever asks for it. */
  readonly #shared = new Map<string, Partial<Work>>();

  constructor(collector: FieldCollector, sizes: Sizes) {
    this.#collector = collector;
    this.#introspection = new IntrospectionCount(collector);
    this.#sizes = sizes;
  }

  ofOperation(root: GraphQLObjectType | null, selectionSet: SelectionSetNode): Work {
    const sum = new Tally();
    if (root !== null) sum.add(this.#ofObject(root, [selectionSet], 1));
    for (const work of this.#shared.values()) sum.add(work);
    return sum;
  }

  #ofObject(type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[], page: number): Work {
    const sum = new Tally();
    for (const collected of this.#collector.of(type, selectionSets)) this.#addField(sum, collected, page);
    return sum;
  }

  #addField(sum: Tally, collected: CollectedField, pageAbove: number): void {
    const { field, args, selectionSets } = collected;
    if (field.name.startsWith('__')) {
      sum.values += this.#introspection.ofField(collected, null);
      return;
    }
    sum.values += 1;
    // It is an error, and no more.
    if (args === null) return;
    const hint = priceHintOf(field);
    const page = hint.page === undefined ? pageAbove : hint.page(args as never, this.#sizes);
    const isList = isListType(getNullableType(field.type));
    const items = isList ? (hint.items?.(args as never, this.#sizes, page) ?? 1) : 1;
    if (isList) sum.values += items;
    for (const { key, ...work } of hint.work?.(args as never, this.#sizes) ?? []) {
      if (key === undefined) sum.add(work);
      else this.#shared.set(key, work);
    }

    const type = getNamedType(field.type);
    if (!isCompositeType(type) || items === 0) return;
    const one = new Tally();
    for (const object of isAbstractType(type) ? this.#collector.schema.getPossibleTypes(type) : [type])
      one.raise(this.#ofObject(object, selectionSets, page));
    sum.add(one, items);
  }
}

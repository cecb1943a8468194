import {
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { Tally, type Work } from '../../domain/prices.ts';
import type { Sizes } from '../../loaders/sizes.ts';
import { type CollectedField, FieldCollector, type Variables } from './field-collector.ts';
import { IntrospectionCount } from './introspection.ts';
import { NO_HINT, type PriceHint, priceHintOf } from './price-hint.ts';

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
    const { hint, isList, types } = factsOf(this.#collector.schema, field);
    // Wrong arguments make it an error, and no more.
    if (args === null || (types.length === 0 && hint === NO_HINT)) return;
    const page = hint.page === undefined ? pageAbove : hint.page(args as never, this.#sizes);
    const items = isList ? (hint.items?.(args as never, this.#sizes, page) ?? 1) : 1;
    if (isList) sum.values += items;
    for (const { key, ...work } of hint.work?.(args as never, this.#sizes) ?? []) {
      if (key === undefined) sum.add(work);
      else this.#shared.set(key, work);
    }

    if (items === 0) return;
    const [type, ...others] = types;
    if (type !== undefined && others.length === 0) {
      sum.add(this.#ofObject(type, selectionSets, page), items);
      return;
    }
    const known = hint.types?.(args as never);
    const most = new Tally();
    for (const object of types) {
      const count = known?.filter((name) => name === object.name).length;
      if (count === 0) continue;
      const one = this.#ofObject(object, selectionSets, page);
      if (count === undefined) most.raise(one);
      else sum.add(one, count);
    }
    sum.add(most, items);
  }
}

interface FieldFacts {
  readonly hint: PriceHint<never>;
  readonly isList: boolean;
  /** What its objects may be; empty where it has none. */
  readonly types: readonly GraphQLObjectType[];
}

const facts = new WeakMap<CollectedField['field'], FieldFacts>();

function factsOf(schema: GraphQLSchema, field: CollectedField['field']): FieldFacts {
  const known = facts.get(field);
  if (known !== undefined) return known;
  const type = getNamedType(field.type);
  const found = {
    hint: priceHintOf(field),
    isList: isListType(getNullableType(field.type)),
    types: isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [],
  };
  facts.set(field, found);
  return found;
}

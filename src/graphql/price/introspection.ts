import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { CollectedField, FieldCollector } from './field-collector.ts';

/**
 * How many values a field of introspection has, to the last one: the schema is there, so it is asked. What is selected of one type is counted
 * once, however many paths lead there.
 */
export class IntrospectionCount {
  readonly #collector: FieldCollector;
  readonly #info: GraphQLResolveInfo;
  /** By what is selected, then by what it is selected of. */
  readonly #known = new Map<string, Map<unknown, number>>();
  readonly #numbers = new Map<SelectionSetNode, number>();

  constructor(collector: FieldCollector) {
    this.#collector = collector;
    // All that the resolvers of introspection look at.
    this.#info = { schema: collector.schema } as GraphQLResolveInfo;
  }

  /** @param source what the field is of */
  ofField({ field, args, selectionSets }: CollectedField, source: unknown): number {
    if (args === null || isLeafType(getNullableType(field.type))) return 1;
    return 1 + this.#ofValue(field.type, field.resolve?.(source, args, null, this.#info), selectionSets);
  }

  #ofValue(type: GraphQLOutputType, value: unknown, selectionSets: readonly SelectionSetNode[]): number {
    if (value == null) return 0;
    if (isNonNullType(type)) return this.#ofValue(type.ofType, value, selectionSets);
    if (isListType(type))
      return (value as unknown[]).reduce<number>((sum, item) => sum + 1 + this.#ofValue(type.ofType, item, selectionSets), 0);
    return isObjectType(type) ? this.#ofObject(type, value, selectionSets) : 0;
  }

  #ofObject(type: GraphQLObjectType, source: unknown, selectionSets: readonly SelectionSetNode[]): number {
    const key = selectionSets.map((selectionSet) => this.#numberOf(selectionSet)).join(' ');
    const counted = this.#known.get(key) ?? new Map<unknown, number>();
    this.#known.set(key, counted);
    const known = counted.get(source);
    if (known !== undefined) return known;
    const count = this.#collector.of(type, selectionSets).reduce((sum, field) => sum + this.ofField(field, source), 0);
    counted.set(source, count);
    return count;
  }

  #numberOf(selectionSet: SelectionSetNode): number {
    const number = this.#numbers.get(selectionSet) ?? this.#numbers.size;
    this.#numbers.set(selectionSet, number);
    return number;
  }
}

import type { GraphQLFieldExtensions } from 'graphql';
import type { Work } from '../../domain/prices.ts';
import type { Sizes } from '../../loaders/sizes.ts';

/** What a field does beside the values that it answers with. */
export interface FieldWork extends Partial<Work> {
  /** Work with one key is done once in an operation, however many fields ask for it. */
  readonly key?: string;
}

/** What the price of a field depends on, beside what is selected of it. Stands on the field, by the resolver that has to keep to it. */
export interface PriceHint<Args> {
  /** Items of a list at the most; every field that is a list says so. @param page of the nearest field above that has one */
  readonly items?: (args: Args, sizes: Sizes, page: number) => number;
  /** Of a field that may be of several types: the type of each of its items, as far as that is known; null: of none. */
  readonly types?: (args: Args) => readonly (string | null)[];
  /** Items of the page that the lists below show. */
  readonly page?: (args: Args, sizes: Sizes) => number;
  readonly work?: (args: Args, sizes: Sizes) => readonly FieldWork[];
  /** True where the journal has to be looked at first. */
  readonly journal?: boolean;
}

type Extensions<Args> = { readonly price: PriceHint<Args> };

/** A field's extensions. */
export const priced = <Args = object>(hint: PriceHint<Args>): Extensions<Args> => ({ price: hint });

/** Of the lists of a connection. */
export const AS_LONG_AS_THE_PAGE = priced({ items: (_, __, page) => page });

/** Its arguments are those of the field, which the schema has coerced. */
export const priceHintOf = ({
  extensions,
}: {
  readonly extensions: Readonly<GraphQLFieldExtensions<unknown, unknown>>;
}): PriceHint<never> => (extensions as Partial<Extensions<never>>).price ?? NO_HINT;
export const NO_HINT: PriceHint<never> = {};

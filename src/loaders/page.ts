import { InvalidInputError } from '../errors.ts';
import { LONGEST_TOKEN, requireLength } from './text-length.ts';

export const DEFAULT_PAGE = 50;
export const MAX_PAGE = 500;

/** The four arguments of a connection. */
export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

export interface Page<Item> {
  readonly edges: readonly { readonly cursor: string; readonly node: Item }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

/**
 * How a list is ordered and how a place in it is named. A cursor holds the sort key itself, not an index,
 * so that it stays true while rows come and go, the row it was taken from included.
 */
export interface Ordering<Item, Key extends readonly (string | number)[]> {
  /** Distinguishes lists: a cursor of one is refused by another. */
  readonly list: string;
  /** Cursors are the caller's to forge. */
  readonly isKey: (key: readonly unknown[]) => key is Key;
  readonly keyOf: (item: Item) => Key;
  /** Negative where a stands before b in the list. */
  readonly compare: (a: Key, b: Key) => number;
}

export const encodeCursor = (list: string, key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify([list, ...key])).toString('base64url');

/** @throws InvalidInputError for a cursor of another list, or of none */
export function decodeCursor<Key extends readonly (string | number)[]>(
  argument: 'after' | 'before',
  cursor: string,
  { list, isKey }: Pick<Ordering<never, Key>, 'list' | 'isKey'>,
): Key {
  requireLength([argument], cursor, LONGEST_TOKEN);
  try {
    const [cursorList, ...key]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (cursorList === list && isKey(key)) return key;
  } catch {
    // Falls through to the one refusal.
  }
  throw new InvalidInputError([
    {
      path: [argument],
      message: 'is no cursor of this list. Take one from its edges or its pageInfo, with the same orderBy and subclient',
    },
  ]);
}

/** @throws InvalidInputError for a page size out of range */
export function sizeOf({ first, last }: PageArgs): number {
  const issues = (['first', 'last'] as const)
    .map((name) => ({ name, value: name === 'first' ? first : last }))
    .filter(({ value }) => value != null && (value < 0 || value > MAX_PAGE))
    .map(({ name }) => ({ path: [name], message: `must be 0 to ${MAX_PAGE}` }));
  if (first != null && last != null) issues.push({ path: ['last'], message: 'must not be given together with first' });
  if (issues.length > 0) throw new InvalidInputError(issues);
  return first ?? last ?? DEFAULT_PAGE;
}

/** As sizeOf; null where it would be refused. */
export function askedSize(args: PageArgs): number | null {
  try {
    return sizeOf(args);
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}

/**
 * What is asked for by name, one by one, is a page too.
 * @throws InvalidInputError
 */
export function requirePage(argument: string, asked: readonly unknown[]): void {
  if (asked.length > MAX_PAGE)
    throw new InvalidInputError([{ path: [argument], message: `has ${asked.length} items; ${MAX_PAGE} at most` }]);
}

/**
 * Cuts a page out of a list that stands in its order already.
 * @throws InvalidInputError for a page size out of range or a cursor of another list
 */
export function pageOf<Item, Key extends readonly (string | number)[]>(
  sorted: readonly Item[],
  ordering: Ordering<Item, Key>,
  args: PageArgs,
): Page<Item> {
  const size = sizeOf(args);
  const place = (argument: 'after' | 'before', cursor: string, inclusive: boolean) => {
    const key = decodeCursor(argument, cursor, ordering);
    return firstIndex(sorted, (item) => {
      const order = ordering.compare(ordering.keyOf(item), key);
      return inclusive ? order >= 0 : order > 0;
    });
  };
  const lower = args.after == null ? 0 : place('after', args.after, false);
  const upper = Math.max(lower, args.before == null ? sorted.length : place('before', args.before, true));
  const start = args.last == null ? lower : Math.max(lower, upper - size);
  const end = args.last == null ? Math.min(upper, lower + size) : upper;

  const edges = sorted.slice(start, end).map((node) => new Edge(ordering, node));
  return {
    edges,
    pageInfo: new PageInfo(edges, start > 0, end < sorted.length),
    totalCount: sorted.length,
  };
}

/** Makes its cursor for who asks: most lists are read for their nodes. */
class Edge<Item, Key extends readonly (string | number)[]> {
  readonly node: Item;
  readonly #ordering: Ordering<Item, Key>;

  constructor(ordering: Ordering<Item, Key>, node: Item) {
    this.#ordering = ordering;
    this.node = node;
  }

  get cursor(): string {
    return encodeCursor(this.#ordering.list, this.#ordering.keyOf(this.node));
  }
}

class PageInfo {
  readonly hasPreviousPage: boolean;
  readonly hasNextPage: boolean;
  readonly #edges: readonly { readonly cursor: string }[];

  constructor(edges: readonly { readonly cursor: string }[], hasPreviousPage: boolean, hasNextPage: boolean) {
    this.#edges = edges;
    this.hasPreviousPage = hasPreviousPage;
    this.hasNextPage = hasNextPage;
  }

  get startCursor(): string | null {
    return this.#edges.at(0)?.cursor ?? null;
  }

  get endCursor(): string | null {
    return this.#edges.at(-1)?.cursor ?? null;
  }
}

/** The first index at which `reached` holds, by halving: it must hold for all later items too. */
function firstIndex<Item>(sorted: readonly Item[], reached: (item: Item) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = sorted[middle];
    if (item !== undefined && !reached(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}

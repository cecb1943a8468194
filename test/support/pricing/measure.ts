import { type DocumentNode, execute, getOperationAST } from 'graphql';
import { pointsOf, Tally, type Work } from '../../../src/domain/prices.ts';
import { coerceVariables } from '../../../src/graphql/coerce-variables.ts';
import { priceOf } from '../../../src/graphql/price/price.ts';
import { planOf } from '../../../src/graphql/serializer/plan.ts';
import type { Sizes } from '../../../src/loaders/sizes.ts';
import type { PricedWorld } from './world.ts';

type Variables = Readonly<Record<string, unknown>>;

export interface Measured {
  readonly asked: Work;
  /** By what was counted outside of the gateway's own meter, as far as it shows there. */
  readonly done: Work;
  /** What the gateway's meter told. */
  readonly told: Work;
}

/** What an operation is priced at; null: its variables are wrong, and nothing would be executed. */
export function priceIn({ schema }: PricedWorld, document: DocumentNode, given: Variables, sizes: Sizes): Work | null {
  const operation = getOperationAST(document);
  if (operation == null) throw new TypeError('There is no operation.');
  const { values } = coerceVariables(schema, operation.variableDefinitions ?? [], given);
  if (values === null) return null;
  const price = priceOf({ schema, document, operation, variables: values, sizes });
  if (price === null) throw new RangeError('No generated operation is too much to be counted.');
  return price;
}

/** Prices an operation, then executes it, by graphql-js or by the writer of lists where that can do it. */
export async function measure(
  world: PricedWorld,
  document: DocumentNode,
  given: Variables,
  sizes: Sizes,
  byWriter: boolean,
): Promise<Measured | null> {
  const asked = priceIn(world, document, given, sizes);
  if (asked === null) return null;
  const { operation, context, eventsRead } = world.context();
  const plan = byWriter ? planOf(document, null) : null;
  const coerced = plan && coerceVariables(world.schema, getOperationAST(document)?.variableDefinitions ?? [], given).values;
  const text = coerced && ((await plan?.(context, coerced).catch(() => null)) ?? null);
  const data =
    text === null
      ? ((await execute({ schema: world.schema, document, contextValue: context, variableValues: given })).data ?? null)
      : JSON.parse(text);
  // Where a field failed, others may still be at work.
  if (text === null) await lastly();
  const values = valuesIn(data);
  if (text === null) context.done.values += values;
  const done = new Tally();
  done.add({ ...operation.done, values, events: eventsRead() });
  return { asked, done, told: operation.done };
}

const lastly = () => new Promise(setImmediate);

/** Counted in another way than the gateway counts them. */
function valuesIn(data: unknown): number {
  const open = [data];
  let count = 0;
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    const inner = Array.isArray(value) ? value : Object.values(value);
    count += inner.length;
    for (const each of inner) open.push(each);
  }
  return count;
}

const UNITS = ['values', 'scanned', 'events', 'judged'] as const;

/** Where less was asked than was done. */
export const tooCheap = ({ asked, done }: Measured): readonly (typeof UNITS)[number][] => UNITS.filter((unit) => asked[unit] < done[unit]);

/** How many times what was done was asked. */
export const ratioOf = ({ asked, done }: Measured): number => pointsOf(asked) / Math.max(1, pointsOf(done));

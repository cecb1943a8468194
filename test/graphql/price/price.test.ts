import fc from 'fast-check';
import { getIntrospectionQuery, parse, print, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sizes } from '../../../src/loaders/sizes.ts';
import { type Choices, quickChoices } from '../../support/pricing/choices.ts';
import { inlined } from '../../support/pricing/inlined.ts';
import { type Measured, measure, priceIn, ratioOf, tooCheap } from '../../support/pricing/measure.ts';
import { generateOperation } from '../../support/pricing/operations.ts';
import { type PricedWorld, pricedWorld } from '../../support/pricing/world.ts';

const SEED = 20_261_125;
let world: PricedWorld;
let sizes: Sizes;
beforeAll(async () => {
  world = await pricedWorld();
  sizes = new Sizes(world.principal, await world.principal.account.events.read({ limit: 1, reverse: true }));
});
afterAll(() => world.close());

/** Operations with their variables; decisions come from fast-check, which makes a failure small. */
const anOperation = fc.gen().map((decide): Choices => ({ upTo: (most) => decide(fc.nat, { max: most }) }));
const generated = (choices: Choices, sets = 1) => {
  const { text, variables } = generateOperation(choices, world.schema, world.known, sets);
  return { text, document: parse(text), variables: variables[0] ?? {} };
};

describe('a price', () => {
  it('is never below what was really written, scanned, read and judged, and rarely over twice that', async () => {
    const ratios: number[] = [];
    await fc.assert(
      fc.asyncProperty(anOperation, fc.boolean(), async (choices, byWriter) => {
        const { text, document, variables } = generated(choices);
        expect(validate(world.schema, document)).toEqual([]);
        const measured = await measure(world, document, variables, sizes, byWriter);
        if (measured === null) return;
        expect(tooCheap(measured), `${text}\n${JSON.stringify(variables)}\n${JSON.stringify(measured)}`).toEqual([]);
        ratios.push(ratioOf(measured));
      }),
      { numRuns: 600, seed: SEED },
    );
    expect(ratios.length).toBeGreaterThan(500);
    expect(ratios.filter((ratio) => ratio > 2).length / ratios.length).toBeLessThan(0.15);
    expect(ratios.filter((ratio) => ratio <= 1.25).length / ratios.length).toBeGreaterThan(0.6);
  });

  it('is the same for a document with variables as for the same document with literals', () => {
    let withVariables = 0;
    fc.assert(
      fc.property(anOperation, (choices) => {
        const { document, variables } = generated(choices);
        const price = priceIn(world, document, variables, sizes);
        fc.pre(price !== null);
        const literal = inlined(world.schema, document, variables);
        expect(priceIn(world, literal, {}, sizes), print(literal)).toEqual(price);
        if (print(literal) !== print(document)) withVariables += 1;
      }),
      { numRuns: 500, seed: SEED },
    );
    expect(withVariables).toBeGreaterThan(250);
  });

  it('is what the gateway’s own meter tells where that is looked at from outside', async () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const { text, document, variables } = generated(quickChoices(seed));
      const measured = await measure(world, document, variables, sizes, seed % 2 === 0);
      if (measured !== null) expect(measured.told, text).toEqual(measured.done);
    }
  });

  /** Each of these sizes is needed: told too small, it makes a price too cheap. */
  const TOO_SMALL: Readonly<Record<string, Partial<Record<keyof Sizes, unknown>>>> = {
    'senders of a list': { senders: () => 1 },
    'operators of a sender': { operators: 1 },
    'documents of a sender': { files: 0 },
    'events of a sender': { history: 1 },
    'entries of the journal': { eventsRead: () => 1 },
    'subclients of a caller': { subclients: 0 },
  };
  it.each(Object.keys(TOO_SMALL))('is found to be too cheap where it is made with too few %s', async (name) => {
    const wrong = new Proxy(sizes, {
      get: (target, key) => {
        const small: unknown = TOO_SMALL[name]?.[key as keyof Sizes];
        const value: unknown = Reflect.get(target, key, target);
        return small ?? (typeof value === 'function' ? value.bind(target) : value);
      },
    });
    for (let seed = 0; ; seed += 1) {
      expect(seed, 'operations, none of them too cheap').toBeLessThan(2_000);
      const { document, variables } = generated(quickChoices(seed));
      const measured: Measured | null = await measure(world, document, variables, wrong, false);
      if (measured !== null && tooCheap(measured).length > 0) return;
    }
  });

  it.each(['{ __schema { types { name fields { name args { name type { name } } } } } }', getIntrospectionQuery({ oneOf: true })])(
    'of introspection is exact',
    async (text) => {
      const measured = await measure(world, parse(text), {}, sizes, false);
      expect(measured?.asked.values).toBe(measured?.done.values);
    },
  );

  it('of types in types is counted without walking them all', () => {
    const levels = `${'{ possibleTypes { interfaces '.repeat(8)}{ name }${' } }'.repeat(8)}`;
    const began = performance.now();
    const price = priceIn(world, parse(`{ __schema { types ${levels} } }`), {}, sizes);
    expect(price?.values).toBeGreaterThan(1e6);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

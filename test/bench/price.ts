import { parse } from 'graphql';
import { pointsOf } from '../../src/domain/prices.ts';
import { Sizes } from '../../src/loaders/sizes.ts';
import { quickChoices } from '../support/pricing/choices.ts';
import { type Measured, measure, ratioOf, tooCheap } from '../support/pricing/measure.ts';
import { generateOperation } from '../support/pricing/operations.ts';
import { pricedWorld } from '../support/pricing/world.ts';
import { measureUnits } from './price-units.ts';

/** A document is parsed once, and asked with so many sets of variables. */
const SETS = 10;
const STEPS = [1, 1.1, 1.25, 1.5, 2, 3, 5, 10, 100, Number.POSITIVE_INFINITY];

/**
 * Prices and executes so many generated operations with variables, over a small account in memory: 60 senders and what belongs to them, pages of one to six.
 * Ends with 1 where one was priced below what it did. Prints how many times what was done was asked, and what a unit of each kind takes.
 */
export async function run([count = '1000000', seed = '1']: readonly string[]): Promise<void> {
  const world = await pricedWorld();
  const sizes = new Sizes(world.principal, await world.principal.account.events.read({ limit: 1, reverse: true }));
  const ratios: number[] = [];
  const sums = { asked: 0, done: 0 };
  const cheap: string[] = [];
  const began = performance.now();
  const cpu = process.cpuUsage();
  for (let number = 0; ratios.length < Number(count); number += 1) {
    const { text, variables } = generateOperation(quickChoices(Number(seed) * 1_000_003 + number), world.schema, world.known, SETS);
    const document = parse(text);
    for (const [set, given] of variables.entries()) {
      const measured: Measured | null = await measure(world, document, given, sizes, set % 2 === 0);
      if (measured === null) continue;
      ratios.push(ratioOf(measured));
      sums.asked += pointsOf(measured.asked);
      sums.done += pointsOf(measured.done);
      if (tooCheap(measured).length > 0) cheap.push(`${text}\n${JSON.stringify(given)}\n${JSON.stringify(measured)}`);
    }
  }
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `${ratios.length} operations in ${((performance.now() - began) / 1_000).toFixed(0)} s, ${((user + system) / ratios.length).toFixed(0)} µs of a core each`,
  );
  console.log(`${cheap.length} priced below what they did`);
  console.log(`asked over done, of all points: ${(sums.asked / sums.done).toFixed(2)}; of each operation:`);
  ratios.sort((a, b) => a - b);
  let below = 0;
  for (const step of STEPS) {
    const upTo = ratios.findLastIndex((ratio) => ratio <= step) + 1;
    console.log(
      `${`up to ${step}`.padStart(14)}: ${((upTo / ratios.length) * 100).toFixed(1).padStart(5)} % ${'█'.repeat(Math.round(((upTo - below) / ratios.length) * 60))}`,
    );
    below = upTo;
  }
  await world.close();
  await measureUnits();
  if (cheap.length > 0) throw new Error(`priced too low: ${cheap.slice(0, 3).join('\n\n')}`);
}

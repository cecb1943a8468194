/** Chance that comes again for the same seed: 0 to 1, without 1. */
export type Random = () => number;

/** Mulberry32: fast, and good enough to choose shapes by. */
export function randomBy(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const below = (random: Random, end: number): number => Math.floor(random() * end);
export const chance = (random: Random, share: number): boolean => random() < share;

/** @throws RangeError where there is nothing to choose from */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[below(random, items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** Of fifty times one may be great. */
const GREAT = 0.02;
const FEW = 300;

/** Mostly a few, now and then as many as that: all orders of magnitude come, the great ones seldom. */
export const howMany = (random: Random, most: number): number =>
  Math.floor(Math.exp(chance(random, GREAT) ? random() * Math.log(most) : random() ** 2 * Math.log(Math.min(FEW, most))));

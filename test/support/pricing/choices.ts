/** Where a generator takes its decisions from: fast-check, which makes failures small, or a quick source of numbers. */
export interface Choices {
  /** 0 to `most`. */
  upTo(most: number): number;
}

export const pick = <Item>(choices: Choices, items: readonly Item[]): Item => {
  const item = items[choices.upTo(items.length - 1)];
  if (item === undefined) throw new RangeError('There is nothing to pick from.');
  return item;
};

/** fast-check prefers what is small, and the ends: neither may make the rare frequent. What it makes small, it leaves out. */
export const oneIn = (choices: Choices, count: number): boolean => choices.upTo(count - 1) === count >> 1;

/** Mulberry32: quick, and the same for the same seed. */
export function quickChoices(seed: number): Choices {
  let state = seed >>> 0;
  return {
    upTo(most) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * (most + 1));
    },
  };
}

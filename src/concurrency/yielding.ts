import type { TimeSlices } from './fair-scheduler.ts';

/** Items between two looks at the clock, which costs as much as the cheapest of them. The costliest, a sender with 19 operators, takes 10 µs. */
const STEP = 64;

/** Hands on each item, in slices. */
export async function forEachInSlices<Item>(
  items: readonly Item[],
  slices: TimeSlices,
  work: (item: Item, index: number) => void,
): Promise<void> {
  for (let from = 0; from < items.length; from += STEP) {
    if (from > 0) await slices.yieldIfDue();
    const to = Math.min(items.length, from + STEP);
    for (let index = from; index < to; index += 1) work(items[index] as Item, index);
  }
}

/** `items.map(map)` in slices. */
export async function mapInSlices<Item, Result>(
  items: readonly Item[],
  slices: TimeSlices,
  map: (item: Item, index: number) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  await forEachInSlices(items, slices, (item, index) => void results.push(map(item, index)));
  return results;
}

/** `items.filter(holds)` in slices. */
export async function filterInSlices<Item>(items: readonly Item[], slices: TimeSlices, holds: (item: Item) => boolean): Promise<Item[]> {
  const kept: Item[] = [];
  await forEachInSlices(items, slices, (item) => {
    if (holds(item)) kept.push(item);
  });
  return kept;
}

/** Runs that are sorted at once: some 2 ms where comparing takes long. */
const RUN = 2_048;

/** `items.toSorted(compare)` in slices: runs, then merges of two. As stable. */
export async function sortInSlices<Item>(
  items: readonly Item[],
  slices: TimeSlices,
  compare: (a: Item, b: Item) => number,
): Promise<readonly Item[]> {
  let runs: Item[][] = [];
  for (let from = 0; from < items.length; from += RUN) {
    if (from > 0) await slices.yieldIfDue();
    runs.push(items.slice(from, from + RUN).sort(compare));
  }
  while (runs.length > 1) {
    const merged: Item[][] = [];
    for (let index = 0; index < runs.length; index += 2)
      merged.push(await merge(runs[index] ?? [], runs[index + 1] ?? [], slices, compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<Item>(a: readonly Item[], b: readonly Item[], slices: TimeSlices, compare: (a: Item, b: Item) => number) {
  const merged: Item[] = [];
  for (let left = 0, right = 0; left < a.length || right < b.length; ) {
    if (merged.length % STEP === 0) await slices.yieldIfDue();
    const takesLeft = right === b.length || (left < a.length && compare(a[left] as Item, b[right] as Item) <= 0);
    merged.push((takesLeft ? a[left++] : b[right++]) as Item);
  }
  return merged;
}

/**
 * A number in [0, 1) that depends on the words alone, so that the same seed gives the same course of events in any order of calls.
 * FNV-1a over the characters, then the finalizer of MurmurHash3, as FNV alone leaves neighbouring words close to each other.
 */
export function chance(...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of words.join('\u0000')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** @returns the item at a chance in [0, 1), each as likely as its weight */
export function weighted<Item extends { readonly weight: number }>(items: readonly [Item, ...Item[]], at: number): Item {
  let rest = at * items.reduce((sum, item) => sum + item.weight, 0);
  for (const item of items) {
    rest -= item.weight;
    if (rest < 0) return item;
  }
  return items[0];
}

import type { HeldPart, HeldRow } from './held-part.ts';

interface RowLength {
  readonly operators: number;
  readonly files: number;
}

const known = new WeakMap<ReadonlyMap<string, HeldRow>, RowLength>();

/** How much the sender of a part has that has the most; looked up once for the same rows. */
export function longestRow({ bySmscId }: HeldPart): RowLength {
  const found = known.get(bySmscId);
  if (found !== undefined) return found;
  let operators = 0;
  let files = 0;
  for (const row of bySmscId.values()) {
    operators = Math.max(operators, row.operators.length);
    files = Math.max(files, row.files.length);
  }
  const longest = { operators, files };
  known.set(bySmscId, longest);
  return longest;
}

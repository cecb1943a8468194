import type { TimeSlices } from '../../concurrency/fair-scheduler.ts';

/** Values that are written at once: some 0.1 ms. */
const PIECE = 500;

export interface Stringified {
  readonly text: string;
  /** As countValues counts them. */
  readonly values: number;
}

/** `JSON.stringify` of what graphql-js made, in slices: 250,000 values take 50 ms. */
export async function stringifyInSlices(data: unknown, slices: TimeSlices): Promise<Stringified> {
  const pieces: string[] = [];
  let values = 0;
  const write = async (value: unknown): Promise<void> => {
    const count = countUpTo(value, PIECE);
    if (count > PIECE) return Array.isArray(value) ? writeList(value) : writeObject(value as object);
    values += count;
    pieces.push(JSON.stringify(value));
    const due = slices.yieldIfDue();
    if (due !== null) await due;
  };
  const writeList = async (items: readonly unknown[]): Promise<void> => {
    let separator = '[';
    for (const item of items) {
      pieces.push(separator);
      values += 1;
      await write(item);
      separator = ',';
    }
    pieces.push(']');
  };
  const writeObject = async (object: object): Promise<void> => {
    let separator = '{';
    for (const [key, value] of Object.entries(object)) {
      pieces.push(`${separator}${JSON.stringify(key)}:`);
      values += 1;
      await write(value);
      separator = ',';
    }
    pieces.push('}');
  };
  await write(data);
  return { text: pieces.join(''), values };
}

/** How many values some data holds, but no more than just over a number. */
function countUpTo(data: unknown, most: number): number {
  if (typeof data !== 'object' || data === null) return 0;
  let count = 0;
  if (Array.isArray(data)) {
    for (const item of data) {
      count += 1 + countUpTo(item, most - count);
      if (count > most) break;
    }
  } else {
    for (const key in data) {
      count += 1 + countUpTo((data as Readonly<Record<string, unknown>>)[key], most - count);
      if (count > most) break;
    }
  }
  return count;
}

import type { OperatorReading } from './sender.ts';

/** Finds or makes a cell. */
export type OperatorCells = (column: string, status: number | null, replacementName: string | null) => OperatorReading;

/** Makes equal operator cells one object: 15,000 senders have 285,000 cells, but few different ones. */
export function operatorCells(): OperatorCells {
  const columns = new Map<string, Map<number | null, OperatorReading>>();
  const renamed = new Map<string, OperatorReading>();
  return (column, status, replacementName) => {
    const cell = { column, status, replacementName };
    if (replacementName !== null) return heldOr(renamed, JSON.stringify([column, status, replacementName]), () => cell);
    return heldOr(
      heldOr(columns, column, () => new Map()),
      status,
      () => cell,
    );
  };
}

function heldOr<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Facts as tables: the key of a row is the GraphQL enum value, and code, schema, docs and tests loop over the rows. */
export type Table<Row extends object> = Readonly<Record<string, Row>>;

/**
 * Declares a table, keeping its literal types.
 * @param unique columns in which no two rows may hold the same value; null may repeat.
 * @throws TypeError at load where a value stands twice, naming the rows.
 */
export const table =
  <Row extends object>() =>
  <const Rows extends Table<Row>>(rows: Rows, ...unique: (keyof Row)[]): Rows => {
    for (const column of unique) {
      const seen = new Map<unknown, string>();
      for (const [key, row] of Object.entries(rows)) {
        const value = row[column];
        if (value === null) continue;
        const other = seen.get(value);
        if (other !== undefined) {
          throw new TypeError(`${String(column)} ${String(value)} stands at both ${other} and ${key}`);
        }
        seen.set(value, key);
      }
    }
    return Object.freeze(rows);
  };

/** The keys of a table in its order. */
export const keysOf = <T extends object>(rows: T) => Object.keys(rows) as (keyof T & string)[];

/** The rows of a table in its order, each with its key. */
export const rowsOf = <T extends object>(rows: T) => Object.entries(rows) as { [K in keyof T & string]: [K, T[K]] }[keyof T & string][];

/** Finds a row's key by a unique column; rows that hold null there are not found. */
export const indexBy = <Row extends object, T extends Table<Row>, C extends keyof T[keyof T]>(
  rows: T,
  column: C,
): ReadonlyMap<NonNullable<T[keyof T][C]>, keyof T & string> =>
  new Map(
    rowsOf(rows)
      .filter(([, row]) => (row as T[keyof T])[column] !== null)
      .map(([key, row]) => [(row as T[keyof T])[column] as NonNullable<T[keyof T][C]>, key]),
  );

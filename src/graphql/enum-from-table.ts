import type { Table } from '../domain/table.ts';
import { rowsOf } from '../domain/table.ts';
import { builder } from './builder.ts';

/** An enum of a table's keys, each described by its row. */
export const enumFromTable = <T extends Table<{ readonly doc: string }>>(name: string, rows: T, description: string) =>
  builder.enumType(name, {
    description,
    values: Object.fromEntries(rowsOf(rows).map(([key, row]) => [key, { value: key, description: row.doc }])) as {
      [Key in keyof T & string]: { value: Key; description: string };
    },
  });

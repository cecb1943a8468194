import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { rowsFrom } from '../../../src/account/replica/held-part.ts';
import { decodePart, encodePart } from '../../../src/account/replica/part-codec.ts';
import { OPERATORS } from '../../../src/domain/operators.ts';
import type { SenderReading } from '../../../src/domain/sender.ts';
import { rowsOf } from '../../../src/domain/table.ts';
import { reading } from '../../support/scripted-provider.ts';
import { ALONE } from '../../support/slices.ts';

it('brings 15,000 senders of 19 operators through the store in less than a megabyte', async () => {
  const readings = Array.from({ length: 15_000 }, (_, index) =>
    reading(String(1_000_000 - index), `Shop${index}`, {
      status: index % 4 === 3 ? null : index % 4,
      operators: rowsOf(OPERATORS).map(([, { column }], place) => ({
        column,
        status: (index * 7 + place * 3) % 10,
        replacementName: place === 5 ? 'Common' : null,
      })),
      files: index % 100 === 0 ? [{ smscId: String(index), name: 'Свидетельство.pdf', status: 1, comment: 'нечитаемо' }] : [],
    }),
  );
  const part = { part: 'operators', rows: await rowsFrom(readings, 'sub', ALONE), fetchedAt: 1, askedAfter: 2, version: 3 } as const;
  const bytes = await encodePart(part, ALONE);
  expect(bytes.length).toBeLessThan(1_000_000);
  expect(await decodePart(bytes, 'operators', 'sub', ALONE)).toEqual(part);
});

const stored = async (readings: readonly SenderReading[], version = 1) =>
  encodePart({ part: 'names', rows: await rowsFrom(readings, null, ALONE), fetchedAt: version, askedAfter: 0, version }, ALONE);

it('keeps the rows that are held where the stored ones are the same, and takes others', async () => {
  const held = await decodePart(await stored([reading('1', 'Shop')]), 'names', null, ALONE);
  const same = await decodePart(await stored([reading('1', 'Shop')], 2), 'names', null, ALONE, held?.rows);
  expect(same).toMatchObject({ version: 2, fetchedAt: 2 });
  expect(same?.rows).toBe(held?.rows);
  const other = await decodePart(await stored([reading('1', 'Renamed')], 3), 'names', null, ALONE, held?.rows);
  expect(other?.rows).toMatchObject([{ sender: { name: 'Renamed' } }]);
});

it('stores cells once, also where they came with lists of different days', async () => {
  const cell = { column: 'bee_step', status: 2, replacementName: null };
  const first = await rowsFrom([reading('1', 'Shop', { operators: [{ ...cell }] })], null, ALONE);
  const rows = await rowsFrom(
    [reading('2', 'New', { operators: [{ ...cell }] }), reading('1', 'Shop', { operators: [{ ...cell }] })],
    null,
    ALONE,
    first,
  );
  const bytes = await encodePart({ part: 'operators', rows, fetchedAt: 1, askedAfter: 0, version: 1 }, ALONE);
  const decoded = await decodePart(bytes, 'operators', null, ALONE);
  expect(decoded?.rows).toEqual(rows);
  expect(decoded?.rows[0]?.operators[0]).toBe(decoded?.rows[1]?.operators[0]);
});

it.each([
  ['of another format', Buffer.from('{"format":99}\n')],
  ['compressed as a whole', gzipSync(JSON.stringify({ format: 1, cells: [], rows: [] }))],
  ['with a head that is none', Buffer.from('null\nrest')],
  ['empty', Buffer.alloc(0)],
])('takes what is %s for nothing', async (_, bytes) => {
  expect(await decodePart(bytes, 'names', null, ALONE)).toBeNull();
});

import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { rowsFrom } from '../../src/account/held-part.ts';
import { decodePart, encodePart } from '../../src/account/part-codec.ts';
import { OPERATORS } from '../../src/domain/operators.ts';
import { rowsOf } from '../../src/domain/table.ts';
import { reading } from '../support/scripted-provider.ts';

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
  const part = { part: 'operators', rows: await rowsFrom(readings, 'sub'), fetchedAt: 1, askedAfter: 2, version: 3 } as const;
  const bytes = await encodePart(part);
  expect(bytes.length).toBeLessThan(1_000_000);
  expect(await decodePart(bytes, 'operators', 'sub')).toEqual(part);
});

it('takes a format that is not known for nothing', async () => {
  expect(await decodePart(gzipSync(JSON.stringify({ format: 99, cells: [], rows: [] })), 'names', null)).toBeNull();
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UpstreamFailure } from '../../src/smsc/api.ts';
import { decodeList } from '../../src/smsc/decode-list.ts';
import { listSlices, listStart } from '../../src/smsc/list-slices.ts';
import { ALONE } from '../support/slices.ts';

const slicesOf = (text: string, sliceBytes: number): string[] => {
  const body = Buffer.from(text);
  const start = listStart(body);
  if (start === null) throw new Error('no list');
  return [...listSlices(body, start, sliceBytes)].map(({ from, to }) => body.toString('utf8', from, to));
};

describe('slices of a list', () => {
  const lists = fc.array(fc.jsonValue(), { maxLength: 20 });

  it('are its elements, however small they are cut and however the list is spaced', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 0, max: 60 }), fc.constantFrom(0, 1, '\t', '\r\n '), (list, sliceBytes, spacing) => {
        const elements = slicesOf(` ${JSON.stringify(list, null, spacing)}\n`, sliceBytes).flatMap((slice) => JSON.parse(`[${slice}]`));
        expect(elements).toEqual(JSON.parse(JSON.stringify(list)));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['an object by index', (list: object[]) => Object.fromEntries(list.map((item, index) => [index * 2, item]))],
    ['an object by index within another', (list: object[]) => ({ senders: { ...list } })],
    ['a list within an object', (list: object[]) => ({ senders: list })],
  ])('are the values of %s too', (_title, wrap) => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 20 }), fc.nat(60), (list, sliceBytes) => {
        const text = JSON.stringify(wrap(list), null, 1);
        const start = listStart(Buffer.from(text));
        const open = start?.keyed ? ['{', '}'] : ['[', ']'];
        const elements = slicesOf(text, sliceBytes).flatMap((slice) => Object.values(JSON.parse(open.join(slice))));
        expect(elements).toEqual(JSON.parse(JSON.stringify(list)));
      }),
    );
  });

  it('are cut between elements only', () => {
    expect(slicesOf('[{"a":"],{"},{"b":[1,2]},"\\\\",[","]]', 1)).toEqual(['{"a":"],{"}', '{"b":[1,2]}', '"\\\\"', '[","]']);
  });

  it('begin after a byte order mark', () => {
    expect(slicesOf('\uFEFF[1]', 1)).toEqual(['1']);
  });
});

/** A list of more than one slice. */
const row = (id: number) => `{"sender": "S${id}", "id": ${id}, "bee_step": "${'x'.repeat(500)}"}`;
const long = Array.from({ length: 400 }, (_, index) => row(1_000 - index));

describe('a long list', () => {
  it('is read to its end, in its order', async () => {
    const { rows } = await decodeList(Buffer.from(`[${long.join(', ')}]`), ALONE);
    expect(rows.map(({ smscId }) => Number(smscId))).toEqual(Array.from({ length: 400 }, (_, index) => 1_000 - index));
  });

  const cut: Record<string, string> = {
    'that ends early': `[${long.join(',')}`,
    'that ends within a row': `[${long.join(',')}`.slice(0, -3),
  };
  const byHand: Record<string, string> = {
    'with a comma too much at its end': `[${long.join(',')},]`,
    'with a comma too much between': `[${long.slice(0, 200).join(',')},,${long.slice(200).join(',')}]`,
    'with a comma too few': `[${long.slice(0, 200).join(',')} ${long.slice(200).join(',')}]`,
    'with something after it': `[${long.join(',')}]]`,
    'with a row that closes twice': `[${long.slice(0, 200).join(',')}},${long.slice(200).join(',')}]`,
  };

  it.each(Object.entries(cut))('%s is no answer', async (_, text) => {
    await expect(decodeList(Buffer.from(text), ALONE)).rejects.toBeInstanceOf(UpstreamFailure);
  });

  it.each(Object.entries(byHand))('%s is read all the same', async (_, text) => {
    const { rows, unreadableRows, whole } = await decodeList(Buffer.from(text), ALONE);
    expect([rows.length, unreadableRows, whole]).toEqual([400, 0, true]);
  });

  it('holds equal cells once', async () => {
    const cells = '"bee_step": 2, "tele2_step": {"status": 3, "name": "Common"}';
    const { rows } = await decodeList(Buffer.from(`[{"sender": "A", ${cells}}, {"sender": "B", ${cells}}]`), ALONE);
    const [a, b] = rows;
    expect(a?.operators).toHaveLength(2);
    expect(a?.operators).toEqual(b?.operators);
    a?.operators.forEach((cell, index) => void expect(cell).toBe(b?.operators[index]));
  });

  it('lets others be answered meanwhile', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    await decodeList(Buffer.from(`[${Array.from({ length: 40 }, () => long.join(',')).join(',')}]`), ALONE);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SenderReading } from '../../src/domain/sender.ts';
import { toUtf8 } from '../../src/smsc/charset.ts';
import { decodeList } from '../../src/smsc/decode-list.ts';
import { encoded, type Rendering, rendered, renderings, senders, wrapped } from '../support/renderings.ts';
import { ALONE } from '../support/slices.ts';

const RUNS = 300;

async function readBack(text: string, way: Rendering) {
  const { bytes, contentType } = encoded(text, way);
  return decodeList(toUtf8(bytes, contentType), ALONE);
}

/** The order of the columns is the answer's; of the rows too, but where it is an object by id. */
const ordered = (rows: readonly SenderReading[]) =>
  rows
    .map(({ operators, ...row }) => ({ ...row, operators: operators.toSorted((a, b) => (a.column < b.column ? -1 : 1)) }))
    .sort((a, b) => Number(b.smscId) - Number(a.smscId));

describe('a list of senders', () => {
  it('is read back equal from every way to write it', async () => {
    await fc.assert(
      fc.asyncProperty(senders, renderings, async (rows, way) => {
        const answer = await readBack(rendered(rows, way), way);
        expect(ordered(answer.rows)).toEqual(ordered(rows));
        expect({ unreadable: answer.unreadableRows, files: answer.traits.unreadableFiles, whole: answer.whole }).toEqual({
          unreadable: 0,
          files: 0,
          whole: true,
        });
        expect([...answer.traits.strangeKeys.keys()].toSorted()).toEqual(
          { none: [], details: ['cmt', 'date', 'user'], numbers: ['balance', 'sort', 'type'] }[way.extra],
        );
      }),
      { numRuns: RUNS },
    );
  });

  const JUNK = [
    '{"sender": "broken" "id" 5 : }',
    '{"sender": "broken", "cmt": "no end, "id": 5',
    '<b>Warning</b>: something in senders.php on line 12',
    'null',
    '5',
    '"text"',
    '{"id": 7}',
    '{}',
    '[]',
  ];

  it('loses no row but the one that can’t be read', async () => {
    const several = senders.filter((rows) => rows.length > 1);
    const arrays = renderings.filter(({ shape }) => shape === 'array' || shape === 'wrapped');
    await fc.assert(
      fc.asyncProperty(several, arrays, fc.constantFrom(...JUNK), fc.nat(), async (rows, way, junk, place) => {
        // A row after it shows where the list goes on.
        const at = place % rows.length;
        const texts = rows.map((row) => rendered([row], { ...way, shape: 'bare row', turn: 0 }));
        const answer = await readBack(wrapped([...texts.slice(0, at), junk, ...texts.slice(at)], [], way), way);
        expect(ordered(answer.rows)).toEqual(ordered(rows));
        expect(answer.unreadableRows).toBe(1);
      }),
      { numRuns: RUNS },
    );
  });

  it('is not whole where an error stands in the place of a row', async () => {
    const text = '[{"sender": "A", "id": 2},\n{"error": "save error", "error_code": 5}]';
    expect(await decodeList(Buffer.from(text), ALONE)).toMatchObject({ rows: [{ name: 'A' }], unreadableRows: 1, whole: false });
  });

  it('is that error where there is nothing else', async () => {
    await expect(decodeList(Buffer.from('[{"error": "x", "error_code": "4"}]'), ALONE)).rejects.toMatchObject({
      code: 'IP_BLOCKED',
      upstreamCode: 4,
    });
  });

  it('is no answer wherever it is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(senders, renderings, fc.double({ min: 0, max: 1, noNaN: true }), async (rows, way, share) => {
        const text = rendered(rows, { ...way, shape: 'array' });
        const cut = text.slice(0, Math.floor(share * (text.length - 1))).trimEnd();
        // Closed brackets at the end of a cut text may be the list's own: then it is taken, as one that may go on.
        const answer = await readBack(cut, { ...way, encoding: 'labelled' }).catch(() => null);
        if (answer !== null) expect([answer.whole, /\]$/.test(cut)]).toEqual([false, true]);
      }),
      { numRuns: RUNS },
    );
  });

  it('has words for statuses, none of which is a replacement name', async () => {
    const text = '[{"sender": "A", "id": 1, "status": "active", "mts_step": "wait", "bee_step": "active"}]';
    const { rows } = await decodeList(Buffer.from(text), ALONE);
    expect(rows).toEqual([
      {
        smscId: '1',
        name: 'A',
        status: null,
        operators: [
          { column: 'mts_step', status: null, replacementName: null },
          { column: 'bee_step', status: null, replacementName: null },
        ],
        files: [],
      },
    ]);
  });

  it('is read in slices also where it is put together by hand', async () => {
    let turns = 0;
    const yielding = {
      yieldIfDue() {
        turns += 1;
        return new Promise<void>((resolve) => setImmediate(resolve));
      },
    };
    const rows = Array.from(
      { length: 2_000 },
      (_, id) => `{"sender": "S${id}", "id": ${id + 1}, "files": [{"fid": 1, "file": "a "b"\n.pdf"}]}`,
    );
    const answer = await decodeList(Buffer.from(`[${rows.join(',')}]`), yielding);
    expect([answer.rows.length, answer.unreadableRows]).toEqual([2_000, 0]);
    expect(turns).toBeGreaterThan(50);
  });
});

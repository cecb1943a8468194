import { describe, expect, it } from 'vitest';
import { type FetchedPart, heldPart, type LoggedWrite, rowsFrom } from '../../src/account/held-part.ts';
import { SnapshotView } from '../../src/account/snapshot-view.ts';
import type { SenderReading } from '../../src/domain/sender.ts';
import { reading } from '../support/scripted-provider.ts';

const fetched = (part: FetchedPart['part'], readings: readonly SenderReading[], askedAfter = 0): FetchedPart => ({
  part,
  rows: rowsFrom(readings, null),
  fetchedAt: 1_000,
  askedAfter,
  version: 1,
});
const added = (sequence: number, smscId: string, name: string): LoggedWrite => ({
  sequence,
  at: 0,
  effect: { kind: 'added', sender: { smscId, name, subclient: null, status: 0 }, outdates: [] },
});
const cell = { column: 'tele2', status: 2, replacementName: null };

describe('heldPart', () => {
  it('keeps the provider’s own row of a sender that the answer knew already', () => {
    const held = heldPart(fetched('names', [reading('1', 'Shop', { status: 1 })]), [added(1, '1', 'Shop')]);
    expect(held.senders).toEqual([{ smscId: '1', name: 'Shop', subclient: null, status: 1 }]);
  });

  it('leaves out writes from before the question', () => {
    expect(heldPart(fetched('names', [], 1), [added(1, '1', 'Deleted since'), added(2, '2', 'Added since')]).senders).toMatchObject([
      { name: 'Added since' },
    ]);
  });

  it('grows in version with every write and every fetch', () => {
    const log = [added(1, '1', 'A'), added(2, '2', 'B')];
    const versions = [
      heldPart(fetched('names', []), []).version,
      heldPart(fetched('names', []), log.slice(0, 1)).version,
      heldPart(fetched('names', []), log).version,
      heldPart({ ...fetched('names', [], 1), version: 2 }, log).version,
      heldPart({ ...fetched('names', [], 2), version: 3 }, log).version,
    ];
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('finds the newest of two senders of one name', () => {
    expect(heldPart(fetched('names', [reading('2', 'Twin'), reading('1', 'Twin')]), []).byName.get('Twin')?.sender.smscId).toBe('2');
  });

  it('holds equal cells once', () => {
    const [a, b] = rowsFrom([reading('2', 'A', { operators: [{ ...cell }] }), reading('1', 'B', { operators: [{ ...cell }] })], null);
    expect(a?.operators).toEqual([cell]);
    expect(a?.operators[0]).toBe(b?.operators[0]);
  });
});

describe('SnapshotView', () => {
  it('goes by the name where one of two answers has no ids, also if the names were not asked for', () => {
    const names = heldPart(fetched('names', [reading('1', 'Shop')]), []);
    const operators = heldPart(fetched('operators', [reading(null, 'Shop', { operators: [cell] })]), []);
    expect(new SnapshotView([{ held: operators, stale: false }], names).operatorsOf('1')).toEqual([cell]);
  });

  it('does not take a namesake for the sender where both have ids', () => {
    const names = heldPart(fetched('names', [reading('2', 'Shop')]), []);
    const operators = heldPart(fetched('operators', [reading('1', 'Shop', { operators: [cell] })]), []);
    const view = new SnapshotView(
      [
        { held: operators, stale: false },
        { held: names, stale: false },
      ],
      null,
    );
    expect(view.operatorsOf('2')).toEqual([]);
  });
});

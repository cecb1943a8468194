import { describe, expect, it } from 'vitest';
import { type FetchedPart, heldPart, type LoggedWrite, rowsFrom } from '../../../src/account/replica/held-part.ts';
import { SnapshotView } from '../../../src/account/replica/snapshot-view.ts';
import type { SenderReading } from '../../../src/domain/sender.ts';
import { reading } from '../../support/scripted-provider.ts';
import { ALONE } from '../../support/slices.ts';

const fetched = async (part: FetchedPart['part'], readings: readonly SenderReading[], askedAfter = 0): Promise<FetchedPart> => ({
  part,
  rows: await rowsFrom(readings, null, ALONE),
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
  it('keeps the provider’s own row of a sender that the answer knew already', async () => {
    const held = heldPart(await fetched('names', [reading('1', 'Shop', { status: 1 })]), [added(1, '1', 'Shop')]);
    expect(held.senders).toEqual([{ smscId: '1', name: 'Shop', subclient: null, status: 1 }]);
  });

  it('leaves out writes from before the question', async () => {
    expect(heldPart(await fetched('names', [], 1), [added(1, '1', 'Deleted since'), added(2, '2', 'Added since')]).senders).toMatchObject([
      { name: 'Added since' },
    ]);
  });

  it('grows in version with every write and every fetch', async () => {
    const log = [added(1, '1', 'A'), added(2, '2', 'B')];
    const versions = [
      heldPart(await fetched('names', []), []).version,
      heldPart(await fetched('names', []), log.slice(0, 1)).version,
      heldPart(await fetched('names', []), log).version,
      heldPart({ ...(await fetched('names', [], 1)), version: 2 }, log).version,
      heldPart({ ...(await fetched('names', [], 2)), version: 3 }, log).version,
    ];
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('finds the newest of two senders of one name', async () => {
    expect(heldPart(await fetched('names', [reading('2', 'Twin'), reading('1', 'Twin')]), []).byName.get('Twin')?.sender.smscId).toBe('2');
  });

  const file = { smscId: '7', name: 'a.pdf', status: 0, comment: null };
  const shop = { status: 1, operators: [cell], files: [file] };
  const list = (changed: Partial<SenderReading> = {}) => [reading('2', 'Other'), { ...reading('1', 'Shop', shop), ...changed }];

  it('keeps a list that is as it was, so that what is derived of it stands', async () => {
    const before = await rowsFrom(list(), null, ALONE);
    expect(await rowsFrom(structuredClone(list()), null, ALONE, before)).toBe(before);
  });

  const changes: Record<string, Partial<SenderReading>> = {
    name: { name: 'Renamed' },
    status: { status: 2 },
    'operator’s status': { operators: [{ ...cell, status: 3 }] },
    'replacement name': { operators: [{ ...cell, replacementName: 'Common' }] },
    'number of operators': { operators: [] },
    'file’s status': { files: [{ ...file, status: 1 }] },
    'file’s comment': { files: [{ ...file, comment: 'unreadable' }] },
    'file’s name': { files: [{ ...file, name: 'b.pdf' }] },
    file: { files: [{ ...file, smscId: '8' }] },
  };

  it.each(Object.entries(changes))('takes another %s for a change, and keeps the other rows', async (_, changed) => {
    const before = await rowsFrom(list(), null, ALONE);
    const after = await rowsFrom(list(changed), null, ALONE, before);
    expect(after[0]).toBe(before[0]);
    expect(after).toEqual(await rowsFrom(list(changed), null, ALONE));
    expect(after[1]).not.toEqual(before[1]);
  });

  it('takes a row that is gone, or stands elsewhere, for a change of the list', async () => {
    const before = await rowsFrom(list(), null, ALONE);
    expect(await rowsFrom(list().slice(1), null, ALONE, before)).toEqual(before.slice(1));
    expect(await rowsFrom(list().toReversed(), null, ALONE, before)).toEqual(before.toReversed());
  });
});

describe('SnapshotView', () => {
  it('goes by the name where one of two answers has no ids, also if the names were not asked for', async () => {
    const names = heldPart(await fetched('names', [reading('1', 'Shop')]), []);
    const operators = heldPart(await fetched('operators', [reading(null, 'Shop', { operators: [cell] })]), []);
    expect(new SnapshotView([{ held: operators, stale: false }], names).operatorsOf('1')).toEqual([cell]);
  });

  it('does not take a namesake for the sender where both have ids', async () => {
    const names = heldPart(await fetched('names', [reading('2', 'Shop')]), []);
    const operators = heldPart(await fetched('operators', [reading('1', 'Shop', { operators: [cell] })]), []);
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

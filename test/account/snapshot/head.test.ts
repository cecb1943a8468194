import { describe, expect, it } from 'vitest';
import { decodeHead, EMPTY_HEAD, encodeHead, type Head, withPart, withWrite } from '../../../src/account/snapshot/head.ts';

const removal = (smscId: string) => ({ kind: 'removed', smscId }) as const;
const afterWrites = (count: number, from: Head = EMPTY_HEAD): Head =>
  Array.from({ length: count }, (_, index) => index).reduce((head, index) => withWrite(head, removal(String(index)), 0), from);
const DAY = 24 * 3_600_000;

describe('the log of writes', () => {
  it('keeps a write as long as a part is older than it', () => {
    const files = withPart(EMPTY_HEAD, 'files', { version: 1, askedAfter: 0 }, 0);
    const head = withPart(afterWrites(2, files), 'names', { version: 1, askedAfter: 2 }, DAY);
    expect(head.writes.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(withPart(head, 'files', { version: 2, askedAfter: 1 }, DAY).writes.map(({ sequence }) => sequence)).toEqual([2]);
  });

  it('keeps a write for 10 minutes, for fetches under way', () => {
    const head = withPart(afterWrites(1), 'names', { version: 1, askedAfter: 1 }, 10 * 60_000 - 1);
    expect(head.writes).toHaveLength(1);
    expect(withPart(head, 'names', { version: 2, askedAfter: 1 }, 10 * 60_000).writes).toHaveLength(0);
  });

  it('gives up a part that is more than 1,000 writes old', () => {
    const held = withPart(EMPTY_HEAD, 'names', { version: 1, askedAfter: 0 }, 0);
    expect(afterWrites(1_000, held).parts).toEqual({ names: { version: 1, askedAfter: 0 } });
    const head = afterWrites(1_001, held);
    expect(head.parts).toEqual({});
    expect(head.writes).toHaveLength(1_000);
    expect(head.sequence).toBe(1_001);
  });

  it('comes back from the store as it was, and as nothing from a format that is not known', () => {
    const head = afterWrites(2);
    expect(decodeHead(encodeHead(head))).toEqual(head);
    expect(decodeHead(Buffer.from(JSON.stringify({ format: 99, ...head })))).toEqual(EMPTY_HEAD);
  });
});

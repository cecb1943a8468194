import { describe, expect, it } from 'vitest';
import {
  decodeWriteLog,
  EMPTY_WRITE_LOG,
  encodeWriteLog,
  type WriteLog,
  withPart,
  withWrite,
} from '../../../src/account/replica/write-log.ts';

const removal = (smscId: string) => ({ kind: 'removed', smscId }) as const;
const afterWrites = (count: number, from: WriteLog = EMPTY_WRITE_LOG): WriteLog =>
  Array.from({ length: count }, (_, index) => index).reduce((log, index) => withWrite(log, removal(String(index)), 0), from);
const DAY = 24 * 3_600_000;

describe('the log of writes', () => {
  it('keeps a write as long as a part is older than it', () => {
    const files = withPart(EMPTY_WRITE_LOG, 'files', { version: 1, askedAfter: 0 }, 0);
    const log = withPart(afterWrites(2, files), 'names', { version: 1, askedAfter: 2 }, DAY);
    expect(log.writes.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(withPart(log, 'files', { version: 2, askedAfter: 1 }, DAY).writes.map(({ sequence }) => sequence)).toEqual([2]);
  });

  it('keeps a write for 10 minutes, for fetches under way', () => {
    const log = withPart(afterWrites(1), 'names', { version: 1, askedAfter: 1 }, 10 * 60_000 - 1);
    expect(log.writes).toHaveLength(1);
    expect(withPart(log, 'names', { version: 2, askedAfter: 1 }, 10 * 60_000).writes).toHaveLength(0);
  });

  it('gives up a part that is more than 1,000 writes old', () => {
    const held = withPart(EMPTY_WRITE_LOG, 'names', { version: 1, askedAfter: 0 }, 0);
    expect(afterWrites(1_000, held).parts).toEqual({ names: { version: 1, askedAfter: 0 } });
    const log = afterWrites(1_001, held);
    expect(log.parts).toEqual({});
    expect(log.writes).toHaveLength(1_000);
    expect(log.sequence).toBe(1_001);
  });

  it('comes back from the store as it was, and as nothing from a format that is not known', () => {
    const log = afterWrites(2);
    expect(decodeWriteLog(encodeWriteLog(log))).toEqual(log);
    expect(decodeWriteLog(Buffer.from(JSON.stringify({ format: 99, ...log })))).toEqual(EMPTY_WRITE_LOG);
  });
});

import { describe, expect, it } from 'vitest';
import { countsOf, estimatedFinish, type ImportJob, nextRow, type RowResult } from '../../src/imports/import-job.ts';

const results = (...states: RowResult['state'][]): RowResult[] => states.map((state) => ({ state }));
const job = (more: Partial<ImportJob>): ImportJob => ({
  id: 'id',
  subclient: null,
  state: 'RUNNING',
  total: 60,
  done: 0,
  failed: 0,
  createdAt: 0,
  createdBy: 'test',
  finishedAt: null,
  problem: null,
  inputHash: '',
  ...more,
});

describe('an import job', () => {
  it('counts what is added as done, and every other end as failed', () => {
    expect(countsOf(results('PENDING', 'ADDING', 'ADDED', 'EXISTS', 'DUPLICATE', 'INVALID', 'FAILED'))).toEqual({
      total: 7,
      done: 1,
      failed: 4,
    });
  });

  it('goes on with a row that was begun, then in their order, to its end', () => {
    expect(nextRow(results('ADDED', 'PENDING', 'ADDING'))).toBe(2);
    expect(nextRow(results('ADDED', 'INVALID', 'PENDING', 'PENDING'))).toBe(2);
    expect(nextRow(results('ADDED', 'INVALID'))).toBeNull();
  });

  it('ends a quarter of a minute a row later, but for the rows that can go at once', () => {
    expect(estimatedFinish(job({}), 1_000, 0)).toBe(1_000 + 60 * 15_000);
    expect(estimatedFinish(job({ done: 50, failed: 4 }), 1_000, 2)).toBe(1_000 + 4 * 15_000);
    expect(estimatedFinish(job({ total: 3 }), 1_000, 4)).toBe(1_000);
    expect(estimatedFinish(job({ state: 'PAUSED' }), 1_000, 4)).toBeNull();
  });
});

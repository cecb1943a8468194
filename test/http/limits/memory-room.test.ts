import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_WORK } from '../../../src/domain/prices.ts';
import { BytesUnderWay } from '../../../src/http/limits/bytes-under-way.ts';
import { MemoryRoom } from '../../../src/http/limits/memory-room.ts';
import type { Overload } from '../../../src/http/limits/overload.ts';
import type { RequestScope } from '../../../src/http/request/request-scope.ts';

const FREE = 100_000_000;
const scope = (points = 0) => ({ points, setAside: 0, principal: null }) as RequestScope;
const worth = (values: number) => ({ ...NO_WORK, values });

function roomOf(state: Partial<Overload> = {}) {
  const overload: Overload = {
    takesAll: true,
    mostPoints: Number.POSITIVE_INFINITY,
    takesListeners: true,
    hasRoomFor: (bytes) => bytes <= FREE,
    ...state,
  };
  return new MemoryRoom(overload, new BytesUnderWay(64_000_000, overload));
}

describe('the room for operations', () => {
  it('is set aside before they begin: those that would not fit together are refused, however soon they come', () => {
    const room = roomOf();
    const verdicts = Array.from({ length: 10 }, () => room.take(scope(), worth(249_000))?.code ?? null);
    expect(verdicts).toEqual([null, null, null, null, ...Array(6).fill('OVERLOADED')]);
  });

  it('is free again when a request has its answer, once', () => {
    const room = roomOf();
    const first = scope();
    expect(room.take(first, worth(900_000))).toBeNull();
    expect(room.take(scope(), worth(249_000))).toMatchObject({ code: 'OVERLOADED', retryAfterMs: 5_000 });
    room.release(first);
    room.release(first);
    expect(room.setAside).toBe(0);
    expect(room.take(scope(), worth(249_000))).toBeNull();
  });

  it('is not asked for by small operations', () => {
    const room = roomOf({ hasRoomFor: () => false });
    expect(room.take(scope(), worth(999))).toBeNull();
    expect(room.take(scope(), worth(1_000))).toMatchObject({ code: 'OVERLOADED' });
  });

  it('is none for a request that is dearer than the state allows', () => {
    const room = roomOf({ takesAll: false, mostPoints: 10_000 });
    expect(room.take(scope(10_000), worth(10))).toBeNull();
    expect(room.take(scope(10_001), worth(10))).toMatchObject({ code: 'OVERLOADED' });
  });

  it('never holds more than there is, nor less than nothing, and nothing in the end', () => {
    const step = fc.record({ values: fc.nat({ max: 300_000 }), ends: fc.nat({ max: 10 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const room = roomOf();
        const running: RequestScope[] = [];
        for (const { values, ends } of steps) {
          const begun = scope();
          if (room.take(begun, worth(values)) === null) running.push(begun);
          expect(room.setAside).toBeLessThanOrEqual(FREE);
          expect(room.setAside).toBe(running.reduce((sum, { setAside }) => sum + setAside, 0));
          const [ended] = running.splice(ends, 1);
          if (ended !== undefined) room.release(ended);
          expect(room.setAside).toBeGreaterThanOrEqual(0);
        }
        for (const one of running) room.release(one);
        expect(room.setAside).toBe(0);
      }),
    );
  });
});

import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BytesUnderWay } from '../../../src/http/limits/bytes-under-way.ts';
import type { Overload } from '../../../src/http/limits/overload.ts';
import { newOperation } from '../../../src/http/request/request-scope.ts';
import type { Principal } from '../../../src/loaders/principal.ts';

const named = (name: string) => ({ name, account: { name: 'north' } }) as Principal;
const [READER, WRITER] = [named('reader'), named('writer')];
const ROOMY: Overload = { takesAll: true, mostPoints: Number.POSITIVE_INFINITY, takesListeners: true, hasRoomFor: () => true };
const response = () => new EventEmitter() as unknown as ServerResponse;
const asked = (principal: Principal, { closes = response(), kind = 'query' as 'query' | 'mutation' } = {}) => ({
  principal,
  response: closes,
  operations: [newOperation({ kind })],
});

describe('the bytes under way with a token', () => {
  it('are bounded, for each token by itself', () => {
    const bytes = new BytesUnderWay(1_000_000, ROOMY);
    const first = response();
    expect(bytes.holdAnswer(asked(READER, { closes: first }), 600_000)).toBeNull();
    expect(bytes.holdAnswer(asked(READER), 600_000)).toMatchObject({
      status: 429,
      error: { limit: 'tokenBytes', max: 1_000_000, asked: 1_200_000 },
    });
    expect(bytes.holdAnswer(asked(WRITER), 600_000)).toBeNull();
    first.emit('close');
    expect(bytes.holdAnswer(asked(READER), 600_000)).toBeNull();
  });

  it('let through one request of any size where there is no other', () => {
    const bytes = new BytesUnderWay(1_000_000, ROOMY);
    expect(bytes.holdAnswer(asked(READER), 5_000_000)).toBeNull();
    expect(bytes.refusalOf(READER)).toMatchObject({ status: 429 });
    expect(bytes.refusalOf(WRITER)).toBeNull();
  });

  it('keep nobody from learning what a write did', () => {
    const bytes = new BytesUnderWay(1_000_000, ROOMY);
    expect(bytes.holdAnswer(asked(READER), 900_000)).toBeNull();
    expect(bytes.holdAnswer(asked(READER, { kind: 'mutation' }), 900_000)).toBeNull();
    expect(bytes.total).toBe(1_800_000);
  });

  it('count nothing that is short', () => {
    const bytes = new BytesUnderWay(1_000_000, ROOMY);
    for (let count = 0; count < 1_000; count += 1) expect(bytes.holdAnswer(asked(READER), 60_000)).toBeNull();
    expect(bytes.total).toBe(0);
  });

  it('of a body are not begun to be read while memory is short', () => {
    const bytes = new BytesUnderWay(1_000_000, { ...ROOMY, takesAll: false });
    expect(bytes.holdBody(asked(READER), 70_000)).toMatchObject({
      status: 503,
      error: { code: 'OVERLOADED' },
    });
    expect(bytes.holdBody(asked(READER), 60_000)).toBeNull();
    // What was made already is given.
    expect(bytes.holdAnswer(asked(READER), 70_000)).toBeNull();
  });

  it('are what is held, whatever comes and goes, and nothing in the end', () => {
    const step = fc.record({ reader: fc.boolean(), bytes: fc.nat({ max: 400_000 }), ends: fc.nat({ max: 20 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const bytes = new BytesUnderWay(1_000_000, ROOMY);
        const held: { readonly bytes: number; readonly reader: boolean; release(): void }[] = [];
        const sum = (reader: boolean) => held.filter((one) => one.reader === reader).reduce((total, one) => total + one.bytes, 0);
        for (const { reader, bytes: asked, ends } of steps) {
          const before = sum(reader);
          const release = bytes.hold(reader ? READER : WRITER, asked);
          const isCounted = asked > 65_536;
          expect(typeof release).toBe(isCounted && before > 0 && before + asked > 1_000_000 ? 'object' : 'function');
          if (typeof release === 'function' && isCounted) held.push({ bytes: asked, reader, release });
          const [ended] = held.splice(ends, 1);
          ended?.release();
          ended?.release();
          expect(bytes.total).toBe(sum(true) + sum(false));
        }
        for (const { release } of held) release();
        expect(bytes.total).toBe(0);
      }),
    );
  });
});

import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BytesUnderWay } from '../../../src/http/limits/bytes-under-way.ts';
import type { Principal } from '../../../src/loaders/principal.ts';

const named = (name: string) => ({ name, account: { name: 'north' } }) as Principal;
const [READER, WRITER] = [named('reader'), named('writer')];
const response = () => new EventEmitter() as unknown as ServerResponse;

describe('the bytes under way with a token', () => {
  it('are bounded, for each token by itself', () => {
    const bytes = new BytesUnderWay(1_000_000);
    const first = response();
    expect(bytes.holdForRequest({ principal: READER, response: first }, 600_000)).toBeNull();
    expect(bytes.holdForRequest({ principal: READER, response: response() }, 600_000)).toMatchObject({
      status: 429,
      error: { limit: 'tokenBytes', max: 1_000_000, asked: 1_200_000 },
    });
    expect(bytes.holdForRequest({ principal: WRITER, response: response() }, 600_000)).toBeNull();
    first.emit('close');
    expect(bytes.holdForRequest({ principal: READER, response: response() }, 600_000)).toBeNull();
  });

  it('let through one request of any size where there is no other', () => {
    const bytes = new BytesUnderWay(1_000_000);
    expect(bytes.holdForRequest({ principal: READER, response: response() }, 5_000_000)).toBeNull();
    expect(bytes.refusalOf(READER)).toMatchObject({ status: 429 });
    expect(bytes.refusalOf(WRITER)).toBeNull();
  });

  it('count nothing that is short', () => {
    const bytes = new BytesUnderWay(1_000_000);
    for (let count = 0; count < 1_000; count += 1)
      expect(bytes.holdForRequest({ principal: READER, response: response() }, 60_000)).toBeNull();
    expect(bytes.total).toBe(0);
  });

  it('are what is held, whatever comes and goes, and nothing in the end', () => {
    const step = fc.record({ reader: fc.boolean(), bytes: fc.nat({ max: 400_000 }), ends: fc.nat({ max: 20 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const bytes = new BytesUnderWay(1_000_000);
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

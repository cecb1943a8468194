import { type ExecutionResult, GraphQLError } from 'graphql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GatewayError } from '../../../src/errors.ts';
import { supervise } from '../../../src/http/live/supervise.ts';

const result = (value: number): ExecutionResult => ({ data: { value } });

/** A source of ten results that tells whether it was ended. */
function world(failure: unknown = null) {
  let ended = false;
  const hungUp = vi.fn();
  async function* source() {
    try {
      for (let value = 0; value < 10; value += 1) yield result(value);
      if (failure !== null) throw failure;
    } finally {
      ended = true;
    }
  }
  const onEnd = vi.fn();
  const maskError = (error: unknown) => new GraphQLError(error instanceof GatewayError ? error.code : 'masked');
  const results = supervise(source(), { slowReaderMs: 1_000, maskError, hangUp: hungUp }, onEnd);
  return { results, hungUp, onEnd, ended: () => ended };
}

describe('a subscription', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('comes whole to who takes it in time, however long it waits itself', async () => {
    const { results, hungUp, onEnd, ended } = world();
    const taken: ExecutionResult[] = [];
    for await (const each of results) {
      taken.push(each);
      await vi.advanceTimersByTimeAsync(999);
    }
    await vi.advanceTimersByTimeAsync(10_000);
    expect(taken).toEqual(Array.from({ length: 10 }, (_, value) => result(value)));
    expect([hungUp.mock.calls.length, onEnd.mock.calls.length, ended()]).toEqual([0, 1, true]);
  });

  it('ends for a slow reader with the reason, and takes nothing more from its source', async () => {
    const { results, hungUp, onEnd, ended } = world();
    await results.next();
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await results.next()).toMatchObject({ done: false, value: { errors: [{ message: 'SLOW_READER' }] } });
    expect([onEnd.mock.calls.length, ended()]).toEqual([1, true]);
    expect(await results.next()).toEqual({ done: true, value: undefined });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(hungUp).not.toHaveBeenCalled();
  });

  it('is broken off where not even the reason is taken', async () => {
    const { results, hungUp, onEnd, ended } = world();
    await results.next();
    await vi.advanceTimersByTimeAsync(2_001);
    expect([hungUp.mock.calls.length, onEnd.mock.calls.length, ended()]).toEqual([1, 1, true]);
  });

  it('tells of a failure of its source as its last result', async () => {
    const { results } = world(new GatewayError('CURSOR_EXPIRED'));
    const taken: ExecutionResult[] = [];
    for await (const each of results) taken.push(each);
    expect(taken).toHaveLength(11);
    expect(taken.at(-1)).toMatchObject({ errors: [{ message: 'CURSOR_EXPIRED' }] });
  });

  it('ends its source once when its client goes away', async () => {
    const { results, onEnd, ended, hungUp } = world();
    await results.next();
    await results.return?.();
    await results.return?.();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([hungUp.mock.calls.length, onEnd.mock.calls.length, ended()]).toEqual([0, 1, true]);
  });
});

import { describe, expect, it } from 'vitest';
import { RequestsUnderWay, type Runner } from '../../../src/http/request/requests-under-way.ts';

const request = (): Runner => ({ batch: null });

/** Whether a promise has resolved by now. */
async function isDone(promise: Promise<void>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await new Promise(setImmediate);
  return done;
}

describe('who waits for requests', () => {
  it('waits for none where none runs', async () => {
    const underWay = new RequestsUnderWay();
    const [past, never] = [request(), request()];
    underWay.begin(past);
    underWay.end(past);
    underWay.end(past);
    underWay.end(never);
    expect(await isDone(underWay.settled())).toBe(true);
  });

  it('waits for those that began before, and not for later ones', async () => {
    const underWay = new RequestsUnderWay();
    const [first, second, later] = [request(), request(), request()];
    underWay.begin(first);
    underWay.begin(second);
    const settled = underWay.settled();
    underWay.begin(later);
    underWay.end(first);
    expect(await isDone(settled)).toBe(false);
    underWay.end(second);
    expect(await isDone(settled)).toBe(true);
  });

  it('waits also for those for which another waits already', async () => {
    const underWay = new RequestsUnderWay();
    const [first, second] = [request(), request()];
    underWay.begin(first);
    const others = underWay.settled();
    underWay.begin(second);
    const settled = underWay.settled();
    underWay.end(second);
    expect(await isDone(settled)).toBe(false);
    underWay.end(first);
    expect([await isDone(others), await isDone(settled)]).toEqual([true, true]);
  });

  it('is not told twice where a request ends twice', async () => {
    const underWay = new RequestsUnderWay();
    const [first, second] = [request(), request()];
    underWay.begin(first);
    underWay.begin(second);
    const settled = underWay.settled();
    underWay.end(first);
    underWay.end(first);
    expect(await isDone(settled)).toBe(false);
    underWay.end(second);
    expect(await isDone(settled)).toBe(true);
  });
});

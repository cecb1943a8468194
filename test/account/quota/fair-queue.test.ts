import { describe, expect, it } from 'vitest';
import { FairQueue, type Waiting } from '../../../src/account/quota/fair-queue.ts';

interface Item extends Waiting {
  readonly name: string;
}

const item = (name: string, tenant: string, priority: Waiting['priority'] = 'person'): Item => ({ name, tenant, priority });

const queueOf = (...items: readonly Item[]): FairQueue<Item> => {
  const queue = new FairQueue<Item>();
  for (const each of items) queue.add(each);
  return queue;
};
const names = (queue: FairQueue<Item>): string =>
  queue
    .inTurn()
    .map(({ name }) => name)
    .toArray()
    .join(' ');

describe('the fair queue', () => {
  it('lets people go before background work', () => {
    expect(names(queueOf(item('b1', 'x', 'background'), item('p1', 'y'), item('b2', 'y', 'background'), item('p2', 'x')))).toBe(
      'p1 p2 b1 b2',
    );
  });

  it('serves tenants in turn, and each tenant’s first first', () => {
    expect(names(queueOf(item('a1', 'a'), item('a2', 'a'), item('a3', 'a'), item('b1', 'b'), item('c1', 'c'), item('c2', 'c')))).toBe(
      'a1 b1 c1 a2 c2 a3',
    );
  });

  it('puts a tenant that was served behind the others', () => {
    const first = item('a1', 'a');
    const queue = queueOf(first, item('a2', 'a'), item('b1', 'b'));
    queue.serve(first);
    expect(names(queue)).toBe('b1 a2');
    queue.add(item('b2', 'b'));
    expect(names(queue)).toBe('b1 a2 b2');
  });

  it('keeps the turn of a tenant one of whose callers gave up', () => {
    const first = item('a1', 'a');
    const queue = queueOf(first, item('a2', 'a'), item('b1', 'b'));
    queue.leave(first);
    queue.leave(first);
    expect(names(queue)).toBe('a2 b1');
    expect(queue.size).toBe(2);
    expect(queue.has(first)).toBe(false);
  });
});

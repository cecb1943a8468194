import type { Priority } from '../../smsc/api.ts';

export interface Waiting {
  readonly priority: Priority;
  readonly tenant: string;
}

const PRIORITIES: readonly Priority[] = ['person', 'background'];

/** People before background work; among those, the tenants in turn; of a tenant, the first one first. */
export class FairQueue<Item extends Waiting> {
  /** Of each priority the tenants who wait, the next one first. */
  readonly #turns = new Map(PRIORITIES.map((priority) => [priority, new Map<string, Set<Item>>()]));
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(item: Item): void {
    const tenants = this.#tenants(item);
    const items = tenants.get(item.tenant) ?? new Set();
    items.add(item);
    tenants.set(item.tenant, items);
    this.#size += 1;
  }

  has(item: Item): boolean {
    return this.#tenants(item).get(item.tenant)?.has(item) ?? false;
  }

  /** Takes out one who gave up: the tenant keeps its turn. */
  leave(item: Item): void {
    const tenants = this.#tenants(item);
    const items = tenants.get(item.tenant);
    if (!items?.delete(item)) return;
    this.#size -= 1;
    if (items.size === 0) tenants.delete(item.tenant);
  }

  /** Takes out one who was served: the tenant is the last in turn now. */
  serve(item: Item): void {
    this.leave(item);
    const tenants = this.#tenants(item);
    const others = tenants.get(item.tenant);
    if (others === undefined) return;
    tenants.delete(item.tenant);
    tenants.set(item.tenant, others);
  }

  /** All who wait, in the order in which they will be served if nobody else comes. */
  *inTurn(): Generator<Item> {
    for (const tenants of this.#turns.values()) {
      let round = [...tenants.values()].map((items) => items.values());
      while (round.length > 0) {
        const next = [];
        for (const items of round) {
          const { done, value } = items.next();
          if (done) continue;
          yield value;
          next.push(items);
        }
        round = next;
      }
    }
  }

  #tenants({ priority }: Item): Map<string, Set<Item>> {
    const tenants = this.#turns.get(priority);
    if (tenants === undefined) throw new TypeError(`There is no priority ${priority}.`);
    return tenants;
  }
}

import type { Timer } from '../../src/concurrency/timer.ts';

interface Alarm {
  readonly at: number;
  readonly order: number;
  readonly work: () => void;
}

/** Time that passes only when it is told to, with all that is due on the way. */
export class SimulatedTime {
  #now = 0;
  #order = 0;
  readonly #alarms = new Set<Alarm>();

  get now(): number {
    return this.#now;
  }

  /** Alarms that are set. */
  get pending(): number {
    return this.#alarms.size;
  }

  at(at: number, work: () => void): () => void {
    this.#order += 1;
    const alarm = { at: Math.max(at, this.#now), order: this.#order, work };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** A clock that is off by so much, for one instance. It shows whole and broken milliseconds. */
  timer(offsetMs = 0): Timer {
    return {
      now: () => this.#now + offsetMs,
      after: (ms, work) => this.at(this.#now + ms, work),
    };
  }

  /** Lets time pass, and everything run that is due, to the end of what it sets off at once. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#next(); next !== null && next.at <= end; next = this.#next()) {
      this.#now = next.at;
      this.#alarms.delete(next);
      next.work();
      await settled();
    }
    this.#now = end;
  }

  #next(): Alarm | null {
    let first: Alarm | null = null;
    for (const alarm of this.#alarms)
      if (first === null || alarm.at < first.at || (alarm.at === first.at && alarm.order < first.order)) first = alarm;
    return first;
  }
}

/** Lets everything run that waits for nothing but its turn. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

import { keysOf, table } from '../../domain/table.ts';
import type { Overload } from '../../http/limits/overload.ts';
import type { MemoryKind, ReadMemory } from './memory.ts';

interface StateRow extends Omit<Overload, 'hasRoomFor'> {
  /** The share of memory from which on it holds, and under which it ends: apart, so that it does not come and go. */
  readonly from: number;
  readonly until: number;
  /** Of the time that a peer otherwise has to take what it is sent. */
  readonly patience: number;
  /** Whether connections end on which nothing happens, and those that have shown no token. */
  readonly endsIdle: boolean;
  readonly readiness: 'ready' | 'degraded' | 'down';
  /** As readiness tells it. */
  readonly doc: string;
}

/** How short of memory an instance is, the least first. */
export const OVERLOAD_STATES = table<StateRow>()({
  NORMAL: {
    from: 0,
    until: 0,
    takesAll: true,
    mostPoints: Number.POSITIVE_INFINITY,
    takesListeners: true,
    patience: 1,
    endsIdle: false,
    readiness: 'ready',
    doc: 'Everything is taken.',
  },
  STRAINED: {
    from: 0.8,
    until: 0.72,
    takesAll: false,
    mostPoints: 10_000,
    takesListeners: true,
    patience: 0.25,
    endsIdle: false,
    readiness: 'degraded',
    doc: 'large requests are refused.',
  },
  CRITICAL: {
    from: 0.9,
    until: 0.82,
    takesAll: false,
    mostPoints: 1_000,
    takesListeners: false,
    patience: 0.05,
    endsIdle: true,
    readiness: 'down',
    doc: 'small requests alone are taken, and idle connections are closed.',
  },
});
export type OverloadState = keyof typeof OVERLOAD_STATES;
const ORDER = keysOf(OVERLOAD_STATES);

export interface MemoryOverloadOptions {
  readonly memory: ReadMemory;
  /** Told when the state is another one. */
  readonly onChange?: (state: OverloadState, reason: string | null) => void;
}

/** The state of an instance by its memory: up at once, down once there is room again. */
export class MemoryOverload implements Overload {
  readonly #options: MemoryOverloadOptions;
  #state: OverloadState = 'NORMAL';
  #shares: Partial<Record<MemoryKind, number>> = {};
  #room = Number.POSITIVE_INFINITY;

  constructor(options: MemoryOverloadOptions) {
    this.#options = options;
  }

  get state(): OverloadState {
    return this.#state;
  }

  /** As a number, for metrics: 0 is NORMAL. */
  get level(): number {
    return ORDER.indexOf(this.#state);
  }

  get row(): StateRow {
    return OVERLOAD_STATES[this.#state];
  }

  get takesAll(): boolean {
    return this.row.takesAll;
  }

  get mostPoints(): number {
    return this.row.mostPoints;
  }

  get takesListeners(): boolean {
    return this.row.takesListeners;
  }

  hasRoomFor(bytes: number): boolean {
    return bytes <= this.#room;
  }

  /** How much is used of each kind of memory that has a bound. */
  get shares(): Readonly<Partial<Record<MemoryKind, number>>> {
    return this.#shares;
  }

  /** Why it is not NORMAL; null: it is. */
  get reason(): string | null {
    if (this.#state === 'NORMAL') return null;
    const [kind, share] = this.#fullest();
    return `${Math.round(share * 100)} % of the memory of the ${kind} are used: ${this.row.doc}`;
  }

  /** Looks at the memory. */
  look(): void {
    const uses = this.#options.memory();
    this.#shares = Object.fromEntries(Object.entries(uses).map(([kind, { used, limit }]) => [kind, used / limit]));
    this.#room = Math.min(...Object.values(uses).map(({ used, limit }) => OVERLOAD_STATES.CRITICAL.from * limit - used));
    const before = this.#state;
    this.#state = stateAfter(before, this.#fullest()[1]);
    if (this.#state !== before) this.#options.onChange?.(this.#state, this.reason);
  }

  #fullest(): readonly [kind: string, share: number] {
    return Object.entries(this.#shares).toSorted(([, a], [, b]) => b - a)[0] ?? ['process', 0];
  }
}

/** A state that is higher than the one before begins at its upper mark; one that is not, ends under its lower one. */
const stateAfter = (before: OverloadState, share: number): OverloadState =>
  ORDER.findLast((state) => {
    const { from, until } = OVERLOAD_STATES[state];
    return share >= (ORDER.indexOf(state) > ORDER.indexOf(before) ? from : until);
  }) ?? 'NORMAL';

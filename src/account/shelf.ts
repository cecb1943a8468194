import type { Part } from './account.ts';
import { type FetchedPart, type HeldPart, heldPart, type LoggedWrite, type WriteEffect } from './held-part.ts';

/** What is held of one subclient: its parts as fetched, and the writes that lie over them. */
export class Shelf {
  readonly #fetched = new Map<Part, FetchedPart>();
  readonly #held = new Map<Part, HeldPart>();
  #writes: readonly LoggedWrite[] = [];
  #sequence = 0;

  /** The number of the last write that was answered. */
  get sequence(): number {
    return this.#sequence;
  }

  fetched(part: Part): FetchedPart | null {
    return this.#fetched.get(part) ?? null;
  }

  held(part: Part): HeldPart | null {
    const fetched = this.#fetched.get(part);
    if (fetched === undefined) return null;
    const known = this.#held.get(part);
    if (known !== undefined) return known;
    const held = heldPart(fetched, this.#writes);
    this.#held.set(part, held);
    return held;
  }

  put(fetched: FetchedPart): void {
    this.#fetched.set(fetched.part, fetched);
    this.#held.delete(fetched.part);
  }

  /** @returns the number of the write */
  record(effect: WriteEffect): number {
    this.#sequence += 1;
    this.#writes = [...this.#writes, { sequence: this.#sequence, effect }];
    this.#held.clear();
    return this.#sequence;
  }
}

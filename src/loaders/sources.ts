import type { Snapshot } from '../account/account.ts';

/** What the answer to one operation was made of: as long as it is all current, the same operation has the same answer. */
export class Sources {
  readonly #snapshots = new Set<Snapshot>();
  #others = false;

  add(snapshot: Snapshot): void {
    if (!this.#others) this.#snapshots.add(snapshot);
  }

  /** It was made of something else, too, that nobody can tell to be current. */
  addOther(): void {
    this.#others = true;
    this.#snapshots.clear();
  }

  /** null where the answer can't be told to be current. */
  get snapshots(): readonly Snapshot[] | null {
    return this.#others ? null : [...this.#snapshots];
  }
}

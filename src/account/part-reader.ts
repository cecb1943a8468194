import type { ListQuestion, SmscClient } from '../smsc/api.ts';
import type { Part, ReadOptions } from './account.ts';
import { type HeldPart, rowsFrom } from './held-part.ts';
import { listAllPages, partQuestion } from './list-question.ts';
import type { HeldQuestion, ReadHeld, Revalidation } from './revalidation.ts';
import { Shelf } from './shelf.ts';

export interface PartReaderOptions {
  readonly client: SmscClient;
  readonly now: () => number;
  readonly revalidation: Revalidation;
}

/** Reads the parts of the snapshot out of what is held, asking the provider where that does not do. */
export class PartReader {
  readonly #client: SmscClient;
  readonly #now: () => number;
  readonly #revalidation: Revalidation;
  readonly #shelves = new Map<string | null, Shelf>();

  constructor({ client, now, revalidation }: PartReaderOptions) {
    this.#client = client;
    this.#now = now;
    this.#revalidation = revalidation;
  }

  shelf(subclient: string | null): Shelf {
    const shelf = this.#shelves.get(subclient) ?? new Shelf();
    this.#shelves.set(subclient, shelf);
    return shelf;
  }

  read(subclient: string | null, part: Part, options: ReadOptions): Promise<ReadHeld<HeldPart>> {
    return this.#revalidation.read(this.#question(subclient, part), options);
  }

  /** What the provider says of a part now, however fresh the held data is. */
  async readNow(subclient: string | null, part: Part, options: ReadOptions): Promise<HeldPart> {
    return (await this.#revalidation.refresh(this.#question(subclient, part), options)).held;
  }

  /** What the provider says of a part after a write. */
  async readAfter(subclient: string | null, part: Part, sequence: number, options: ReadOptions): Promise<HeldPart> {
    // A fetch under way may have asked before the write; the one after it has not.
    for (;;) {
      const held = await this.readNow(subclient, part, options);
      if ((this.shelf(subclient).fetched(part)?.askedAfter ?? -1) >= sequence) return held;
    }
  }

  #question(subclient: string | null, part: Part): HeldQuestion<HeldPart> {
    return {
      key: JSON.stringify([subclient, part]),
      held: () => this.shelf(subclient).held(part),
      fetch: (options) => this.#fetch(subclient, part, options),
    };
  }

  async #fetch(subclient: string | null, part: Part, { signal, priority, cost }: ReadOptions): Promise<void> {
    const shelf = this.shelf(subclient);
    const askedAfter = shelf.sequence;
    let fetchedAt: number | null = null;
    const ask = async (question: ListQuestion) => {
      if (cost !== undefined) cost.calls += 1;
      const page = await this.#client.list(question, { signal, priority });
      // Of several pages the first is the oldest.
      fetchedAt ??= this.#now();
      return page;
    };
    const readings = await listAllPages(partQuestion(part, subclient), ask);
    const version = (shelf.fetched(part)?.version ?? 0) + 1;
    shelf.put({ part, rows: rowsFrom(readings, subclient), fetchedAt: fetchedAt ?? this.#now(), askedAfter, version });
  }
}

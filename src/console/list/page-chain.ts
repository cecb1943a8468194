import type { Client, CombinedError } from 'urql';
import { pipe, type Subscription, subscribe } from 'wonka';
import { SenderNamesDocument, type SenderNamesQuery, type SenderNamesQueryVariables } from '../generated/operations.ts';

type Connection = SenderNamesQuery['senders'];
export type SenderName = Connection['nodes'][number];

/** The first page is small, so that it is there at once; the rest comes behind it in pages as large as the gateway gives. */
const FIRST_PAGE = 100;
const PAGE = 500;

export interface ChainState {
  readonly senders: readonly SenderName[];
  /** All that the filter lets through, loaded or not. */
  readonly total: number;
  readonly isComplete: boolean;
  readonly error: CombinedError | null;
}

interface Link {
  readonly after: string | null;
  readonly subscription: Subscription;
  page: Connection | null;
}

/**
 * A long list, page behind page: each page follows the end cursor of the one before, and stays subscribed to the cache,
 * so that a sender that a write or another answer changed is new here too.
 */
export class PageChain {
  readonly #client: Client;
  readonly #variables: SenderNamesQueryVariables;
  readonly #onChange: (state: ChainState) => void;
  readonly #links: Link[] = [];
  #error: CombinedError | null = null;
  #isClosed = false;

  /** @param onChange gets the whole list whenever a page comes or changes */
  constructor(client: Client, variables: SenderNamesQueryVariables, onChange: (state: ChainState) => void) {
    this.#client = client;
    this.#variables = variables;
    this.#onChange = onChange;
    this.#open(null);
  }

  /** Asks for every page again past the cache, one after the other. */
  async refresh(): Promise<void> {
    for (let index = 0; index < this.#links.length && !this.#isClosed; index += 1) {
      const after = this.#links[index]?.after ?? null;
      await this.#client.query(SenderNamesDocument, this.#variablesAt(after), { requestPolicy: 'network-only' }).toPromise();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#cut(0);
  }

  #variablesAt(after: string | null): SenderNamesQueryVariables {
    return { ...this.#variables, first: after === null ? FIRST_PAGE : PAGE, after };
  }

  #open(after: string | null): void {
    const index = this.#links.length;
    const source = this.#client.query(SenderNamesDocument, this.#variablesAt(after), { requestPolicy: 'cache-and-network' });
    // A cached page arrives while subscribing, before there is a link to hold it.
    let early: Connection | null = null;
    const subscription = pipe(
      source,
      subscribe(({ data, error }) => {
        if (this.#isClosed) return;
        this.#error = error ?? null;
        const link = this.#links[index];
        if (data == null) {
          if (error !== undefined) this.#tell();
        } else if (link === undefined) early = data.senders;
        else if (link.after === after) this.#take(index, data.senders);
      }),
    );
    this.#links.push({ after, subscription, page: null });
    if (early !== null) this.#take(index, early);
  }

  #take(index: number, page: Connection): void {
    const link = this.#links[index];
    if (link === undefined) return;
    link.page = page;
    const { hasNextPage, endCursor } = page.pageInfo;
    const next = this.#links[index + 1];
    if (next !== undefined && (!hasNextPage || next.after !== endCursor)) this.#cut(index + 1);
    this.#tell();
    if (hasNextPage && this.#links.length === index + 1) this.#open(endCursor);
  }

  #cut(from: number): void {
    for (const { subscription } of this.#links.splice(from)) subscription.unsubscribe();
  }

  #tell(): void {
    const pages = this.#links.map(({ page }) => page).filter((page) => page !== null);
    this.#onChange({
      senders: pages.flatMap(({ nodes }) => nodes),
      total: pages[0]?.totalCount ?? 0,
      isComplete: pages.at(-1)?.pageInfo.hasNextPage === false,
      error: this.#error,
    });
  }
}

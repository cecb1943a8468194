import type { DocumentNode } from 'graphql';
import type { Snapshot } from '../../account/account.ts';
import type { Work } from '../../domain/prices.ts';
import { schema } from '../../graphql/schema.ts';
import { priceOfOperation } from '../limits/operation-price.ts';
import type { OperationRecord, RequestScope } from '../request/request-scope.ts';

/** The price of a prepared operation: the one of before while what it reads is what it read then, since lists as long have the same price. */
export class PreparedPrice {
  readonly #document: DocumentNode;
  readonly #operationName: string | null | undefined;
  readonly #variables: Readonly<Record<string, unknown>>;
  #known: { readonly work: Work; readonly snapshots: readonly WeakRef<Snapshot>[] } | null = null;

  /** @param variables coerced ones */
  constructor(document: DocumentNode, operationName: string | null | undefined, variables: Readonly<Record<string, unknown>>) {
    this.#document = document;
    this.#operationName = operationName;
    this.#variables = variables;
  }

  /** Null: more than can be counted. A promise only where the journal must be looked at. */
  of({ principal }: RequestScope): Work | null | Promise<Work | null> {
    if (principal === null) return null;
    const isKnown = this.#known?.snapshots.every((held) => {
      const snapshot = held.deref();
      return snapshot !== undefined && principal.account.isCurrent(snapshot);
    });
    if (isKnown === true && this.#known !== null) return this.#known.work;
    return priceOfOperation({ schema, document: this.#document, operationName: this.#operationName }, this.#variables, principal);
  }

  /** Remembers the price of an operation that was answered. */
  learn({ price, sources: { snapshots } }: OperationRecord): void {
    this.#known = price && snapshots && { work: price, snapshots: snapshots.map((snapshot) => new WeakRef(snapshot)) };
  }
}

import { type DocumentNode, getOperationAST } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { coerceVariables } from '../../graphql/coerce-variables.ts';
import { schema } from '../../graphql/schema.ts';
import { type WriteAnswer, writerOf } from '../../graphql/serializer/plan.ts';
import type { RequestScope } from '../request/request-scope.ts';
import type { FinishedAnswer } from './finished-answer.ts';
import { PreparedPrice } from './prepared-price.ts';

/** An operation with its variables, found to be sound and within the limits, and how its answer is written. */
export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly name: string | null;
  readonly params: GraphQLParams;
  readonly write: WriteAnswer;
  readonly price: PreparedPrice;
  readonly headers: FinishedAnswer['headers'];
}

const MAX_BYTES = 8_000_000;
/** The text stands in the key and in the parameters, two bytes a letter at most. */
const COPIES = 4;
/** What an entry takes beside that; documents are shared with Yoga's own cache of them. */
const ENTRY_BYTES = 2_000;

/**
 * Queries that went the whole way through Yoga and its plugins before, in the same words, from a caller with the same reach. All that they
 * judged depends on nothing else, so it is not judged again: the answer is written, out of what is held now. Holds nobody's data.
 */
export class PreparedOperations {
  readonly #held = new LRUCache<string, PreparedOperation>({
    maxSize: MAX_BYTES,
    sizeCalculation: (_, key) => COPIES * key.length + ENTRY_BYTES,
  });

  find(key: string): PreparedOperation | null {
    return this.#held.get(key) ?? null;
  }

  /** Remembers what was answered, where its answer can be written; does nothing for anything else. */
  keep(key: string, params: GraphQLParams, { operations: [operation] }: RequestScope, { status, headers }: FinishedAnswer): void {
    if (this.#held.has(key)) return;
    if (operation?.document == null || operation.kind !== 'query' || operation.codes.length > 0 || status !== 200) return;
    const { document, name } = operation;
    const { variableDefinitions = [] } = getOperationAST(document, params.operationName) ?? {};
    const { values } = coerceVariables(schema, variableDefinitions, params.variables ?? {});
    const write = values && writerOf(document, params.operationName, values);
    if (values === null || write === null) return;
    const price = new PreparedPrice(document, params.operationName, values);
    this.#held.set(key, { document, name, params, write, price, headers });
  }
}

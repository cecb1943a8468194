import { type DocumentNode, type GraphQLSchema, getOperationAST } from 'graphql';
import type { Work } from '../../domain/prices.ts';
import { needsJournal } from '../../graphql/price/needs-journal.ts';
import { priceOf } from '../../graphql/price/price.ts';
import type { Principal } from '../../loaders/principal.ts';
import { Sizes } from '../../loaders/sizes.ts';

export interface AskedOperation {
  readonly schema: GraphQLSchema;
  /** A valid one. */
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
}

type Variables = Readonly<Record<string, unknown>>;

/** What an operation may do at the most; null: more than can be counted. A promise only where the journal must be looked at. */
export function priceOfOperation(
  { schema, document, operationName }: AskedOperation,
  variables: Variables,
  principal: Principal,
): Work | null | Promise<Work | null> {
  const operation = getOperationAST(document, operationName);
  if (operation == null) throw new TypeError('An operation is executed that the document does not hold.');
  const priced = (sizes: Sizes) => priceOf({ schema, document, operation, variables, sizes });
  return needsJournal(document) ? sizesWithJournal(principal).then(priced) : priced(new Sizes(principal));
}

/** Where the journal can't be read, the fields that need it will fail, or find it back: then they read what they may at the most. */
const sizesWithJournal = async (principal: Principal): Promise<Sizes> =>
  new Sizes(principal, await principal.account.events.read({ limit: 1, reverse: true }).catch(() => null));

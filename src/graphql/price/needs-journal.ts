import { type DocumentNode, isObjectType, visit } from 'graphql';
import { schema } from '../schema.ts';
import { priceHintOf } from './price-hint.ts';

/** Names of fields whose price depends on the journal. */
const JOURNAL_FIELDS: ReadonlySet<string> = new Set(
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()))
    .filter((field) => priceHintOf(field).journal === true)
    .map(({ name }) => name),
);

const known = new WeakMap<DocumentNode, boolean>();

/** True where the journal must be looked at before a document can be priced. */
export function needsJournal(document: DocumentNode): boolean {
  const found = known.get(document);
  if (found !== undefined) return found;
  const fields = new Set<string>();
  visit(document, { Field: ({ name }) => void fields.add(name.value) });
  const needs = [...JOURNAL_FIELDS].some((name) => fields.has(name));
  known.set(document, needs);
  return needs;
}

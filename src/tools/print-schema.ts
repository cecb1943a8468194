import { writeFileSync } from 'node:fs';
import { schema } from '../graphql/schema.ts';
import { schemaText } from '../graphql/schema-text.ts';
import { subgraphText } from '../graphql/subgraph.ts';

/** What is promised: the schema as it stands in schema/schema.graphql. */
export const printedSchema = (): string => schemaText(schema);

/** The same as a subgraph: for composition where the running gateway tells its schema to nobody. */
export const printedSubgraph = (): string => subgraphText(schema);

if (import.meta.main) {
  writeFileSync(new URL('../../schema/schema.graphql', import.meta.url), printedSchema());
  writeFileSync(new URL('../../schema/subgraph.graphql', import.meta.url), printedSubgraph());
}

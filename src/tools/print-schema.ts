import { writeFileSync } from 'node:fs';
import { schema } from '../graphql/schema.ts';
import { schemaText } from '../graphql/schema-text.ts';

/** What is promised: the schema as it stands in schema/schema.graphql. */
export const printedSchema = (): string => schemaText(schema);

if (import.meta.main) writeFileSync(new URL('../../schema/schema.graphql', import.meta.url), printedSchema());

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { documentIdOf } from '../http/trusted/manifest.ts';

const OPERATIONS = new URL('../../schema/operations/', import.meta.url);

/** The manifest of schema/operations, in Apollo's form, which its tools and others read. */
export function printedManifest(): string {
  const files = readdirSync(OPERATIONS).toSorted();
  const operations = files.map((file) => {
    const body = readFileSync(new URL(file, OPERATIONS), 'utf8');
    const operation = parse(body).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    return { id: documentIdOf(body), name: operation?.name?.value, type: operation?.operation, body };
  });
  return `${JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }, null, 2)}\n`;
}

if (import.meta.main) writeFileSync(new URL('../../schema/trusted-documents.json', import.meta.url), printedManifest());

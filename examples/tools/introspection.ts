import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildClientSchema, buildSchema } from 'graphql';

const COMMAND = fileURLToPath(new URL('../node_modules/.bin/get-graphql-schema', import.meta.url));

/** The schema by introspection is the one that is served as text, as far as introspection of this tool’s age tells it. */
export async function run(url: string): Promise<void> {
  const served = buildSchema(await (await fetch(new URL('/schema.graphql', url))).text());
  const ask = (...options: string[]) => execFileSync(COMMAND, [url, ...options], { encoding: 'utf8' });
  for (const told of [buildSchema(ask()), buildClientSchema(JSON.parse(ask('--json')))]) {
    const changes = [...(await diff(served, told)), ...(await diff(told, served))];
    // Of @oneOf and @specifiedBy a tool of its age asks nothing.
    const grave = changes.filter(
      ({ criticality, type }) => criticality.level !== CriticalityLevel.NonBreaking && !type.includes('DIRECTIVE'),
    );
    assert.deepEqual(
      grave.map(({ message }) => message),
      [],
    );
  }
}

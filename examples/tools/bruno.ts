import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildClientSchema, buildSchema, getIntrospectionQuery, type IntrospectionQuery, validateSchema } from 'graphql-as-in-bruno';
import { GraphQLClient } from 'graphql-request';

const FOLDER = fileURLToPath(new URL('../', import.meta.url));

/** Runs the collection with its assertions, and loads the schema from its text and by introspection with the oldest graphql that Bruno’s app takes. */
export async function run(url: string): Promise<void> {
  const command = `${FOLDER}node_modules/.bin/bru`;
  execFileSync(command, ['run', '--env-var', `url=${url}`], { cwd: `${FOLDER}bruno`, stdio: ['ignore', process.stderr, 'inherit'] });

  const text = await (await fetch(new URL('/schema.graphql', url))).text();
  const introspection = await new GraphQLClient(url).request<IntrospectionQuery>(getIntrospectionQuery());
  for (const schema of [buildSchema(text), buildClientSchema(introspection)]) {
    assert.deepEqual(validateSchema(schema), []);
    assert(schema.getType('Sender') !== undefined);
  }
}

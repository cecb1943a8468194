import assert from 'node:assert/strict';
import { buildSchema } from 'graphql';
import { compose } from './subgraphs.ts';

export async function run(url: string): Promise<void> {
  const { errors, schema, supergraphSdl, hints } = await compose(url, 'http://127.0.0.1/graphql');
  assert.deepEqual(errors, undefined);
  assert.deepEqual(hints?.map(String), []);
  assert.match(supergraphSdl ?? '', /type Sender[^{]*@join__type\(graph: SENDERS, key: "id"\)/);

  // Whoever uses the gateway in front sees the whole API and the other service’s field.
  const types = schema?.toAPISchema().toGraphQLJSSchema().getTypeMap() ?? {};
  const promised = buildSchema(await (await fetch(new URL('/schema.graphql', url))).text());
  assert.deepEqual(
    Object.keys(promised.getTypeMap()).filter((name) => !(name in types)),
    [],
  );
  const sender = types.Sender;
  assert(sender !== undefined && 'getFields' in sender && 'campaigns' in sender.getFields());
}

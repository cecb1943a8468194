import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const SCHEMA = fileURLToPath(new URL('../../schema/schema.graphql', import.meta.url));

/** One broken rule of each set: whoever switches the rules off is told. */
const BROKEN = {
  '@graphql-eslint/require-description': (text: string) => text.replace(/"""[^"]*"""\ntype Sender /, 'type Sender '),
  '@graphql-eslint/naming-convention': (text: string) => text.replace('  AWAITING_MODERATION\n', '  awaitingModeration\n'),
  '@graphql-eslint/input-name': (text: string) => text.replace('input: AddSenderInput!', 'sender: AddSenderInput!'),
  '@graphql-eslint/strict-id-in-types': (text: string) => text.replace(/(type SenderFile [^}]*\n) {2}id: ID!/, '$1  number: ID!'),
  '@graphql-eslint/relay-connection-types': (text: string) => text.replace('  edges: [SenderEdge!]!', '  items: [SenderEdge!]!'),
  '@graphql-eslint/relay-edge-types': (text: string) => text.replace(/(type SenderEdge \{[^}]*) {2}cursor:/, '$1  place:'),
};

/** The schema is clean by the rules of eslint.config.js, and they see what is broken on purpose. */
export async function run(): Promise<void> {
  const text = readFileSync(SCHEMA, 'utf8');
  assert.deepEqual(await lint(text), []);
  for (const [rule, breakIt] of Object.entries(BROKEN)) {
    const found = await lint(breakIt(text));
    assert(
      found.some((message) => message.startsWith(rule)),
      `${rule} does not see what is broken`,
    );
  }
}

async function lint(text: string): Promise<string[]> {
  const eslint = new ESLint({
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    overrideConfigFile: fileURLToPath(new URL('eslint.config.js', import.meta.url)),
  });
  const results = await eslint.lintText(text, { filePath: SCHEMA });
  return results.flatMap(({ messages }) => messages.map(({ ruleId, line, message }) => `${ruleId} ${line}: ${message}`));
}

import { fileURLToPath } from 'node:url';
import { generate } from '@graphql-codegen/cli';

/** Types for the documents in the examples, from what the gateway tells of its schema. */
export async function run(url: string): Promise<void> {
  await generate(
    {
      cwd: fileURLToPath(new URL('../', import.meta.url)),
      schema: url,
      documents: ['clients/apollo.ts', 'clients/urql.ts', 'clients/graphql-request.ts'],
      generates: {
        'generated/': {
          preset: 'client',
          presetConfig: { fragmentMasking: false },
          config: {
            useTypeImports: true,
            enumType: 'string-literal',
            scalars: { Date: 'string', DateTime: 'string', EmailAddress: 'string', URL: 'string', File: 'Blob' },
          },
        },
      },
      importExtension: '.ts',
      silent: true,
    },
    true,
  );
}

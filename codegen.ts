import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents of schema/operations, for the console as any frontend would have them; tests borrow them. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'schema/operations/*.graphql',
  generates: {
    'src/console/generated/operations.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        useTypeImports: true,
        enumType: 'string-literal',
        scalars: { Date: 'string', DateTime: 'string', EmailAddress: 'string', URL: 'string', File: 'Blob' },
      },
    },
    'src/console/generated/possible-types.ts': { plugins: ['fragment-matcher'], config: { apolloClientVersion: 3 } },
  },
};

export default config;

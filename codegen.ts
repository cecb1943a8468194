import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents of schema/operations, for the tests and as an example of what a frontend gets. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'schema/operations/*.graphql',
  generates: {
    'test/generated/operations.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        useTypeImports: true,
        enumType: 'string-literal',
        scalars: { Date: 'string', DateTime: 'string', EmailAddress: 'string', URL: 'string', File: 'Blob' },
      },
    },
  },
};

export default config;

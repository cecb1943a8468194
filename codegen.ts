import type { CodegenConfig } from '@graphql-codegen/cli';

const typedDocuments = {
  plugins: ['typescript-operations', 'typed-document-node'],
  config: {
    useTypeImports: true,
    enumType: 'string-literal',
    scalars: { Date: 'string', DateTime: 'string', EmailAddress: 'string', URL: 'string', File: 'Blob' },
  },
};

/** Typed documents of schema/operations, for the tests, and for the console as any frontend would have them. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'schema/operations/*.graphql',
  generates: {
    'test/generated/operations.ts': typedDocuments,
    'src/console/generated/operations.ts': typedDocuments,
    'src/console/generated/possible-types.ts': { plugins: ['fragment-matcher'], config: { apolloClientVersion: 3 } },
  },
};

export default config;

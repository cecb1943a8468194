import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';

/** Newer tools know it by themselves and take the definition; those on a graphql before 16.9, and Apollo's composition, refuse the text without it. */
const ONE_OF = `"""Exactly one of the input’s fields must be given, and not be null."""
directive @oneOf on INPUT_OBJECT`;

/** The schema as tools read it, sorted. */
export const schemaText = (schema: GraphQLSchema): string => `${ONE_OF}\n\n${printSchema(lexicographicSortSchema(schema))}\n`;

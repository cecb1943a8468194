import { GraphQLError } from 'graphql';
import { type JsonLimits, parseJson } from './bounded-json.ts';

/** Status 400 for every media type that the client accepts: GraphQL over HTTP wants 200 under application/json for errors of the document only. */
export const unreadable = (message: string) => new GraphQLError(message, { extensions: { http: { status: 400 } } });

/** @throws GraphQLError in place of a SyntaxError, which quotes the text */
export function jsonIn(text: string, limits: JsonLimits, wrong: string): unknown {
  try {
    return parseJson(text, limits);
  } catch (error) {
    throw error instanceof SyntaxError ? unreadable(wrong) : error;
  }
}

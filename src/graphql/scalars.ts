import { GraphQLError, GraphQLScalarType } from 'graphql';
import { DateResolver, DateTimeResolver, EmailAddressResolver, URLResolver } from 'graphql-scalars';
import { builder } from './builder.ts';
import type { UploadedFile } from './document.ts';

const isUploadedFile = (value: unknown): value is UploadedFile =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  'size' in value &&
  'arrayBuffer' in value &&
  typeof value.arrayBuffer === 'function';

builder.addScalarType('Date', DateResolver, { description: 'A day, `YYYY-MM-DD`.' });
builder.addScalarType('DateTime', DateTimeResolver, { description: 'A moment in UTC, as in RFC 3339: `2026-11-23T09:00:00.000Z`.' });
/** Text that is none passes here: the rules of the input judge it, so that it is told together with all other faults, or as the fault of one row. */
const { parseLiteral: _, ...emailAddress } = EmailAddressResolver.toConfig();
const lenientEmailAddress = new GraphQLScalarType<string, string>({
  ...emailAddress,
  parseValue: (value) => {
    if (typeof value === 'string') return value;
    throw new GraphQLError('An e-mail address must be a text.');
  },
});
builder.addScalarType('EmailAddress', lenientEmailAddress, { description: 'An e-mail address.' });

export function isEmailAddress(text: string): boolean {
  try {
    EmailAddressResolver.parseValue(text);
    return true;
  } catch {
    return false;
  }
}

builder.addScalarType('URL', URLResolver, { description: 'An absolute web address.' });

builder.scalarType('File', {
  description:
    'A file, sent by the GraphQL multipart request specification: the variable is null in `operations`, and `map` names the part.',
  serialize: () => {
    throw new GraphQLError('File is for input only.');
  },
  parseValue: (value) => {
    if (isUploadedFile(value)) return value;
    throw new GraphQLError('A File must be sent as a part of a multipart request, by the GraphQL multipart request specification.');
  },
  parseLiteral: () => {
    throw new GraphQLError('A File must be a variable of a multipart request, not a literal.');
  },
});

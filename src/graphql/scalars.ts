import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
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

/** Judges how long a text is before anything looks into it, and says what is wanted, never what was sent. */
function textScalar<Value, Output>(
  scalar: GraphQLScalarType<Value, Output>,
  longest: number,
  wanted: string,
): GraphQLScalarType<Value, Output> {
  const fault = () => new GraphQLError(`A ${scalar.name} must be ${wanted}.`);
  const parse = (text: unknown) => {
    if (typeof text !== 'string' || text.length > longest) throw fault();
    try {
      return scalar.parseValue(text);
    } catch {
      throw fault();
    }
  };
  return new GraphQLScalarType({
    ...scalar.toConfig(),
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : null),
  });
}

builder.addScalarType('Date', textScalar(DateResolver, 10, 'a day, `YYYY-MM-DD`'), { description: 'A day, `YYYY-MM-DD`.' });
builder.addScalarType('DateTime', textScalar(DateTimeResolver, 40, 'a moment as in RFC 3339, `2026-11-23T09:00:00.000Z`'), {
  description: 'A moment in UTC, as in RFC 3339: `2026-11-23T09:00:00.000Z`.',
});
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

builder.addScalarType('URL', textScalar(URLResolver, 2_000, 'an absolute web address'), { description: 'An absolute web address.' });

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

import {
  type GraphQLInputType,
  GraphQLNonNull,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import { type Choices, oneIn, pick } from './choices.ts';
import { type Known, SUBCLIENT } from './world.ts';

/** A value as variables hold it, of a type, at a place that has this name. */
export function generateValue(choices: Choices, known: Known, type: GraphQLInputType, name: string): unknown {
  if (!isNonNullType(type) && oneIn(choices, 25)) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable))
    return Array.from({ length: choices.upTo(3) }, () => generateValue(choices, known, nullable.ofType as GraphQLInputType, name));
  if (isEnumType(nullable)) return pick(choices, nullable.getValues()).name;
  if (!isInputObjectType(nullable)) return scalar(choices, known, nullable.name, name);
  const fields = Object.values(nullable.getFields()).filter((field) => nameOf(field.type) !== 'File');
  const given = nullable.isOneOf
    ? [pick(choices, fields)].map((field) => ({ ...field, type: getNullableType(field.type) }))
    : fields.filter((field) => isRequiredInputField(field) || oneIn(choices, nullable.name === 'SenderFilter' ? 5 : 3));
  return Object.fromEntries(
    given.map((field) => {
      const place = nullable.isOneOf && field.name === 'id' ? 'senderId' : field.name;
      return [field.name, generateValue(choices, known, nullable.isOneOf ? new GraphQLNonNull(field.type) : field.type, place)];
    }),
  );
}

const nameOf = (type: GraphQLInputType): string => String(type).replaceAll(/[[\]!]/g, '');

const MISSING = Buffer.from('Sender:99').toString('base64url');
const TEXTS = ['Shop', '', 'two\nlines', 'x'.repeat(300), '79991234567', 'https://shop.example', 'a@b.example'];

function scalar(choices: Choices, known: Known, type: string, name: string): unknown {
  switch (type) {
    case 'Boolean':
      return oneIn(choices, 2);
    case 'Int':
      if (name !== 'first' && name !== 'last') return choices.upTo(25);
      return oneIn(choices, 60) ? pick(choices, [-1, 0, 500, 501]) : 1 + choices.upTo(5);
    case 'Date':
      return pick(choices, ['2026-11-20', '2026-11-25']);
    case '_Any':
      return oneIn(choices, 200) ? {} : { __typename: 'Sender', id: pick(choices, known.senderIds) };
    default:
      return text(choices, known, name);
  }
}

function text(choices: Choices, known: Known, name: string): string {
  if (oneIn(choices, 200)) return pick(choices, TEXTS);
  switch (name) {
    case 'id':
    case 'ids':
      return oneIn(choices, 50) ? MISSING : pick(choices, known.nodeIds);
    case 'senderId':
      return pick(choices, known.senderIds);
    case 'importId':
      return pick(choices, known.importIds);
    case 'after':
    case 'before':
      return pick(choices, known.senderCursors.slice(0, known.senderCursors.length / 2));
    case 'eventAfter':
      return pick(choices, known.eventCursors);
    case 'smscId':
    case 'smscIds':
      return pick(choices, known.smscIds);
    case 'name':
      return pick(choices, known.names);
    case 'nameContains':
      return pick(choices, ['shop', 'SHOP ', 'hop 1']);
    case 'subclient':
      return oneIn(choices, 100) ? 'unknown' : SUBCLIENT;
    default:
      return pick(choices, TEXTS);
  }
}

/** As it stands in a document. */
export function literalOf(type: GraphQLInputType, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  const nullable = getNullableType(type);
  if (isListType(nullable))
    return Array.isArray(value)
      ? `[${value.map((item) => literalOf(nullable.ofType as GraphQLInputType, item)).join(', ')}]`
      : literalOf(nullable.ofType as GraphQLInputType, value);
  if (isEnumType(nullable)) return String(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const fields = isInputObjectType(nullable) ? nullable.getFields() : {};
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${fields[key] === undefined ? JSON.stringify(inner) : literalOf(fields[key].type, inner)}`)
    .join(', ')} }`;
}

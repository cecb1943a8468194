import { operation, type WireRequest } from '../../support/wire.ts';
import type { Attack } from './attack.ts';

const HOSTILE = [
  ['CRLF and a header', 'Shop\r\nx-evil: 1'],
  ['NUL', 'Shop\0'],
  ['a further parameter', 'Shop&del=1'],
  ['a further parameter, encoded', 'Shop%26del%3D1'],
  ['markup', '<b>Shop</b>'],
] as const;

/** Where a value of the client reaches the provider. */
const FIELDS: readonly [where: string, query: string, answer: string][] = [
  ['a name', 'mutation ($v: String!) { addSender(input: { name: $v }) { __typename } }', '200 InvalidInputError'],
  ['a number', 'mutation ($v: String!) { sendVerificationCode(input: { number: $v }) { __typename } }', '200 InvalidInputError'],
  ['a code', 'mutation ($v: String!) { verifySender(input: { number: "79991234567", code: $v }) { __typename } }', '200 InvalidInputError'],
  [
    'a subclient',
    'mutation ($v: String!) { deleteSender(input: { sender: { name: "Shop" }, subclient: $v }) { __typename } }',
    '200 InvalidInputError',
  ],
  ['an id', 'mutation ($v: ID!) { deleteSender(input: { sender: { id: $v } }) { __typename } }', '200 InvalidInputError'],
  [
    'an idempotency key',
    'mutation ($v: String!) { addSender(input: { name: "?", idempotencyKey: $v }) { __typename } }',
    '200 InvalidInputError',
  ],
];

const writes = (query: string, variables: unknown): WireRequest => operation(query, variables, 'north-writes');

/** What would be a command of its own if it reached the provider as it stands. */
export const VALUES: readonly Attack[] = FIELDS.flatMap(([where, query, answer]) =>
  HOSTILE.map(([what, value]) => ({ name: `${what} in ${where}`, sends: writes(query, { v: value }), answer })),
);

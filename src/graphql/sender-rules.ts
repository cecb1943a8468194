import type { StandardSchemaV1 } from '@pothos/plugin-validation';
import { nameInStandIn } from '../account/replica/held-part.ts';
import { BELARUS_RANGES, REGISTRATIONS, type Registration } from '../domain/registrations.ts';
import { SENDER_KINDS, type SenderKind, senderKindOf } from '../domain/sender.ts';
import { keysOf } from '../domain/table.ts';
import { InvalidInputError } from '../errors.ts';
import { LONGEST_LINE } from '../loaders/text-length.ts';
import { documentFaults } from './document.ts';
import { isEmailAddress } from './scalars.ts';
import { type SenderByShape, senderKeyOf } from './sender-by.ts';
import type {
  AddSenderShape,
  ChangeSenderShape,
  DeleteSenderShape,
  SendVerificationCodeShape,
  VerifySenderShape,
} from './sender-inputs.ts';

// Every rule that can be judged here. The provider names no lengths for its texts: the bounds are the gateway's own, far above what it was seen to take.
const LONGEST_TEXT = 2000;

type Fault = { readonly path: readonly string[]; readonly message: string };

/** Line feeds and tabs are text; NUL and the other control characters are not. */
const hasControlCharacters = (text: string) => /[\p{Cc}]/u.test(text.replaceAll(/[\r\n\t]/g, ''));

/** Nothing looks into a text that is too long. */
const lengthFaults = (path: readonly string[], value: string, longest: number): Fault[] =>
  value.length > longest ? [{ path, message: `has ${value.length} characters; ${longest} at most` }] : [];

function textFaults(path: readonly string[], value: string, longest: number): Fault[] {
  const faults = lengthFaults(path, value, longest);
  if (faults.length > 0) return faults;
  if (value.trim() === '') faults.push({ path, message: 'must not be empty' });
  if (hasControlCharacters(value)) faults.push({ path, message: 'must not hold control characters' });
  return faults;
}

export const lineFaults = (path: readonly string[], value: string): Fault[] => [
  ...textFaults(path, value, LONGEST_LINE),
  ...(value.length <= LONGEST_LINE && /[\r\n]/.test(value) ? [{ path, message: 'must be one line' }] : []),
];

const optional = (value: string | null | undefined, faultsOf: (value: string) => Fault[]) => (value == null ? [] : faultsOf(value));

/** The pattern is tried on what is short alone: some take the square of a length. */
const fitsKind = (name: string, kind: SenderKind): boolean => {
  const { pattern, maxLength } = SENDER_KINDS[kind];
  return name.length <= maxLength && pattern.test(name);
};

function nameFaults(name: string): Fault[] {
  const { rule } = SENDER_KINDS[senderKindOf(name)];
  return fitsKind(name, senderKindOf(name)) ? [] : [{ path: ['name'], message: `must be ${rule}` }];
}

function registrationFaults(registrations: readonly Registration[]): Fault[] {
  const all = keysOf(REGISTRATIONS).length;
  if (registrations.length > all)
    return [{ path: ['registrations'], message: `has ${registrations.length} items; there are ${all} registrations` }];
  return registrations.flatMap((registration, index) => {
    const { form, tariff } = REGISTRATIONS[registration];
    return form === null
      ? []
      : [
          {
            path: ['registrations', String(index)],
            message: `${registration} needs a form: ask for it with \`${form}: { tariff: ${tariff}, … }\``,
          },
        ];
  });
}

/** Every text of a regional form is required, so an empty one is none. */
const formFaults = (form: 'ukraine' | 'belarus', values: object): Fault[] =>
  Object.entries(values).flatMap(([field, value]) => (typeof value === 'string' ? textFaults([form, field], value, LONGEST_TEXT) : []));

function addressFaults({ email }: { readonly email: string }): Fault[] {
  // One that is empty, or longer than any text of a form, is told as such.
  if (email.length > LONGEST_TEXT || email.trim() === '') return [];
  const isOne = fitsKind(email, 'EMAIL') && isEmailAddress(email);
  return isOne ? [] : [{ path: ['ukraine', 'email'], message: `must be ${SENDER_KINDS.EMAIL.rule}` }];
}

const rangeFaults = (values: { occupation: number; mailingType: number }): Fault[] =>
  (['occupation', 'mailingType'] as const).flatMap((field) => {
    const { min, max } = BELARUS_RANGES[field];
    return values[field] >= min && values[field] <= max ? [] : [{ path: ['belarus', field], message: `must be ${min} to ${max}` }];
  });

/** A blank comment counts as none: the name stands in. */
const isBlank = (comment: string) => comment.length <= LONGEST_TEXT && comment.trim() === '';
const commentFaults = (comment: string) => textFaults(['comment'], comment, LONGEST_TEXT);

async function detailFaults(input: ChangeSenderShape | AddSenderShape): Promise<Fault[]> {
  return [
    ...registrationFaults(input.registrations ?? []),
    ...(input.ukraine == null ? [] : [...formFaults('ukraine', input.ukraine), ...addressFaults(input.ukraine)]),
    ...(input.belarus == null ? [] : [...formFaults('belarus', input.belarus), ...rangeFaults(input.belarus)]),
    ...(input.document == null ? [] : (await documentFaults(input.document)).map((message) => ({ path: ['document'], message }))),
    ...optional(input.documentInfo, (info) => [
      ...textFaults(['documentInfo'], info, LONGEST_TEXT),
      ...(input.document == null ? [{ path: ['documentInfo'], message: 'belongs to a document: send one, or leave it out' }] : []),
    ]),
    ...subclientFaults(input.subclient),
  ];
}

const subclientFaults = (subclient: string | null | undefined) => optional(subclient, (login) => lineFaults(['subclient'], login));

function ownerFaults({ name, emailOwner }: AddSenderShape): Fault[] {
  const isEmail = senderKindOf(name) === 'EMAIL';
  if (emailOwner != null && !isEmail)
    return [{ path: ['emailOwner'], message: 'belongs to an e-mail address: leave it out, or make `name` one' }];
  return optional(emailOwner, (owner) => lineFaults(['emailOwner'], owner));
}

async function addFaults(input: AddSenderShape): Promise<Fault[]> {
  return [
    ...nameFaults(input.name),
    ...ownerFaults(input),
    ...optional(input.comment, (comment) => (isBlank(comment) ? [] : commentFaults(comment))),
    ...(await detailFaults(input)),
    ...optional(input.idempotencyKey, (key) => lineFaults(['idempotencyKey'], key)),
  ];
}

const SMSC_ID = /^\d{1,20}$/;

/** A number that is none may be another sender's to the provider: `12x` read as 12. */
function targetFaults(sender: SenderByShape, subclient: string | null | undefined): Fault[] {
  try {
    const key = senderKeyOf(sender, subclient, ['sender']);
    if (!('smscId' in key) || SMSC_ID.test(key.smscId) || nameInStandIn(key.smscId) !== null) return [];
    return [{ path: ['sender', sender.id == null ? 'smscId' : 'id'], message: 'is no number of a sender. Send it as this API gave it' }];
  } catch (error) {
    if (error instanceof InvalidInputError) return [...error.issues];
    throw error;
  }
}

const CHANGES = ['comment', 'registrations', 'ukraine', 'belarus', 'document'] as const;

async function changeFaults(input: ChangeSenderShape): Promise<Fault[]> {
  const changesNothing = CHANGES.every((field) => input[field] == null || (Array.isArray(input[field]) && input[field].length === 0));
  return [
    ...(changesNothing ? [{ path: [], message: `must change something: ${CHANGES.join(', ')}` }] : []),
    ...targetFaults(input.sender, input.subclient),
    ...optional(input.comment, commentFaults),
    ...(await detailFaults(input)),
  ];
}

/** A phone number as people write it, down to its digits. */
export const digitsOf = (number: string): string => number.replaceAll(/^\s*\+|[\s()-]/g, '');

function numberFaults(number: string): Fault[] {
  const { maxLength } = SENDER_KINDS.DIGITAL;
  return number.length <= LONGEST_LINE && fitsKind(digitsOf(number), 'DIGITAL')
    ? []
    : [{ path: ['number'], message: `must be a phone number with its country code, ${maxLength} digits at most: 79991234567` }];
}

const codeFaults = (code: string): Fault[] =>
  code.length <= LONGEST_LINE && /^[\p{L}\p{N}]{1,20}$/u.test(code.trim())
    ? []
    : [{ path: ['code'], message: 'must be the code from the message, digits or letters only' }];

/** Judges the argument `input` by all rules at once, as a Standard Schema. */
const inputSchema = <Input>(faultsOf: (input: Input) => Fault[] | Promise<Fault[]>): StandardSchemaV1<{ input: Input }> => ({
  '~standard': {
    version: 1,
    vendor: 'smsc-sender-gateway',
    validate: async (value) => {
      const args = value as { input: Input };
      const faults = await faultsOf(args.input);
      return faults.length === 0 ? { value: args } : { issues: faults.map(({ path, message }) => ({ path: ['input', ...path], message })) };
    },
  },
});

/** What is wrong with a field's arguments by its rules; empty where nothing is. */
export async function faultsOf<Args>(rules: StandardSchemaV1<Args>, args: Args): Promise<Fault[]> {
  const { issues = [] } = await rules['~standard'].validate(args);
  return issues.map(({ path = [], message }) => ({ path: path.map(String), message }));
}

/** The validation plugin runs them before a mutation, checkSender instead of one. */
export const addSenderRules = inputSchema<AddSenderShape>(addFaults);
export const changeSenderRules = inputSchema<ChangeSenderShape>(changeFaults);
export const deleteSenderRules = inputSchema<DeleteSenderShape>(({ sender, subclient }) => [
  ...targetFaults(sender, subclient),
  ...subclientFaults(subclient),
]);
export const sendVerificationCodeRules = inputSchema<SendVerificationCodeShape>((input) => [
  ...numberFaults(input.number),
  ...optional(input.from, (from) => lineFaults(['from'], from)),
  ...optional(input.siteName, (siteName) => lineFaults(['siteName'], siteName)),
  ...subclientFaults(input.subclient),
]);
export const verifySenderRules = inputSchema<VerifySenderShape>((input) => [
  ...numberFaults(input.number),
  ...codeFaults(input.code),
  ...subclientFaults(input.subclient),
]);

import type { AddSenderInput, SenderKind } from '../generated/operations.ts';
import type { AddStep } from '../i18n/text-table.ts';
import {
  chosenForms,
  NO_REGISTRATIONS,
  type Option,
  type RegistrationDraft,
  registrationInput,
} from '../registration/registration-draft.ts';

/** A sender to be, as far as it is filled in. */
export interface Draft {
  readonly kind: SenderKind;
  readonly name: string;
  readonly emailOwner: string;
  readonly comment: string;
  readonly registrations: RegistrationDraft;
  readonly document: File | null;
  readonly documentInfo: string;
}

export const EMPTY_DRAFT: Draft = {
  kind: 'ALPHANUMERIC',
  name: '',
  emailOwner: '',
  comment: '',
  registrations: NO_REGISTRATIONS,
  document: null,
  documentInfo: '',
};

/** The forms are a step only where a form is needed. */
export const stepsOf = ({ registrations }: Draft): AddStep[] =>
  chosenForms(registrations).length > 0
    ? ['name', 'operators', 'forms', 'document', 'review']
    : ['name', 'operators', 'document', 'review'];

/** Where a field of the input is filled in. */
export function stepOfField(field: string): AddStep {
  if (/^(name|emailOwner|comment)$/.test(field)) return 'name';
  if (/^(ukraine|belarus)\./.test(field)) return 'forms';
  return field.startsWith('document') ? 'document' : 'operators';
}

const given = <Key extends string>(key: Key, value: string) =>
  value.trim() === '' ? {} : ({ [key]: value.trim() } as Record<Key, string>);

/** Digits as people write them lose their spaces, dashes and brackets. */
const nameOf = ({ kind, name }: Draft) => (kind === 'DIGITAL' ? name.replaceAll(/^\s*\+|[\s()-]/g, '') : name.trim());

/** What the API is given. `only: 'name'` leaves the rest out, so that the name can be checked while it is typed. */
export function inputOf(draft: Draft, options: readonly Option[], subclient: string | null, only: 'name' | 'all' = 'all'): AddSenderInput {
  const name = {
    name: nameOf(draft),
    ...(draft.kind === 'EMAIL' ? given('emailOwner', draft.emailOwner) : {}),
    ...(subclient === null ? {} : { subclient }),
  };
  if (only === 'name') return name;
  return {
    ...name,
    ...given('comment', draft.comment),
    ...registrationInput(draft.registrations, options),
    ...(draft.document === null ? {} : { document: draft.document, ...given('documentInfo', draft.documentInfo) }),
  };
}

/** The kind that a name reads as; the API goes by the same signs. */
export function kindOf(name: string): SenderKind {
  if (name.includes('@')) return 'EMAIL';
  return /^[\d\s()+-]+$/.test(name) ? 'DIGITAL' : 'ALPHANUMERIC';
}

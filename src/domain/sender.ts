// SMSC.ru, FAQ 88 (the 11 characters) and "Управление именами отправителей (Sender ID)", as published in 2024.
import { table } from './table.ts';

export interface SenderKindRow {
  readonly pattern: RegExp;
  readonly maxLength: number;
  /** What the pattern and the length mean, for people. */
  readonly rule: string;
  readonly doc: string;
}

/** In the order in which a name is tried. */
export const SENDER_KINDS = table<SenderKindRow>()({
  // The provider names no length for addresses: 254 is the longest that mail can carry (RFC 5321).
  EMAIL: {
    pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
    maxLength: 254,
    rule: 'an e-mail address of at most 254 characters',
    doc: 'An e-mail address.',
  },
  DIGITAL: {
    pattern: /^\d+$/,
    maxLength: 15,
    rule: 'digits only, at most 15',
    doc: 'A phone number. It must be confirmed: sendVerificationCode, then verifySender.',
  },
  ALPHANUMERIC: {
    pattern: /^[A-Za-z0-9._-]+$/,
    maxLength: 11,
    rule: 'letters of the Latin alphabet, digits, dot, dash and underscore, at most 11',
    doc: 'A name of Latin letters, digits, dot, dash and underscore, at most 11 characters.',
  },
});
export type SenderKind = keyof typeof SENDER_KINDS;

/** The kind that a name belongs to by its characters; names that fit none are taken for ALPHANUMERIC, whose rule they then break. */
export const senderKindOf = (name: string): SenderKind => {
  if (name.includes('@')) return 'EMAIL';
  return SENDER_KINDS.DIGITAL.pattern.test(name) ? 'DIGITAL' : 'ALPHANUMERIC';
};

/** One operator's cell of a sender, as the provider reports it. */
export interface OperatorReading {
  readonly column: string;
  /** The provider's number; null where it sent something else. */
  readonly status: number | null;
  readonly replacementName: string | null;
}

/** One document of a sender, as the provider reports it. */
export interface FileReading {
  readonly smscId: string;
  readonly name: string;
  readonly status: number | null;
  readonly comment: string | null;
}

/** One row of a list, as the provider reports it. What the question did not ask for is empty or null. */
export interface SenderReading {
  /** The provider's number as a decimal string; null in old answers, which have none. */
  readonly smscId: string | null;
  readonly name: string;
  readonly status: number | null;
  readonly operators: readonly OperatorReading[];
  readonly files: readonly FileReading[];
}

/** A document on its way to the provider. */
export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a Ukrainian registration needs; see UKRAINE_FIELDS for the provider's names. */
export interface UkraineRegistration {
  readonly tariff: 'NATIONAL' | 'INTERNATIONAL';
  readonly organization: string;
  readonly taxId: string;
  readonly website: string;
  readonly email: string;
  readonly address: string;
  readonly services: string;
  readonly purpose: string;
}

/** What a Belarusian registration needs; see BELARUS_FIELDS for the provider's names. */
export interface BelarusRegistration {
  readonly tariff: 'NATIONAL' | 'INTERNATIONAL';
  readonly organization: string;
  readonly taxId: string;
  readonly address: string;
  /** 1 to 19. */
  readonly occupation: number;
  /** 1 to 3. */
  readonly mailingType: number;
  readonly sampleMessage: string;
  readonly website: string;
}

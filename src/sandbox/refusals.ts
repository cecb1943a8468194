/**
 * The provider's error numbers, their texts on the wire, and the rule by which this sandbox comes to each.
 * The texts of 1, 2, 3, 5, 7, 8 and 9 are recorded; those of 4, 10 and 11 are guesses. 6 is not published: a fault of kind `error` can raise
 * it, as any other number.
 */
export const REFUSALS = {
  1: { text: 'parameters error', rule: 'A parameter is missing or breaks its rule, or a document is of another type or too large.' },
  2: { text: 'authorise error', rule: 'The login, password or key is wrong, or the address is not among the account’s allowedIps.' },
  3: {
    text: 'record not found',
    rule: 'chg or del of a name that is not there; check_code of a number that was not added and got no code.',
  },
  4: { text: 'ip is blocked', rule: 'After ten wrong logins in a row from one address, for 60 s (badLogins).' },
  5: { text: 'save error', rule: 'add of a name that is there already; chg of a name that is disabled (status 2).' },
  7: { text: 'invalid number', rule: 'send_code or check_code with anything but 10 to 15 digits.' },
  8: { text: "can't to deliver", rule: 'send_code to a number that ends in 000.' },
  9: {
    text: 'duplicate request, wait a minute',
    rule: 'The fourth identical list or the sixth add in 60 s; fifteen requests of a login at once.',
  },
  10: { text: 'code already sent', rule: 'send_code to a number to which a code was sent in the last 8 hours.' },
  11: { text: 'wrong code', rule: 'check_code with another code than the one sent, or of an added number to which none was sent.' },
} as const;
export type RefusalNumber = keyof typeof REFUSALS;

const texts: ReadonlyMap<number, string> = new Map(Object.entries(REFUSALS).map(([number, { text }]) => [Number(number), text]));

/** An answer with an error number. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly number: number;

  constructor(number: RefusalNumber | (number & {})) {
    super(texts.get(number) ?? 'unknown error');
    this.number = number;
  }
}

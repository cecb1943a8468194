import type { Account } from '../account/account.ts';
import { GatewayError } from '../errors.ts';
import type { FinishedCall } from '../smsc/client.ts';
import type { Tenant } from './tenants.ts';

/** What became of an account's way to the provider since the start. */
export type Contact =
  | { readonly state: 'waiting' }
  /** `senders` is known from the list at the start. */
  | { readonly state: 'answered'; readonly senders: number | null }
  | { readonly state: 'failed'; readonly message: string };

/** Knows whether the provider has answered for an account yet: a wrong password should be found at the start, not by the first customer. */
export class FirstContact {
  readonly #account: Account;
  #contact: Contact = { state: 'waiting' };

  constructor(account: Account) {
    this.#account = account;
  }

  get contact(): Contact {
    return this.#contact;
  }

  /** Told of each call. */
  learn({ outcome }: Pick<FinishedCall, 'outcome'>): void {
    if (outcome === null && this.#contact.state !== 'answered') this.#contact = { state: 'answered', senders: null };
  }

  /** Asks for one list, in its turn within the limits, unless a fresh one is held. */
  async ask(): Promise<Contact> {
    try {
      const { senders } = await this.#account.refresh(null, 'names', { priority: 'background', tenant: 'start' });
      this.#contact = { state: 'answered', senders: senders.length };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (this.#contact.state !== 'answered') this.#contact = { state: 'failed', message: error.message };
    }
    return this.#contact;
  }
}

export interface AccountContact {
  readonly account: string;
  readonly contact: Contact;
}

/** Accounts that are asked for at once: a provider may not like a thousand. */
const AT_ONCE = 4;

/** One list of each account. */
export async function firstContact(tenants: readonly Tenant[]): Promise<readonly AccountContact[]> {
  const contacts: AccountContact[] = [];
  const waiting = tenants.values();
  const askOneByOne = async () => {
    for (const { account, contact } of waiting) contacts.push({ account: account.name, contact: await contact.ask() });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askOneByOne));
  return contacts;
}

/** Accounts that are named one by one: the others are counted. */
const MOST_LINES = 5;

/** What came of it, for people. */
export function contactLines(contacts: readonly AccountContact[]): readonly string[] {
  const lineOf = ({ account, contact }: AccountContact): string => {
    if (contact.state === 'failed') return `${account}: ${contact.message}`;
    return contact.state === 'waiting' ? `${account}: no answer yet` : `${account}: it answers, ${contact.senders ?? 'some'} senders`;
  };
  const [answered, others] = [
    contacts.filter(({ contact }) => contact.state === 'answered'),
    contacts.filter(({ contact }) => contact.state !== 'answered'),
  ];
  if (contacts.length <= MOST_LINES) return contacts.map(lineOf);
  const more = others.length - MOST_LINES;
  return [
    `it answers for ${answered.length} of ${contacts.length} accounts`,
    ...others.slice(0, MOST_LINES).map(lineOf),
    ...(more > 0 ? [`and ${more} more: see /readyz`] : []),
  ];
}

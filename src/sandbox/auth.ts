import { createHash } from 'node:crypto';
import type { BadLoginRule, SandboxAccount } from './options.ts';
import { Refusal } from './refusals.ts';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** The password as it is, or its lower-case MD5 in hexadecimal, as clients send it. */
const isPassword = (account: SandboxAccount, psw: string) => psw === account.password || psw === md5(account.password);

const isOwnKey = (account: SandboxAccount, key: string) => key === account.apiKey;

/** The account that the parameters prove: an API key alone, with the login, or in psw with an empty login; or login and password. */
function findAccount(accounts: readonly SandboxAccount[], params: ReadonlyMap<string, string>): SandboxAccount | undefined {
  const login = params.get('login') ?? '';
  const psw = params.get('psw') ?? '';
  const key = params.get('apikey') ?? '';
  const candidates = login === '' ? accounts : accounts.filter((account) => account.login === login);
  if (key !== '') return candidates.find((account) => isOwnKey(account, key));
  return candidates.find((account) => (login === '' ? isOwnKey(account, psw) : isPassword(account, psw)));
}

interface Attempts {
  readonly wrong: number;
  readonly blockedUntil: number;
}

/** Tells who calls, and blocks an address for a while after too many wrong logins in a row. */
export class Doorkeeper {
  readonly #accounts: readonly SandboxAccount[];
  readonly #rule: () => BadLoginRule;
  readonly #now: () => number;
  readonly #attempts = new Map<string, Attempts>();

  constructor(accounts: readonly SandboxAccount[], rule: () => BadLoginRule, now: () => number) {
    this.#accounts = accounts;
    this.#rule = rule;
    this.#now = now;
  }

  /** @throws Refusal 2 or 4 */
  admit(params: ReadonlyMap<string, string>, address: string): SandboxAccount {
    const before = this.#attempts.get(address) ?? { wrong: 0, blockedUntil: 0 };
    if (this.#now() < before.blockedUntil) throw new Refusal(4);
    const account = findAccount(this.#accounts, params);
    if (account === undefined) {
      const wrong = before.wrong + 1;
      const { allowed, blockSeconds } = this.#rule();
      const full = wrong >= allowed;
      this.#attempts.set(address, { wrong: full ? 0 : wrong, blockedUntil: full ? this.#now() + blockSeconds * 1000 : 0 });
      throw new Refusal(2);
    }
    this.#attempts.delete(address);
    if (account.allowedIps !== undefined && !account.allowedIps.includes(address)) throw new Refusal(2);
    return account;
  }
}

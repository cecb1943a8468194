import type { Account } from '../account/account.ts';
import { GatewayError, InvalidInputError } from '../errors.ts';
import type { Imports } from '../imports/imports.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';

/** Who is asking, and what they may do. Made by http/auth, one a request. */
export interface Principal {
  /** The token's or the setting's name; never the token itself. */
  readonly name: string;
  readonly account: Account;
  readonly imports: Imports;
  readonly webhooks: Webhooks;
  readonly access: 'read' | 'write';
  /** The account's subclients, as far as the configuration names them. */
  readonly subclients: readonly string[];
  /** The only subclients that may be reached; null: the account itself and every subclient of it. */
  readonly confinedTo: readonly string[] | null;
}

/**
 * Lets a principal through to the account (null) or to a subclient.
 * @throws GatewayError FORBIDDEN; InvalidInputError for a blank login, which the provider would take for the account itself
 */
export function requireReach(principal: Principal, subclient: string | null): void {
  const { confinedTo } = principal;
  if (confinedTo === null) requireLogin(subclient);
  else if (subclient === null || !confinedTo.includes(subclient)) throw unreachable(confinedTo);
}

const unreachable = (confinedTo: readonly string[]) =>
  new GatewayError('FORBIDDEN', {
    message: `This token reaches these subclients only: ${confinedTo.join(', ')}. Name one of them in \`subclient\`.`,
  });

function requireLogin(subclient: string | null): void {
  if (subclient?.trim() === '')
    throw new InvalidInputError([{ path: ['subclient'], message: 'must be a login: leave it out where the account itself is meant' }]);
}

/** @throws GatewayError FORBIDDEN */
export function requireWrite(principal: Principal): void {
  if (principal.access === 'write') return;
  throw new GatewayError('FORBIDDEN', { message: 'This token may read only. Use one with `access: write`.' });
}

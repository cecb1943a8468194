import type { Account } from '../account/account.ts';
import { GatewayError, InvalidInputError } from '../errors.ts';
import type { Imports } from '../imports/imports.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { Grant } from './grant.ts';
import { LONGEST_LINE, requireLength } from './text-length.ts';

/** Who is asking, and what they may do. Made by http/auth, one a request. */
export interface Principal {
  /** The token's or the setting's name; never the token itself. */
  readonly name: string;
  /** How long all this holds. */
  readonly grant: Grant;
  readonly account: Account;
  readonly imports: Imports;
  readonly webhooks: Webhooks;
  readonly access: 'read' | 'write';
  /** The account's subclients that the configuration names. */
  readonly subclients: readonly string[];
  /** Whether others can be named too: they can where the account's own people are alone with the gateway, and its settings name none. */
  readonly anySubclient: boolean;
  /** The only subclients that may be reached; null: the account itself and every subclient of it. */
  readonly confinedTo: readonly string[] | null;
}

/**
 * Lets a principal through to the account (null) or to a subclient that the gateway was told of. Each other login would be a question of its
 * own to the provider, which counts wrong ones and blocks the account for them.
 * @throws GatewayError FORBIDDEN where the token is confined to others; InvalidInputError for a login that is none, or not known
 */
export function requireReach({ subclients, anySubclient, confinedTo }: Principal, subclient: string | null): void {
  if (subclient !== null) requireLength(['subclient'], subclient, LONGEST_LINE);
  if (confinedTo !== null) {
    if (subclient === null || !confinedTo.includes(subclient)) throw unreachable(confinedTo);
  } else if (subclient?.trim() === '') {
    throw new InvalidInputError([{ path: ['subclient'], message: BLANK }]);
  } else if (subclient !== null && !anySubclient && !subclients.includes(subclient)) {
    throw new InvalidInputError([{ path: ['subclient'], message: UNKNOWN }]);
  }
}

const BLANK = 'must be a login: leave it out where the account itself is meant';
const UNKNOWN =
  'is no subclient that this gateway knows: viewer { subclients } tells them, and its operator names them in SMSC_SUBCLIENTS or accounts[].subclients';

const unreachable = (confinedTo: readonly string[]) =>
  new GatewayError('FORBIDDEN', {
    message: `This token reaches these subclients only: ${confinedTo.join(', ')}. Name one of them in \`subclient\`.`,
  });

/**
 * Asked before every single write: the right may have ended since the request, or the write before it, began.
 * @throws GatewayError FORBIDDEN; UNAUTHENTICATED, RIGHTS_CHANGED
 */
export function requireWrite({ access, grant: { refusal } }: Principal): void {
  if (refusal !== null) throw refusal;
  if (access === 'write') return;
  throw new GatewayError('FORBIDDEN', { message: 'This token may read only. Use one with `access: write`.' });
}

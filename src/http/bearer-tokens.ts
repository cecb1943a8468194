import { createHash, timingSafeEqual } from 'node:crypto';
import type { Principal } from '../loaders/principal.ts';
import type { TokenCheck } from './auth.ts';

export interface HashedToken {
  /** Of the token, lower-case hexadecimal. */
  readonly sha256: string;
  readonly principal: Principal;
}

/** What a token is compared with that nobody gave out: no token is empty. */
export const HASH_OF_NOTHING = createHash('sha256').update('').digest();

/**
 * Looks tokens up by their SHA-256. Constant in time: every token, known or not, is hashed once, looked up once and compared once, over all
 * 32 bytes. How far the lookup itself gets depends on the hash alone, and nobody can walk towards a stored hash, as one could towards a
 * token letter by letter: a token with a hash of one's choice can't be made.
 */
export function hashedTokens(tokens: readonly HashedToken[]): TokenCheck {
  const known = new Map(tokens.map(({ sha256, principal }) => [sha256, { hash: Buffer.from(sha256, 'hex'), principal }]));
  return (token) => {
    const hash = createHash('sha256').update(token).digest();
    const candidate = known.get(hash.toString('hex'));
    return timingSafeEqual(hash, candidate?.hash ?? HASH_OF_NOTHING) ? (candidate?.principal ?? null) : null;
  };
}

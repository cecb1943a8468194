import type { KeyObject } from 'node:crypto';

/** The signature algorithms that one kind of key makes. One family is pinned, so that no token can choose how it is checked. */
export const KEY_FAMILIES = {
  HS: ['HS256', 'HS384', 'HS512'],
  RS: ['RS256', 'RS384', 'RS512'],
  PS: ['PS256', 'PS384', 'PS512'],
  ES: ['ES256', 'ES384', 'ES512'],
  EdDSA: ['EdDSA', 'Ed25519'],
} as const;
export type KeyFamily = keyof typeof KEY_FAMILIES;

export interface JwtSettings {
  readonly issuer: string;
  readonly audience: string;
  /** Of one family: see KEY_FAMILIES. */
  readonly algorithms: readonly string[];
  /** The key itself, or where the issuer publishes its keys. */
  readonly key: KeyObject | URL;
}

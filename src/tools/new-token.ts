import { createHash } from 'node:crypto';

/** A token that nobody can guess, known by its first letters, and what the accounts file keeps of it. */
export function newToken(random: (bytes: number) => Buffer): { readonly token: string; readonly sha256: string } {
  const token = `smscgw_${random(32).toString('base64url')}`;
  return { token, sha256: createHash('sha256').update(token).digest('hex') };
}

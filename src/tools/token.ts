import { createHash, randomBytes } from 'node:crypto';

/** A token that nobody can guess, known by its first letters, and what the accounts file keeps of it. */
export function newToken(random: (bytes: number) => Buffer): { readonly token: string; readonly sha256: string } {
  const token = `smscgw_${random(32).toString('base64url')}`;
  return { token, sha256: createHash('sha256').update(token).digest('hex') };
}

if (import.meta.main) {
  const { token, sha256 } = newToken(randomBytes);
  const entry = { name: process.argv[2] ?? 'name-it', sha256, access: 'read' };
  console.log(`The token, for who is to use it; it is not kept anywhere:

  ${token}

For \`tokens\` of its account in ACCOUNTS_FILE (access: read or write; \`subclients\` to confine it); then send SIGHUP to the gateway:

  ${JSON.stringify(entry)}
`);
}

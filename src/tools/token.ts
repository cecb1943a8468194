// npm run token -- NAME: makes a token.
import { randomBytes } from 'node:crypto';
import { newToken } from './new-token.ts';

const { token, sha256 } = newToken(randomBytes);
const entry = { name: process.argv[2] ?? 'name-it', sha256, access: 'read' };
console.log(`The token, for who is to use it; it is not kept anywhere:

  ${token}

For \`tokens\` of its account in ACCOUNTS_FILE (access: read or write; \`subclients\` to confine it); then send SIGHUP to the gateway:

  ${JSON.stringify(entry)}
`);

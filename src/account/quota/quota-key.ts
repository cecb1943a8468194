import { createHash } from 'node:crypto';
import type { Credentials } from '../../smsc/api.ts';

/**
 * Names the login whose limits are counted: equal for all instances and accounts that use it at the same provider. A hash: it goes into the store's keys,
 * and an API key is a secret.
 * @param url the provider's first address; its reserves (www2 …) are the same provider
 */
export function quotaKey(credentials: Credentials, url: string): string {
  const host = new URL(url).host.replace(/^www\d*\./, '');
  const [kind, name] = 'login' in credentials ? ['login', credentials.login] : ['apikey', credentials.apiKey];
  return digest(JSON.stringify([host, kind, name]));
}

/**
 * Changes with the password or the API key, so that a refusal of one does not hold the next. 12 bits of a hash: enough to notice a change, too
 * few to test a guess by.
 */
export const credentialsTag = (credentials: Credentials): string =>
  digest(JSON.stringify('login' in credentials ? [credentials.login, credentials.password] : [credentials.apiKey])).slice(0, 2);

/** Short, the same everywhere, and tells nothing of what it stands for. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

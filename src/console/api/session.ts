import { createStore } from '../store.ts';

const KEY = 'token';

/** The token of this tab, if any. Session storage ends with the tab; a token never stands in an address. */
const token = createStore<string | null>(sessionStorage.getItem(KEY));
/** True once the gateway has answered that it wants a token, or another one. */
const refused = createStore(false);

export const session = {
  token,
  refused,
  signIn(value: string) {
    sessionStorage.setItem(KEY, value);
    refused.set(false);
    token.set(value);
  },
  signOut() {
    sessionStorage.removeItem(KEY);
    token.set(null);
  },
  refuse() {
    sessionStorage.removeItem(KEY);
    refused.set(true);
  },
} as const;

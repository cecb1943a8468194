import type { Principal } from '../../loaders/principal.ts';

/** By whom limits count: a token of an account. */
export const ownerOf = ({ account, name }: Pick<Principal, 'account' | 'name'>): string => `${account.name} ${name}`;

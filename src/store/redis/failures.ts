import { StoreUnavailable } from '../store.ts';

/** What Redis answers while it can't do what it is asked, by the first word of its error, for the administrator. */
const REASONS: Readonly<Record<string, string>> = {
  READONLY: 'it is a replica, which can’t be written',
  OOM: 'its memory is full (maxmemory)',
  MISCONF: 'it can’t save its data to its disk',
  NOREPLICAS: 'too few replicas are connected (min-replicas-to-write)',
  LOADING: 'it is loading its data',
  MASTERDOWN: 'it is a replica that lost its primary',
  CLUSTERDOWN: 'the cluster is down',
  TRYAGAIN: 'the cluster is moving the data',
  MOVED: 'the cluster is moving the data',
  BUSY: 'a script keeps it busy',
  WRONGPASS: 'it refuses the password',
  NOAUTH: 'it wants a password',
  NOPERM: 'it does not let this user do what the gateway needs',
};
const CODES = new RegExp(`\\b(?:${Object.keys(REASONS).join('|')})\\b`);
const KILLED = /script killed/i;

/**
 * What the callers of the store get: the text alone, since the library's errors carry the command with its arguments, passwords and values
 * among them. What is no failure of Redis or of the way there is a fault of ours, and stays one.
 */
export function unavailable(error: unknown): Error {
  if (error instanceof StoreUnavailable) return error;
  if (!(error instanceof Error)) return new Error('Redis failed without an error.');
  if (isOfTheLanguage(error)) return error;
  if (error.name !== 'ReplyError') return new StoreUnavailable(`Redis is away: ${error.message}`);
  const [code] = CODES.exec(error.message) ?? [];
  if (code !== undefined) return new StoreUnavailable(`Redis can’t be used: ${REASONS[code]}.`);
  if (KILLED.test(error.message)) return new StoreUnavailable('Redis can’t be used: a script was killed.');
  return new Error(`Redis refuses what the store asks: ${error.message.replace(/,? with args beginning with:.*/s, '')}`);
}

/** A wrong call, too long a list of arguments: no peer is to blame. */
const isOfTheLanguage = (error: Error): boolean =>
  [TypeError, RangeError, ReferenceError, SyntaxError].some((type) => error instanceof type);

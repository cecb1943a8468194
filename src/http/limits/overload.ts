import { GatewayError } from '../../errors.ts';
import type { Refusal } from '../pipeline/refusal.ts';

/** What an instance that is short of memory still takes. */
export interface Overload {
  /** Whether requests of any size are taken: then nothing more need be looked at. */
  readonly takesAll: boolean;
  /** Points of a request at the most; Infinity: any number. */
  readonly mostPoints: number;
  /** Whether new listeners may come: they stay, and take memory for as long. */
  readonly takesListeners: boolean;
}

const RETRY_MS = 5_000;

export const OVERLOADED_HEADERS = { 'retry-after': String(RETRY_MS / 1_000) };

/** The refusal of what there is no room for now. */
export const OVERLOADED: Refusal = {
  status: 503,
  error: new GatewayError('OVERLOADED', { retryAfterMs: RETRY_MS }),
  headers: OVERLOADED_HEADERS,
};

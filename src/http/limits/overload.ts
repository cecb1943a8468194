import { GatewayError } from '../../errors.ts';
import { type Refusal, refusalOf } from '../request/refusal.ts';

/** What an instance that is short of memory still takes. */
export interface Overload {
  /** Whether requests of any size are taken: then nothing more need be looked at. */
  readonly takesAll: boolean;
  /** Points of a request at the most; Infinity: any number. */
  readonly mostPoints: number;
  /** Whether new listeners may come: they stay, and take memory for as long. */
  readonly takesListeners: boolean;
  /** Whether so many bytes more would leave it out of the last state. */
  hasRoomFor(bytes: number): boolean;
}

const RETRY_MS = 5_000;

/** The refusal of what there is no room for now. */
export const OVERLOADED: Refusal = refusalOf(new GatewayError('OVERLOADED', { retryAfterMs: RETRY_MS }));

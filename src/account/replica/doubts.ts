import { QUOTAS } from '../../domain/quotas.ts';

/** Of senders that are held, by id: how many lists in a row lacked them, or something of them. */
export type Doubts = ReadonlyMap<string, number>;

export const NO_DOUBTS: Doubts = new Map();

/** One list may lack anything. A second one, asked after the first was answered, is believed. */
const LISTS_FOR_A_FEW = 2;
/** No more than the provider answers in a minute, and one: a fault that lasts less is over by then, whatever any clock says. */
const LISTS_FOR_MANY = QUOTAS.LIST.calls + 1;
/** Of the senders that are held. People delete one or some; cut, empty and foreign lists lack many. */
const FEW_SHARE = 0.1;
/** Spreads the lists that confirm over the minute. */
const CONFIRM_EVERY_MS = (QUOTAS.LIST.windowSeconds * 1_000) / QUOTAS.LIST.calls;

const isFew = (lacking: number, held: number): boolean => lacking < held && lacking <= Math.max(1, held * FEW_SHARE);

/** How many lists in a row must lack something before it counts as gone. */
export const listsToBelieve = (lacking: number, held: number, unreadableRows: number): number =>
  isFew(lacking, held) && unreadableRows === 0 ? LISTS_FOR_A_FEW : LISTS_FOR_MANY;

/** How long to wait before the next list is asked for; null where nothing is in doubt, and all was listed. */
export function confirmAfter(doubts: Doubts, held: number, partial: boolean): number | null {
  if (doubts.size === 0) return partial ? CONFIRM_EVERY_MS : null;
  const isNew = [...doubts.values()].every((lists) => lists === 1);
  return isNew && isFew(doubts.size, held) ? 0 : CONFIRM_EVERY_MS;
}

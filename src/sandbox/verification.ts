import type { Call, Outcome } from './call.ts';
import { held } from './moderation.ts';
import { Refusal } from './refusals.ts';
import { type StoredSender, senderStatus } from './sender-book.ts';
import { bookOf, NO_ATTEMPTS, NO_REPLACEMENTS, NOTHING_REGISTERED } from './world.ts';

/** @throws Refusal 7 */
function readNumber(params: ReadonlyMap<string, string>): string {
  const number = params.get('sender') ?? '';
  if (number === '') throw new Refusal(1);
  if (!/^\d{10,15}$/.test(number)) throw new Refusal(7);
  return number;
}

/** send_code: the number need not be a sender yet, as a client is known to call it without add; `sendCode` may assume otherwise. */
export function sendCode({ world, login, params, book, instant }: Call): Outcome {
  const number = readNumber(params);
  const from = params.get('site') ?? '';
  if (from !== '') {
    // The page: `site` must have been added and activated as a sender before. Its example sends from a name of the account for a subclient.
    const admitted = [book, bookOf(world, login, null)].some((owner) => {
      const sender = owner.byName(from);
      return sender !== undefined && senderStatus(sender, instant) === 1;
    });
    if (!admitted) throw new Refusal(1);
  }
  if (world.assume.sendCode === 'added' && book.byName(number) === undefined) throw new Refusal(3);
  if (number.endsWith('000')) throw new Refusal(8);
  if (world.codes.find(login, number) !== undefined) throw new Refusal(10);
  world.codes.send(login, number);
  return { kind: 'done' };
}

/**
 * check_code: admits the number as a sender, and adds it where it was not there: a guess, from the client that never calls add. The code holds for
 * 8 hours, so a repeated check answers as the first.
 */
export function checkCode({ world, login, params, book, instant }: Call): Outcome {
  const number = readNumber(params);
  const code = params.get('code') ?? '';
  if (code === '') throw new Refusal(1);
  const sent = world.codes.find(login, number);
  const isAdded = book.byName(number) !== undefined;
  if (sent === undefined) throw new Refusal({ 'by-number': isAdded ? 11 : 3, 'error-11': 11, 'error-3': 3 }[world.assume.unsentCode]);
  if (sent.code !== code) throw new Refusal(11);
  const known = book.byName(number);
  if (known === undefined) book.add(confirmed(world.nextSenderId(), number, instant.now));
  else if (senderStatus(known, instant) === 0) known.status = held(1, instant.now);
  return { kind: 'done' };
}

const confirmed = (id: number, number: string, now: number): StoredSender => ({
  id,
  name: number,
  comment: number,
  status: held(1, now),
  operatorsFrom: null,
  operators: NOTHING_REGISTERED,
  attempts: NO_ATTEMPTS,
  replacements: NO_REPLACEMENTS,
  files: [],
  details: {},
});

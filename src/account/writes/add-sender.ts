import { GatewayError } from '../../errors.ts';
import type { AddRequest } from '../../smsc/api.ts';
import type { HeldSender, Part, ReadOptions } from '../account.ts';
import type { HeldPart } from '../replica/held-part.ts';
import { Look } from './look.ts';
import { LostAnswer, notDone } from './lost-answer.ts';
import { existsAlready, openVerdict, type Verdict } from './verdict.ts';
import { callFor, type WriteContext } from './write-context.ts';

/** What is written down before the provider is asked, so that whoever comes after a crash knows where it stood. */
export interface Attempt {
  /** The sender that had the name before; null where none was known. Ids are never given again. */
  readonly idBefore: string | null;
}

/** The provider's number of "waits for the moderator", which every new sender has. */
const AWAITING_MODERATION = 0;

/**
 * Adds a sender. Never asks twice: a lost answer is settled by looking, and so is "could not be saved".
 * @param note called before the provider is asked
 * @throws GatewayError where the provider was not asked, or refused it
 */
export async function addSender(
  context: WriteContext,
  request: AddRequest,
  options: ReadOptions,
  note: (attempt: Attempt) => Promise<void> = async () => {},
): Promise<Verdict> {
  const { name, subclient } = request;
  const before = await ownerOf(context, request, options);
  const attempt = { idBefore: before?.smscId ?? null };
  await note(attempt);
  try {
    const { smscId } = await callFor(context, options, (call) => context.client.add(request, call));
    // No new one, then, whatever the answer calls it.
    if (before !== null && smscId === before.smscId) return existsAlready(before);
    const sender = { smscId, name, subclient, status: AWAITING_MODERATION };
    await context.record(subclient, { kind: 'added', sender, outdates: outdatedBy(request) });
    return { kind: 'done', sender };
  } catch (failure) {
    if (failure instanceof LostAnswer) return judgeAdd(request, attempt, failure, new Look(context, subclient, { cost: options.cost }));
    if (failure instanceof GatewayError && failure.code === 'SAVE_FAILED') return explainSaveFailure(context, request, failure, options);
    throw failure;
  }
}

/** What became of an add of which the answer was lost. Never throws. */
export async function judgeAdd({ name }: AddRequest, { idBefore }: Attempt, lost: LostAnswer, look: Look): Promise<Verdict> {
  const byName = (names: HeldPart): HeldSender | null => names.byName.get(name)?.sender ?? null;
  try {
    // While the provider may still do it, not even the name's old owner proves that it won't: he may be deleted before.
    if (lost.openMs > 0) return openVerdict(lost.openMs, null, await look.shows(byName));
    const presence = await look.presence(byName);
    if (presence === 'absent') return { kind: 'not done', failure: notDone(lost) };
    if (presence === 'unsure') return openVerdict(0);
    return presence.shown.smscId === idBefore ? existsAlready(presence.shown) : { kind: 'found', sender: presence.shown };
  } catch (hindrance) {
    return openVerdict(lost.openMs, hindrance);
  }
}

/** The sender that has the name now, as far as it is known. */
async function ownerOf({ parts }: WriteContext, { name, subclient }: AddRequest, options: ReadOptions): Promise<HeldSender | null> {
  const names = await parts.read(subclient, 'names', options).catch(() => null);
  return names?.held.byName.get(name)?.sender ?? null;
}

/** The provider has one number for "exists already" and "could not be saved": the list tells them apart. */
async function explainSaveFailure(
  { parts }: WriteContext,
  { name, subclient }: AddRequest,
  failure: GatewayError,
  options: ReadOptions,
): Promise<Verdict> {
  const read = await parts.read(subclient, 'names', options).catch(() => null);
  const isSettled = read !== null && !read.stale && read.held.byName.has(name);
  const names = isSettled ? read.held : await parts.readNow(subclient, 'names', options).catch(() => read?.held);
  const existing = names?.byName.get(name)?.sender;
  return existing === undefined ? { kind: 'not done', failure } : existsAlready(existing, failure);
}

/** A new sender's operator cells are only known from a list; it has files only if one was sent. */
const outdatedBy = ({ document }: AddRequest): readonly Part[] => (document === null ? ['operators'] : ['operators', 'files']);

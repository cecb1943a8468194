import { GatewayError, SenderExistsError } from '../../errors.ts';
import type { AddRequest } from '../../smsc/api.ts';
import type { HeldSender, Part, ReadOptions } from '../account.ts';
import type { HeldPart } from '../replica/held-part.ts';
import type { Attempt } from './idempotency.ts';
import { outcomeUnknown, readBack } from './read-back.ts';
import { answerLost, callFor, notDone, type WriteContext } from './write-context.ts';

/** The provider's number of "waits for the moderator", which every new sender has. */
const AWAITING_MODERATION = 0;

/**
 * Adds a sender. Never asks twice: a lost answer is settled by reading back, and so is "could not be saved".
 * @param note called before the provider is asked
 * @throws SenderExistsError<HeldSender>, OutcomeUnknownError
 */
export async function addSender(
  context: WriteContext,
  request: AddRequest,
  options: ReadOptions,
  note: (attempt: Attempt) => Promise<void> = async () => {},
): Promise<HeldSender> {
  const before = await namesBefore(context, request.subclient, options);
  const existedBefore = before?.byName.has(request.name) ?? null;
  await note({ existedBefore });
  try {
    const { smscId } = await callFor(context, options, (call) => context.client.add(request, call));
    const sender = { smscId, name: request.name, subclient: request.subclient, status: AWAITING_MODERATION };
    await context.record(request.subclient, { kind: 'added', sender, outdates: outdatedBy(request) });
    return sender;
  } catch (failure) {
    if (answerLost(failure)) {
      const found = await leftBehind(context, request, existedBefore, failure, options);
      if (found === null) throw notDone(failure);
      return found;
    }
    if (failure instanceof GatewayError && failure.code === 'SAVE_FAILED')
      throw await explainSaveFailure(context, request, failure, options);
    throw failure;
  }
}

/**
 * Takes up an add of which nobody knows how it ended: what it left behind, or the add itself where it left nothing.
 * @throws as addSender
 */
export async function resumeAdd(
  context: WriteContext,
  request: AddRequest,
  options: ReadOptions,
  { existedBefore }: Attempt,
  note: (attempt: Attempt) => Promise<void>,
): Promise<{ sender: HeldSender; replayed: boolean }> {
  const found = await leftBehind(context, request, existedBefore, null, options);
  if (found !== null) return { sender: found, replayed: true };
  return { sender: await addSender(context, request, options, note), replayed: false };
}

/** What was there before, to tell a new name from an old one; null where it can't be known. */
async function namesBefore({ parts }: WriteContext, subclient: string | null, options: ReadOptions): Promise<HeldPart | null> {
  try {
    return (await parts.read(subclient, 'names', options)).held;
  } catch {
    return null;
  }
}

/**
 * The sender that an add left behind whose answer was lost, if it is new; null where there is none.
 * @throws SenderExistsError, OutcomeUnknownError
 */
async function leftBehind(
  context: WriteContext,
  request: AddRequest,
  existedBefore: boolean | null,
  lost: unknown,
  options: ReadOptions,
): Promise<HeldSender | null> {
  const after = await readBack(context, request.subclient, lost, options);
  const found = after.byName.get(request.name)?.sender;
  if (found === undefined) return null;
  if (existedBefore === null) throw outcomeUnknown(lost);
  if (existedBefore) throw new SenderExistsError(found);
  await context.record(request.subclient, { kind: 'added', sender: found, outdates: outdatedBy(request) });
  return found;
}

/** The provider has one number for "exists already" and "could not be saved": the list tells them apart. */
async function explainSaveFailure(
  { parts }: WriteContext,
  { name, subclient }: AddRequest,
  failure: GatewayError,
  options: ReadOptions,
): Promise<GatewayError> {
  const read = await parts.read(subclient, 'names', options).catch(() => null);
  const isSettled = read !== null && !read.stale && read.held.byName.has(name);
  const names = isSettled ? read.held : await parts.readNow(subclient, 'names', options).catch(() => read?.held);
  const existing = names?.byName.get(name)?.sender;
  return existing === undefined ? failure : new SenderExistsError(existing, { upstreamCode: failure.upstreamCode, cause: failure });
}

/** A new sender's operator cells are only known from a list; it has files only if one was sent. */
const outdatedBy = ({ document }: AddRequest): readonly Part[] => (document === null ? ['operators'] : ['operators', 'files']);

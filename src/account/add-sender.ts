import { GatewayError, SenderExistsError } from '../errors.ts';
import type { AddRequest } from '../smsc/api.ts';
import type { HeldSender, Part, ReadOptions } from './account.ts';
import type { HeldPart } from './held-part.ts';
import { outcomeUnknown, readBack } from './read-back.ts';
import { answerLost, callFor, notDone, type WriteContext } from './write-context.ts';

/** The provider's number of "waits for the moderator", which every new sender has. */
const AWAITING_MODERATION = 0;

/**
 * Adds a sender. Never asks twice: a lost answer is settled by reading back, and so is "could not be saved".
 * @throws SenderExistsError<HeldSender>, OutcomeUnknownError
 */
export async function addSender(context: WriteContext, request: AddRequest, options: ReadOptions): Promise<HeldSender> {
  const before = await namesBefore(context, request.subclient, options);
  try {
    const { smscId } = await callFor(context, options, (call) => context.client.add(request, call));
    const sender = { smscId, name: request.name, subclient: request.subclient, status: AWAITING_MODERATION };
    await context.record(request.subclient, { kind: 'added', sender, outdates: outdatedBy(request) });
    return sender;
  } catch (failure) {
    if (answerLost(failure)) return await adopt(context, request, before, failure, options);
    if (failure instanceof GatewayError && failure.code === 'SAVE_FAILED')
      throw await explainSaveFailure(context, request, failure, options);
    throw failure;
  }
}

/** What was there before, to tell a new name from an old one; null where it can't be known. */
async function namesBefore({ parts }: WriteContext, subclient: string | null, options: ReadOptions): Promise<HeldPart | null> {
  try {
    return (await parts.read(subclient, 'names', options)).held;
  } catch {
    return null;
  }
}

/** Takes the sender that a lost answer left behind, if it is new. */
async function adopt(
  context: WriteContext,
  request: AddRequest,
  before: HeldPart | null,
  lost: unknown,
  options: ReadOptions,
): Promise<HeldSender> {
  const after = await readBack(context, request.subclient, lost, options);
  const found = after.byName.get(request.name)?.sender;
  if (found === undefined) throw notDone(lost);
  if (before === null) throw outcomeUnknown(lost);
  if (before.byName.has(request.name)) throw new SenderExistsError(found);
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

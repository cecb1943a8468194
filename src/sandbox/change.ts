import { SENDER_KINDS, senderKindOf } from '../domain/sender.ts';
import type { Call, Outcome } from './call.ts';
import { COLUMNS } from './columns.ts';
import { isAcceptable } from './documents.ts';
import { held, moderationTrack, registrationTrack, rejectionReason, reviewTrack, statusAt } from './moderation.ts';
import { Refusal } from './refusals.ts';
import { type RegistrationOrder, readRegistrations } from './registration.ts';
import { admittedAt, type StoredFile, type StoredSender, senderStatus } from './sender-book.ts';
import { NO_ATTEMPTS, NO_REPLACEMENTS, NOTHING_REGISTERED } from './world.ts';

/** Statuses from which an operator is asked anew: refused, suspended, short of money, short of documents. */
const REOPENED = new Set([3, 4, 5, 8]);
const DOCUMENTS_REQUIRED = 8;

/** @throws Refusal 1. An e-mail address needs mail=1, and mail=1 an e-mail address: a guess. */
function readName(params: ReadonlyMap<string, string>): string {
  const name = params.get('sender') ?? '';
  const kind = senderKindOf(name);
  const { pattern, maxLength } = SENDER_KINDS[kind];
  if (!pattern.test(name) || name.length > maxLength || (kind === 'EMAIL') !== (params.get('mail') === '1')) throw new Refusal(1);
  return name;
}

/** The sender that `id` names, or else `sender`. @throws Refusal 1 where neither is there, 3 where there is no such sender */
function findTarget({ book, params }: Call): StoredSender {
  const id = params.get('id') ?? '';
  const name = params.get('sender') ?? '';
  if (id === '' && name === '') throw new Refusal(1);
  const sender = id === '' ? book.byName(name) : book.byId(/^\d+$/.test(id) ? Number(id) : 0);
  if (sender === undefined) throw new Refusal(3);
  return sender;
}

/** @throws Refusal 1 where a document is of no accepted type or too large: then none is kept and nothing is done */
function checkDocuments({ documents }: Call): void {
  if (!documents.every(isAcceptable)) throw new Refusal(1);
}

const keepDocuments = ({ world, documents, params, instant }: Call): readonly StoredFile[] =>
  documents.map(({ name, bytes }) => {
    const fid = world.nextFileId();
    const { seed } = world.settings;
    return {
      fid,
      name,
      bytes: bytes.length,
      info: params.get('doc_info') ?? '',
      review: reviewTrack(seed, fid, instant.now),
      comment: '',
      rejection: rejectionReason(seed, fid),
    };
  });

/** Starts the registrations of the order, and anew those that wait for a document where one came. */
function register(call: Call, sender: StoredSender, order: RegistrationOrder): void {
  const { instant, world } = call;
  const from = admittedAt(sender, instant);
  const operators = [...sender.operators];
  const attempts = new Map(sender.attempts);
  COLUMNS.forEach((column, index) => {
    const track = operators[index] ?? null;
    const status = track === null ? null : statusAt(track, instant, from);
    const asked = order.columns.includes(column) && (status === null || REOPENED.has(status));
    const documented = status === DOCUMENTS_REQUIRED && call.documents.length > 0;
    if (!asked && !documented) return;
    const attempt = (attempts.get(column) ?? 0) + 1;
    attempts.set(column, attempt);
    operators[index] = registrationTrack(world.settings.seed, sender.name, column, attempt, instant.now);
  });
  sender.operators = operators;
  sender.attempts = attempts;
  sender.details = order.details;
}

/** add: a name awaits moderation; a digital one waits for check_code, which admits it at once. */
export function add(call: Call): Outcome {
  const { params, book, world, instant } = call;
  const name = readName(params);
  const comment = params.get('cmt') ?? '';
  // Recorded: an absent or an empty comment is refused.
  if (comment === '') throw new Refusal(1);
  const order = readRegistrations(params);
  checkDocuments(call);
  const existing = book.byName(name);
  if (existing !== undefined && world.assume.existing === 'same-id') return { kind: 'added', id: existing.id };
  if (existing !== undefined) throw new Refusal(5);
  const sender: StoredSender = {
    id: world.nextSenderId(),
    name,
    comment,
    status: senderKindOf(name) === 'DIGITAL' ? held(0, instant.now) : moderationTrack(world.settings.seed, name, instant.now),
    operatorsFrom: null,
    operators: NOTHING_REGISTERED,
    attempts: NO_ATTEMPTS,
    replacements: NO_REPLACEMENTS,
    files: keepDocuments(call),
    details: {},
  };
  register(call, sender, order);
  book.add(sender);
  return { kind: 'added', id: sender.id };
}

/** chg: the comment, more registrations, more documents. There is no rename. */
export function change(call: Call): Outcome {
  const sender = findTarget(call);
  const order = readRegistrations(call.params);
  checkDocuments(call);
  if (senderStatus(sender, call.instant) === 2 && call.world.assume.disabled === 'error-5') throw new Refusal(5);
  const comment = call.params.get('cmt') ?? '';
  if (comment !== '') sender.comment = comment;
  register(call, sender, order);
  sender.files = [...sender.files, ...keepDocuments(call)];
  return { kind: 'done' };
}

/** del: by id or name. */
export function remove(call: Call): Outcome {
  try {
    call.book.remove(findTarget(call));
  } catch (error) {
    const { deleted } = call.world.assume;
    if (!(error instanceof Refusal) || error.number !== 3 || deleted === 'error-3') throw error;
    if (deleted === 'error-5') throw new Refusal(5);
  }
  return { kind: 'done' };
}

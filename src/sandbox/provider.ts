import type { RecordedAnswer } from '../domain/recording.ts';
import type { Assumptions } from './assumptions.ts';
import type { Call, Outcome } from './call.ts';
import { type Charset, encodeText } from './charset.ts';
import { commandOf, type SandboxCommand } from './commands.ts';
import type { Fault } from './faults.ts';
import type { Format } from './formats/format.ts';
import { FORMATS, formatOf } from './formats/formats.ts';
import { JSON_FORMAT } from './formats/json.ts';
import { TEXT } from './formats/text.ts';
import { Refusal } from './refusals.ts';
import type { ReceivedRequest } from './request.ts';
import { SenderBook } from './sender-book.ts';
import { bookKey, bookOf, instantOf, type World } from './world.ts';

/** What goes back over the connection, and how it ends. */
export interface Reply {
  readonly status: number;
  /** Left out: none is sent. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly end: 'complete' | 'truncate' | 'reset' | 'hang';
}

export interface Visit {
  readonly received: ReceivedRequest;
  /** The client's IP address. */
  readonly address: string;
  pause(ms: number): Promise<void>;
  /** Called when the connection is done with this request. */
  whenDone(callback: () => void): void;
}

const page = (title: string) => Buffer.from(`<html>\n<head><title>${title}</title></head>\n<body><h1>${title}</h1></body>\n</html>\n`);

/** Faults that put something else in the answer's place. */
const REPLACEMENTS: Readonly<Partial<Record<Fault['kind'], Reply>>> = {
  'bad-gateway': { status: 502, contentType: 'text/html', body: page('502 Bad Gateway'), end: 'complete' },
  html: { status: 200, contentType: 'text/html; charset=utf-8', body: page('Maintenance'), end: 'complete' },
  empty: { status: 200, contentType: 'text/html; charset=utf-8', body: Buffer.alloc(0), end: 'complete' },
  reset: { status: 200, contentType: 'text/plain', body: Buffer.alloc(0), end: 'reset' },
  hang: { status: 200, contentType: 'text/plain', body: Buffer.alloc(0), end: 'hang' },
};

const refusing = (number: number) => () => {
  throw new Refusal(number);
};

/** Whose senders a command is for whose `user` the account has not. */
const UNKNOWN_SUBCLIENT: Readonly<Record<Assumptions['unknownSubclient'], (world: World, login: string) => SenderBook>> = {
  'error-1': refusing(1),
  'error-2': refusing(2),
  'error-3': refusing(3),
  empty: () => new SenderBook(),
  account: (world, login) => bookOf(world, login, null),
};

/** @throws Refusal 1, or what is assumed of a subclient that is not there */
function callOf(world: World, login: string, { params, documents, malformed }: ReceivedRequest): { call: Call; command: SandboxCommand } {
  const command = commandOf(params);
  const subclient = params.get('user') || null;
  if (malformed || command === undefined || !FORMATS.has(params.get('fmt') ?? '0')) throw new Refusal(1);
  const book = world.books.get(bookKey(login, subclient)) ?? UNKNOWN_SUBCLIENT[world.assume.unknownSubclient](world, login);
  return { command, call: { world, login, subclient, book, params, documents, instant: instantOf(world) } };
}

/** @throws Refusal 9 */
function takeQuota(world: World, { limit }: SandboxCommand, call: Call): void {
  if (limit === null) return;
  const free = world.limits.take(limit.kind, call.login, limit.question(call));
  if (!free && world.settings.limits) throw new Refusal(9);
}

/** Answers of fmt 3 that the page and the recordings show otherwise, or leave open. */
const SUCCESS: Readonly<Record<Assumptions['success'], string>> = {
  object: JSON_FORMAT.done,
  plain: 'OK',
  'plain-line': 'OK\n',
  'lower-case': '{"result": "ok"}',
};
const ADDED: Readonly<Record<Assumptions['added'], (id: number, name: string) => string>> = {
  sender: (id) => JSON_FORMAT.added(id),
  quoted: (id) => `{\n"sender": "${id}"\n}`,
  id: (id) => `{\n"id": ${id}\n}`,
  both: (id, name) => `{\n"sender": ${JSON.stringify(name)},\n"id": ${id}\n}`,
};

/** @throws Refusal 3 for an empty list where this format has none, or none is assumed */
function textOf({ assume }: World, format: Format, params: ReadonlyMap<string, string>, outcome: Outcome): string {
  const isJson = format === JSON_FORMAT;
  switch (outcome.kind) {
    case 'added':
      return isJson ? ADDED[assume.added](outcome.id, params.get('sender') ?? '') : format.added(outcome.id);
    case 'done':
      return isJson ? SUCCESS[assume.success] : format.done;
    case 'list': {
      const none = outcome.listing.senders.length === 0 && assume.emptyList === 'error-3';
      const text = none ? null : format.list(outcome.listing);
      if (text === null) throw new Refusal(3);
      return text;
    }
  }
}

/** The same for an error. */
function errorText({ assume }: World, format: Format, { number, message }: Refusal): string {
  if (format !== JSON_FORMAT || assume.errorCode === 'number' || assume.errorCode === 'status') return format.error(number, message);
  return assume.errorCode === 'plain'
    ? TEXT.error(number, message)
    : `{\n"error": ${JSON.stringify(message)},\n"error_code": "${number}"\n}`;
}

/** What an answer comes to: its text, its error number, and the fault that befell it. */
interface Course {
  login: string | null;
  fault: Fault | null;
  error: number | null;
}

/** A recorded answer, byte for byte. */
const played = ({ status, contentType, body }: RecordedAnswer): Reply => ({
  status,
  ...(contentType !== null && { contentType }),
  body: Buffer.from(body, 'base64'),
  end: 'complete',
});

/** @returns the text of the answer, or all of it @throws Refusal */
async function serve(world: World, visit: Visit, format: Format, course: Course): Promise<string | Reply> {
  const { received } = visit;
  const { login } = world.doorkeeper.admit(received.params, visit.address);
  course.login = login;
  const place = world.limits.enter(login);
  visit.whenDone(place.leave);
  if (place.tooMany && world.settings.limits) throw new Refusal(9);
  const { call, command } = callOf(world, login, received);
  takeQuota(world, command, call);
  await visit.pause(world.settings.latencyMs);
  const fault = world.faults.next(command.param);
  course.fault = fault;
  const run = () => textOf(world, format, received.params, command.run({ ...call, instant: instantOf(world) }));
  if (fault === null && command.mutates && world.assume.effect === 'after-patience') await visit.pause(PATIENCE_MS);
  const recorded = command.mutates ? null : world.replay.answer(received.params);
  if (fault === null) return recorded === null ? run() : played(recorded);
  // A list has no effect that could be lost, so it always runs: a truncated one is then a piece of the real one.
  const early = fault.afterEffect || !command.mutates ? run() : null;
  if (fault.kind === 'latency') {
    await visit.pause(fault.ms ?? 1000);
    return early ?? run();
  }
  if (fault.kind === 'error') throw new Refusal(fault.code ?? 5);
  return early ?? format.error(5, new Refusal(5).message);
}

/** How long a change takes that is done late. */
const PATIENCE_MS = 3_000;

/** Of the requests that a front lets through or answers by itself, every fourth is its own. */
const FRONT_EVERY = 4;
const busy = (status: number, title: string): Reply => ({
  status,
  contentType: 'text/html',
  headers: { 'retry-after': '2' },
  body: page(title),
  end: 'complete',
});
const FRONT: Readonly<Partial<Record<Assumptions['front'], Reply>>> = {
  'rate-limit': busy(429, '429 Too Many Requests'),
  unavailable: busy(503, '503 Service Unavailable'),
  maintenance: { status: 200, contentType: 'text/html; charset=utf-8', body: page('Maintenance'), end: 'complete' },
};

const MEDIA_TYPES: Readonly<Record<Assumptions['contentType'], string>> = {
  json: 'application/json',
  html: 'text/html',
  text: 'text/plain',
};

interface Encoding {
  /** Instead of the charset that was asked for. */
  readonly charset?: Charset;
  readonly labelled: boolean;
  readonly lead: Buffer;
}
const NO_LEAD = Buffer.alloc(0);
const ENCODINGS: Readonly<Record<Assumptions['encoding'], Encoding>> = {
  labelled: { labelled: true, lead: NO_LEAD },
  unlabelled: { labelled: false, lead: NO_LEAD },
  bom: { labelled: true, lead: Buffer.from([0xef, 0xbb, 0xbf]) },
  'windows-1251': { charset: 'windows-1251', labelled: true, lead: NO_LEAD },
  'windows-1251-unlabelled': { charset: 'windows-1251', labelled: false, lead: NO_LEAD },
};

/** An answer of the script, in the bytes and under the label that are assumed. */
function replyOf({ assume }: World, format: Format, asked: Charset, text: string, isError: boolean): Reply {
  const isJson = format === JSON_FORMAT;
  const { charset = asked, labelled, lead } = isJson ? ENCODINGS[assume.encoding] : ENCODINGS.labelled;
  const mediaType = isJson ? MEDIA_TYPES[assume.contentType] : format.contentType;
  return {
    status: isError && isJson && assume.errorCode === 'status' ? 400 : 200,
    contentType: labelled ? `${mediaType}; charset=${charset}` : mediaType,
    body: Buffer.concat([lead, encodeText(text, charset, format.substitute)]),
    end: 'complete',
  };
}

/** Answers one request to senders.php. HTTP status 200 for every answer of the provider's own, errors included, as recorded. */
export async function answer(world: World, visit: Visit): Promise<Reply> {
  const { params, charset } = visit.received;
  world.visits += 1;
  const front = FRONT[world.assume.front];
  if (front !== undefined && world.visits % FRONT_EVERY === 0) return front;
  const format = formatOf(params.get('fmt'));
  const course: Course = { login: null, fault: null, error: null };
  let text: string | Reply;
  try {
    text = await serve(world, visit, format, course);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    course.error = error.number;
    text = errorText(world, format, error);
  }
  const command = commandOf(params);
  world.log.add({ command: command?.param ?? null, login: course.login, error: course.error, fault: course.fault?.kind ?? null }, params);
  const replacement = course.fault === null ? undefined : REPLACEMENTS[course.fault.kind];
  if (replacement !== undefined) return replacement;
  if (typeof text !== 'string') return text;
  const reply = replyOf(world, format, charset, text, course.error !== null);
  if (course.fault?.kind === 'truncate') return { ...reply, end: 'truncate' };
  const lost = command?.mutates && course.error === null && course.fault === null && world.assume.effect === 'answer-lost';
  return lost ? { ...reply, end: 'reset' } : reply;
}

import type { Call, Outcome } from './call.ts';
import { encodeText } from './charset.ts';
import { commandOf, type SandboxCommand } from './commands.ts';
import type { Fault } from './faults.ts';
import type { Format } from './formats/format.ts';
import { FORMATS, formatOf } from './formats/formats.ts';
import { Refusal } from './refusals.ts';
import type { ReceivedRequest } from './request.ts';
import { bookKey, instantOf, type World } from './world.ts';

/** What goes back over the connection, and how it ends. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
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

/** @throws Refusal 1 */
function callOf(world: World, login: string, { params, documents, malformed }: ReceivedRequest): { call: Call; command: SandboxCommand } {
  const command = commandOf(params);
  const subclient = params.get('user') || null;
  // What a subclient that is not there is answered with is not written anywhere.
  const book = world.books.get(bookKey(login, subclient));
  if (malformed || command === undefined || book === undefined || !FORMATS.has(params.get('fmt') ?? '0')) throw new Refusal(1);
  return { command, call: { world, login, subclient, book, params, documents, instant: instantOf(world) } };
}

/** @throws Refusal 9 */
function takeQuota(world: World, { limit }: SandboxCommand, call: Call): void {
  if (limit === null) return;
  const free = world.limits.take(limit.kind, `${call.login}\n${limit.question(call)}`);
  if (!free && world.settings.limits) throw new Refusal(9);
}

/** @throws Refusal 3 for an empty list where this format or the dialect has none */
function textOf({ settings }: World, format: Format, fmt: string, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'added':
      return format.added(outcome.id);
    case 'done':
      return fmt === '3' && settings.dialect.plainOk ? 'OK' : format.done;
    case 'list': {
      const none = outcome.listing.senders.length === 0 && settings.dialect.emptyListAsError;
      const text = none ? null : format.list(outcome.listing);
      if (text === null) throw new Refusal(3);
      return text;
    }
  }
}

/** What an answer comes to: its text, its error number, and the fault that befell it. */
interface Course {
  login: string | null;
  fault: Fault | null;
  error: number | null;
}

/** @throws Refusal */
async function serve(world: World, visit: Visit, format: Format, course: Course): Promise<string> {
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
  const run = () => textOf(world, format, received.params.get('fmt') ?? '0', command.run({ ...call, instant: instantOf(world) }));
  if (fault === null) return run();
  // A list has no effect that could be lost, so it always runs: a truncated one is then a piece of the real one.
  const early = fault.afterEffect || !command.mutates ? run() : null;
  if (fault.kind === 'latency') {
    await visit.pause(fault.ms ?? 1000);
    return early ?? run();
  }
  if (fault.kind === 'error') throw new Refusal(fault.code ?? 5);
  return early ?? format.error(5, new Refusal(5).message);
}

/** Answers one request to senders.php. HTTP status 200 for every answer of the provider's own, errors included, as recorded. */
export async function answer(world: World, visit: Visit): Promise<Reply> {
  const { params, charset } = visit.received;
  const format = formatOf(params.get('fmt'));
  const course: Course = { login: null, fault: null, error: null };
  let text: string;
  try {
    text = await serve(world, visit, format, course);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    course.error = error.number;
    text = format.error(error.number, error.message);
  }
  world.log.add(
    { command: commandOf(params)?.param ?? null, login: course.login, error: course.error, fault: course.fault?.kind ?? null },
    params,
  );
  const replacement = course.fault === null ? undefined : REPLACEMENTS[course.fault.kind];
  if (replacement !== undefined) return replacement;
  return {
    status: 200,
    contentType: `${format.contentType}; charset=${charset}`,
    body: encodeText(text, charset, format.substitute),
    end: course.fault?.kind === 'truncate' ? 'truncate' : 'complete',
  };
}

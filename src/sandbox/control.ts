import { type Assumptions, requireKnown } from './assumptions.ts';
import { COLUMNS, type Column, columnIndex } from './columns.ts';
import type { Fault } from './faults.ts';
import type { Violations } from './limits.ts';
import { held, statusAt } from './moderation.ts';
import type { RequestCounts, RequestEntry } from './request-log.ts';
import { admittedAt, fileComment, readOperators, type SenderBook, type StoredSender, senderStatus } from './sender-book.ts';
import { firstLogin, instantOf, makeUp, type World } from './world.ts';

export interface SandboxFile {
  readonly fid: number;
  readonly name: string;
  readonly status: number;
  readonly comment: string;
  readonly info: string;
  readonly bytes: number;
}

export interface SandboxSender {
  readonly id: number;
  readonly login: string;
  readonly subclient: string | null;
  readonly name: string;
  readonly comment: string;
  readonly status: number;
  /** The statuses of the columns for which something was registered. */
  readonly operators: Readonly<Record<string, number>>;
  readonly files: readonly SandboxFile[];
  /** The parameters of the last add or chg that came for it. */
  readonly details: Readonly<Record<string, string>>;
}

export interface SandboxCounters extends RequestCounts {
  /** What stood against the limits, also where they are off. */
  readonly violations: Readonly<Violations>;
  /** The most requests of one login at once. */
  readonly maxConcurrent: number;
}

export interface SandboxState {
  readonly seed: string;
  readonly speed: number;
  readonly limits: boolean;
  readonly assume: Assumptions;
  readonly accounts: readonly { readonly login: string; readonly subclients: readonly string[] }[];
  readonly senderCount: number;
  /** Newest first within each account and subclient. */
  readonly senders: readonly SandboxSender[];
  readonly counters: SandboxCounters;
  /** Codes on their way to phones. */
  readonly codes: readonly { readonly login: string; readonly number: string; readonly code: string; readonly sentAt: string }[];
  readonly faults: readonly (Fault & { readonly left: number })[];
  /** Newest first, without secrets. */
  readonly recent: readonly RequestEntry[];
}

/** Sets a status by hand; it then stays. */
export interface Move {
  /** The sender's. */
  readonly id: number;
  /** The sender's own status, an operator's column, or a file's. */
  readonly what: 'status' | 'file' | Column;
  readonly value: number;
  /** Of file: which; the sender's newest where it is absent. */
  readonly fid?: number | undefined;
  /** Of file: the administrator's comment. */
  readonly comment?: string | undefined;
}

export interface SandboxControl {
  /** @param limit the most senders to show; all where it is absent */
  state(limit?: number): SandboxState;
  counters(): SandboxCounters;
  /** @throws RangeError where there is no such sender, column or file */
  moveStatus(move: Move): void;
  raiseFault(fault: Fault): void;
  /**
   * Chooses what holds of the points that the page leaves open; the others stay as they are.
   * @throws RangeError for one that src/sandbox/assumptions.ts has not
   */
  assume(chosen: Partial<Assumptions>): void;
  /**
   * Makes up admitted senders, past the limits.
   * @throws RangeError where there is no such account or subclient
   */
  addSenders(
    count: number,
    owner?: { login?: string | undefined; subclient?: string | undefined },
  ): { firstId: number; lastId: number } | null;
  /** The code that holds for a number. */
  confirmationCode(number: string): string | null;
  /** Back to the start: senders, codes, counters, faults. */
  reset(): void;
}

const ownerOf = (key: string) => {
  const [login = '', subclient = ''] = key.split('\n');
  return { login, subclient: subclient === '' ? null : subclient };
};

function* allSenders(world: World): Generator<readonly [key: string, sender: StoredSender]> {
  for (const [key, book] of world.books) {
    for (const sender of book.newestFirst()) yield [key, sender];
  }
}

function show(world: World, key: string, sender: StoredSender): SandboxSender {
  const instant = instantOf(world);
  const statuses = readOperators(sender, instant, new Int32Array(COLUMNS.length));
  const registered = COLUMNS.flatMap((column, index) => (sender.operators[index] == null ? [] : [[column, statuses[index] ?? 0] as const]));
  return {
    id: sender.id,
    ...ownerOf(key),
    name: sender.name,
    comment: sender.comment,
    status: senderStatus(sender, instant),
    operators: Object.fromEntries(registered),
    files: sender.files.map((file) => ({
      fid: file.fid,
      name: file.name,
      status: statusAt(file.review, instant),
      comment: fileComment(file, instant),
      info: file.info,
      bytes: file.bytes,
    })),
    details: sender.details,
  };
}

function counters({ log, limits }: World): SandboxCounters {
  return { ...log.counts(), violations: { ...limits.violations }, maxConcurrent: limits.maxConcurrent };
}

function state(world: World, limit = Number.POSITIVE_INFINITY): SandboxState {
  const { accounts, seed, speed, limits } = world.settings;
  const senders: SandboxSender[] = [];
  for (const [key, sender] of allSenders(world)) {
    if (senders.length >= limit) break;
    senders.push(show(world, key, sender));
  }
  return {
    seed,
    speed,
    limits,
    assume: world.assume,
    accounts: accounts.map(({ login, subclients }) => ({ login, subclients })),
    senderCount: [...world.books.values()].reduce((sum, book) => sum + book.size, 0),
    senders,
    counters: counters(world),
    codes: world.codes.all().map(({ sentAt, ...sent }) => ({ ...sent, sentAt: new Date(sentAt).toISOString() })),
    faults: world.faults.waiting(),
    recent: world.log.recent(),
  };
}

function findSender(books: Iterable<SenderBook>, id: number): StoredSender {
  for (const book of books) {
    const sender = book.byId(id);
    if (sender !== undefined) return sender;
  }
  throw new RangeError(`no sender ${id}`);
}

function moveStatus(world: World, { id, what, value, fid, comment }: Move): void {
  const sender = findSender(world.books.values(), id);
  const instant = instantOf(world);
  const track = held(value, instant.now);
  if (what === 'status') {
    // Operators go on where they were: they are asked from the first admission, whether it came by itself or by hand.
    const admitted = admittedAt(sender, instant);
    sender.operatorsFrom = admitted <= instant.now ? admitted : value === 1 ? instant.now : Number.POSITIVE_INFINITY;
    sender.status = track;
  } else if (what === 'file') {
    const wanted = fid ?? sender.files.at(-1)?.fid;
    if (!sender.files.some((file) => file.fid === wanted)) throw new RangeError(`no such file of sender ${id}`);
    sender.files = sender.files.map((file) => (file.fid === wanted ? { ...file, review: track, comment: comment ?? file.comment } : file));
  } else {
    const index = columnIndex(what);
    if (index === undefined) throw new RangeError(`no column ${what}`);
    sender.operators = sender.operators.with(index, track);
  }
}

/** @param renew puts a new world in the old one's place */
export const createControl = (world: () => World, renew: () => void): SandboxControl => ({
  state: (limit) => state(world(), limit),
  counters: () => counters(world()),
  moveStatus: (move) => moveStatus(world(), move),
  raiseFault: (fault) => world().faults.raise(fault),
  assume(chosen) {
    requireKnown(chosen);
    world().assume = { ...world().assume, ...chosen };
  },
  addSenders: (count, owner = {}) => makeUp(world(), count, owner.login ?? firstLogin(world()), owner.subclient ?? null),
  confirmationCode(number) {
    const { codes, settings } = world();
    return settings.accounts.map(({ login }) => codes.find(login, number)?.code).find((code) => code !== undefined) ?? null;
  },
  reset: renew,
});

import { REGISTRATIONS } from '../domain/registrations.ts';
import type { Assumptions } from './assumptions.ts';
import { Doorkeeper } from './auth.ts';
import { Codes } from './codes.ts';
import { COLUMNS, columnIndex } from './columns.ts';
import { Faults } from './faults.ts';
import { Limits } from './limits.ts';
import { held, type Instant, moderationTrack, registrationTrack, type Track } from './moderation.ts';
import type { BadLoginRule, SeedFile, SeedSender, Settings } from './options.ts';
import { chance } from './random.ts';
import { Replay } from './replay.ts';
import { RequestLog } from './request-log.ts';
import { SenderBook, type StoredFile, type StoredSender } from './sender-book.ts';

const DAY_MS = 86_400_000;

/** Everything that the sandbox holds; a reset makes a new one. */
export interface World {
  readonly settings: Settings;
  /** What holds now of what the page leaves open; the control endpoint changes it. */
  assume: Assumptions;
  /** How often each list was asked. */
  readonly asked: Map<string, number>;
  /** Requests so far. */
  visits: number;
  /** By bookKey. */
  readonly books: ReadonlyMap<string, SenderBook>;
  readonly codes: Codes;
  readonly doorkeeper: Doorkeeper;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly log: RequestLog;
  readonly replay: Replay;
  nextSenderId(): number;
  nextFileId(): number;
}

export const bookKey = (login: string, subclient: string | null): string => `${login}\n${subclient ?? ''}`;

export const instantOf = ({ settings }: World): Instant => ({ now: settings.clock(), speed: settings.speed });

export const NOTHING_REGISTERED: readonly (Track | null)[] = COLUMNS.map(() => null);
export const NO_REPLACEMENTS: ReadonlyMap<string, string> = new Map();
export const NO_ATTEMPTS: ReadonlyMap<string, number> = new Map();

/** Wrong logins in a row after which an address is blocked. */
function badLoginRule({ assume, settings: { badLogins } }: World): BadLoginRule {
  const allowed = { ten: badLogins.allowed, three: 3, none: Number.POSITIVE_INFINITY }[assume.badLogin];
  return { ...badLogins, allowed };
}

/** Ids as they look at the provider: they only grow, over all accounts. */
const counter = (first: number) => {
  let next = first;
  return () => {
    next += 1;
    return next - 1;
  };
};

export function createWorld(settings: Settings): World {
  const books = settings.accounts.flatMap(({ login, subclients }) =>
    [null, ...subclients].map((subclient) => [bookKey(login, subclient), new SenderBook()] as const),
  );
  const world: World = {
    settings,
    assume: settings.assume,
    asked: new Map(),
    visits: 0,
    books: new Map(books),
    codes: new Codes(settings.seed, settings.clock),
    doorkeeper: new Doorkeeper(settings.accounts, () => badLoginRule(world), settings.clock),
    faults: new Faults(),
    limits: new Limits(settings.clock, () => world.assume.limits),
    log: new RequestLog(settings.clock),
    replay: new Replay(settings.replay),
    nextSenderId: counter(1_000_001),
    nextFileId: counter(50_001),
  };
  if (typeof settings.senders === 'number') makeUp(world, settings.senders, firstLogin(world), null);
  else for (const row of settings.senders) plant(world, row);
  return world;
}

export const firstLogin = ({ settings }: World): string => settings.accounts[0].login;

/** @throws RangeError where there is no such account or subclient */
export function bookOf(world: World, login: string, subclient: string | null): SenderBook {
  const book = world.books.get(bookKey(login, subclient));
  if (book === undefined) throw new RangeError(`no account ${login}${subclient === null ? '' : ` with the subclient ${subclient}`}`);
  return book;
}

const plantFile = (world: World, file: SeedFile, at: number): StoredFile => ({
  fid: world.nextFileId(),
  name: file.name,
  bytes: 0,
  info: '',
  review: held(file.status, at),
  comment: file.comment ?? '',
  rejection: '',
});

/** Puts a sender there as the row says, past every rule of the commands. */
function plant(world: World, row: SeedSender): void {
  const { seed, clock } = world.settings;
  const now = clock();
  const changed = now - (row.changedDaysAgo ?? 0) * DAY_MS;
  const operators = [...NOTHING_REGISTERED];
  const attempts = new Map<string, number>();
  for (const [column, status] of Object.entries(row.operators ?? {})) {
    const index = columnIndex(column);
    if (index === undefined) throw new RangeError(`no column ${column}`);
    operators[index] = status === 'evolve' ? registrationTrack(seed, row.name, column, 1, now) : held(status, changed);
    attempts.set(column, 1);
  }
  bookOf(world, row.login ?? firstLogin(world), row.subclient ?? null).add({
    id: world.nextSenderId(),
    name: row.name,
    comment: row.comment ?? row.name,
    status: row.status === 'evolve' ? moderationTrack(seed, row.name, now) : held(row.status, changed),
    operatorsFrom: null,
    operators,
    attempts,
    replacements: new Map(Object.entries(row.replacements ?? {})),
    files: (row.files ?? []).map((file) => plantFile(world, file, changed)),
    details: {},
  });
}

const MADE_UP_STATUSES = [0, 1, 2, 3, 4, 5, 8, 9, 255];
const MADE_UP_PATTERNS = 16;

/** A few patterns of operators that all made-up senders share, so that 40,000 of them take no time and little memory. */
const madeUpOperators = (seed: string, pattern: number, at: number): readonly (Track | null)[] => {
  const registered = new Set<string>(Object.values(REGISTRATIONS).map(({ param }) => param));
  return COLUMNS.map((column) => {
    if (!registered.has(column)) return null;
    const status = MADE_UP_STATUSES[Math.floor(chance(seed, 'made up', pattern, column) * MADE_UP_STATUSES.length)];
    return held(status ?? 0, at - pattern * DAY_MS);
  });
};

/** Adds so many admitted senders for load tests, and says which. */
export function makeUp(world: World, count: number, login: string, subclient: string | null): { firstId: number; lastId: number } | null {
  const book = bookOf(world, login, subclient);
  const now = world.settings.clock();
  const patterns = Array.from({ length: MADE_UP_PATTERNS }, (_, pattern) => madeUpOperators(world.settings.seed, pattern, now));
  const status = held(1, now);
  const ids: { firstId: number; lastId: number } = { firstId: 0, lastId: 0 };
  for (let made = 0; made < count; made += 1) {
    const id = world.nextSenderId();
    if (made === 0) ids.firstId = id;
    ids.lastId = id;
    const sender: StoredSender = {
      id,
      name: `load${id}`,
      comment: 'made up',
      status,
      operatorsFrom: null,
      operators: patterns[id % MADE_UP_PATTERNS] ?? NOTHING_REGISTERED,
      attempts: NO_ATTEMPTS,
      replacements: NO_REPLACEMENTS,
      files: [],
      details: {},
    };
    book.add(sender);
  }
  return count === 0 ? null : ids;
}

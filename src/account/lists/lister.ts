import { LIST_PAGE } from '../../domain/commands.ts';
import { GatewayError, InvalidInputError } from '../../errors.ts';
import type { ListAnswer, ListQuestion, ListTraits } from '../../smsc/api.ts';
import type { HeldSender, Part } from '../account.ts';
import { type ListedPages, listAllPages, partQuestion } from '../replica/list-question.ts';
import type { HabitBook } from './habit-book.ts';
import type { FlagHabit, Habits, PairedFlag } from './habits.ts';

/** Puts one question to the provider. */
export type Ask = (question: ListQuestion) => Promise<ListAnswer>;

export interface PartToList {
  readonly part: Part;
  readonly subclient: string | null;
  readonly ask: Ask;
  /** The smallest id that is held; null where none is. */
  readonly heldDownTo: bigint | null;
  /** What is held of the names; null where nothing is. */
  readonly names: readonly HeldSender[] | null;
}

export interface ChangesToList {
  readonly subclient: string | null;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly ask: Ask;
  readonly names: readonly HeldSender[] | null;
}

/** How long a flag that no question shows is not tried again. */
const TRY_AGAIN_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** The moderator's "admitted". */
const ADMITTED = 1;
const MOST_KEYS = 20;

const SHOWS: Readonly<Record<'operators' | 'files', (traits: ListTraits) => number>> = {
  operators: ({ withColumns }) => withColumns,
  files: ({ withFiles }) => withFiles,
};

/** Asks for lists in the form that works with this provider, and learns which that is. */
export class Lister {
  readonly #book: HabitBook;
  readonly #now: () => number;

  constructor(book: HabitBook, now: () => number) {
    this.#book = book;
    this.#now = now;
  }

  get habits(): Habits {
    return this.#book.habits;
  }

  /** @throws GatewayError */
  async part({ part, subclient, ask, heldDownTo, names }: PartToList): Promise<ListedPages> {
    await this.#book.load();
    const question = partQuestion(part, subclient);
    const pages = (asked: ListQuestion) => listAllPages(asked, ask, heldDownTo);
    const answer = await explained(subclient, () => (part === 'names' ? pages(question) : this.#flagged(part, question, pages)));
    await this.#observe(answer);
    if (answer.stuckAt !== null) await this.#book.learn({ stuckAt: answer.stuckAt });
    if (part === 'operators') await this.#learnColumns(answer, names);
    return answer;
  }

  /**
   * Senders that an operator decided on since a day: one question, never paged.
   * @throws GatewayError UPSTREAM_ERROR where the provider can't tell
   */
  async changedSince({ subclient, day, ask, names }: ChangesToList): Promise<ListAnswer> {
    const { changedSince: habit } = await this.#book.load();
    const question = { ...partQuestion('names', subclient), changedSince: day, count: LIST_PAGE };
    const apart = { ...question, all: false };
    return explained(subclient, async () => {
      if (habit?.form === 'TOGETHER') return ask(question);
      if (habit?.form === 'APART') return ask(apart);
      if (habit?.form === 'IGNORED' && this.#isRecent(habit)) throw ignored();
      return this.#learnSince(question, apart, ask, names);
    });
  }

  /** Whether the provider is worth asking what changed lately, with columns; and how. Null: it is not. */
  recentChanges(): { readonly all: boolean } | null {
    const { operators, changedSince } = this.habits;
    if (changedSince?.form === 'IGNORED' || operators?.form === 'NOWHERE') return null;
    return { all: operators?.form !== 'APART' && changedSince?.form !== 'APART' };
  }

  async #flagged(
    flag: 'operators' | 'files',
    question: ListQuestion,
    pages: (question: ListQuestion) => Promise<ListedPages>,
  ): Promise<ListedPages> {
    const habit = this.habits[flag];
    const apart = { ...question, all: false };
    if (habit?.form === 'APART') return pages(apart);
    const together = await unlessRefused(() => pages(question));
    if (together !== null) {
      if (SHOWS[flag](together.traits) > 0) {
        await this.#learnForm(flag, 'TOGETHER', false);
        return together;
      }
      // With no rows there is nothing to be seen.
      if (together.rows.length === 0 || this.#isRecent(habit)) return together;
    }
    let alone: ListedPages;
    try {
      alone = await pages(apart);
    } catch (failure) {
      if (together === null || !(failure instanceof GatewayError)) throw failure;
      return together;
    }
    if (together !== null && SHOWS[flag](alone.traits) === 0) {
      await this.#learnForm(flag, 'NOWHERE', false);
      return together;
    }
    await this.#learnForm(flag, 'APART', together === null);
    return alone;
  }

  /** Where all senders are among those that changed, the day may do nothing: a day that is still to come shows it. */
  async #learnSince(question: ListQuestion, apart: ListQuestion, ask: Ask, names: readonly HeldSender[] | null): Promise<ListAnswer> {
    const together = await unlessRefused(() => ask(question));
    if (together !== null) {
      if (together.rows.length === 0) return together;
      if ((names !== null && together.rows.length < names.length) || (await this.#heeds(question, ask))) {
        await this.#learnForm('changedSince', 'TOGETHER', false);
        return together;
      }
    }
    if (!(await this.#heeds(apart, ask))) {
      await this.#learnForm('changedSince', 'IGNORED', together === null);
      throw ignored();
    }
    const alone = await ask(apart);
    await this.#learnForm('changedSince', 'APART', together === null);
    return alone;
  }

  async #heeds(question: ListQuestion, ask: Ask): Promise<boolean> {
    const tomorrow = new Date(this.#now() + 2 * DAY_MS).toISOString().slice(0, 10);
    return (await ask({ ...question, changedSince: tomorrow })).rows.length === 0;
  }

  #isRecent(habit: FlagHabit | null): boolean {
    return habit !== null && this.#now() - habit.at < TRY_AGAIN_MS;
  }

  #learnForm(flag: PairedFlag, form: FlagHabit['form'], refused: boolean): Promise<void> {
    return this.#book.learn({ [flag]: { form, refused, at: this.#now() } });
  }

  /** Which of the senders have columns at all. */
  #learnColumns({ rows }: ListAnswer, names: readonly HeldSender[] | null): Promise<void> {
    if (names === null || names.length === 0) return Promise.resolve();
    const shown = new Set(rows.filter(({ operators }) => operators.length > 0).map(({ smscId }) => smscId));
    const without = names.filter(({ smscId }) => !shown.has(smscId));
    if (without.length === 0) return this.#book.learn({ columnsOf: 'ALL' });
    return without.every(({ status }) => status !== ADMITTED) && shown.size > 0
      ? this.#book.learn({ columnsOf: 'ADMITTED' })
      : Promise.resolve();
  }

  #observe({ rows, traits }: ListAnswer): Promise<void> {
    const { strangeKeys, newColumns, words, noIds } = this.habits;
    return this.#book.learn({
      strangeKeys: union(strangeKeys, traits.strangeKeys.keys()),
      newColumns: union(newColumns, traits.newColumns),
      words: traits.numberCells + traits.wordCells > 0 ? traits.wordCells > 0 && traits.numberCells === 0 : words,
      noIds: rows.length > 0 ? traits.withId === 0 : noIds,
    });
  }
}

const union = (known: readonly string[], seen: Iterable<string>): readonly string[] =>
  [...new Set([...known, ...seen])].slice(0, MOST_KEYS);

const isRefused = (failure: unknown): boolean => failure instanceof GatewayError && failure.code === 'INVALID_INPUT';

/** null where the provider does not take the question. */
async function unlessRefused<Answer>(question: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await question();
  } catch (failure) {
    if (isRefused(failure)) return null;
    throw failure;
  }
}

/** Error 1 to a list is about no field of the caller's, but for the subclient. */
async function explained<Answer>(subclient: string | null, question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question();
  } catch (failure) {
    if (!(failure instanceof GatewayError) || !isRefused(failure)) throw failure;
    const details = { upstreamCode: failure.upstreamCode, cause: failure };
    if (subclient !== null)
      throw new InvalidInputError([{ path: ['subclient'], message: 'the provider does not take it: check its login' }], details);
    throw new GatewayError('UPSTREAM_ERROR', {
      ...details,
      message: 'The provider does not take this list question (error 1). `npm run doctor` shows which it takes.',
    });
  }
}

const ignored = (): GatewayError =>
  new GatewayError('UPSTREAM_ERROR', {
    message:
      'The provider does not heed from_date: it lists all senders, whenever they changed, so which ones changed since a day can’t be told.',
  });

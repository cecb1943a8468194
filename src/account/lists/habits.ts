/** Flags that the vendor's page shows apart from `all=1`. */
export type PairedFlag = 'operators' | 'files' | 'changedSince';

/**
 * How a flag is asked for so that all senders come with what it shows.
 * TOGETHER: with `all=1`. APART: without it. NOWHERE: no question shows it, as far as is known. IGNORED: it does nothing.
 */
export interface FlagHabit {
  readonly form: 'TOGETHER' | 'APART' | 'NOWHERE' | 'IGNORED';
  /** True where the pair is refused with error 1, rather than that one flag wins. */
  readonly refused: boolean;
  /** When it was learnt, in ms since 1970. */
  readonly at: number;
}

/** What was learnt of the ways of an account's provider beyond its page. */
export interface Habits {
  readonly operators: FlagHabit | null;
  readonly files: FlagHabit | null;
  readonly changedSince: FlagHabit | null;
  /** Which senders have columns. */
  readonly columnsOf: 'ALL' | 'ADMITTED' | null;
  /** Keys of rows that are none of the page's, and no operator's by their form. */
  readonly strangeKeys: readonly string[];
  /** Operators' columns that the catalogue does not have. */
  readonly newColumns: readonly string[];
  /** True where columns hold words in place of numbers. */
  readonly words: boolean;
  /** The rows after which a list can't be gone on with, though there may be more; null: none is known. */
  readonly stuckAt: number | null;
  /** True where rows have no ids, as in 2013. */
  readonly noIds: boolean;
}

export const NO_HABITS: Habits = {
  operators: null,
  files: null,
  changedSince: null,
  columnsOf: null,
  strangeKeys: [],
  newColumns: [],
  words: false,
  stuckAt: null,
  noIds: false,
};

const SHOWN: Readonly<Record<PairedFlag, { readonly param: string; readonly what: string }>> = {
  operators: { param: 'operators=1', what: 'the operators’ columns' },
  files: { param: 'files=1', what: 'the files' },
  changedSince: { param: 'from_date', what: 'what changed since a day' },
};

/** What an administrator should know of them, a line each; nothing where all is as the page says. */
export function habitLines(habits: Habits): readonly string[] {
  const { columnsOf, strangeKeys, newColumns, words, stuckAt, noIds } = habits;
  const flags = (['operators', 'files', 'changedSince'] as const).flatMap((flag) => flagLine(flag, habits[flag]));
  return [
    ...flags,
    ...(columnsOf === 'ADMITTED'
      ? ['Senders that the moderator has not admitted are listed without operators’ columns: their operators are empty.']
      : []),
    ...(strangeKeys.length > 0
      ? [`Rows have keys that the provider’s page does not tell: ${strangeKeys.join(', ')}. They are left out.`]
      : []),
    ...(newColumns.length > 0
      ? [`There are operators’ columns that this version does not know: ${newColumns.join(', ')}. They are shown as UNKNOWN.`]
      : []),
    ...(words ? ['Operators’ statuses are words in place of numbers: they are shown as UNKNOWN.'] : []),
    ...(stuckAt === null
      ? []
      : [
          `Lists end at ${stuckAt} rows and can’t be gone on with: senders may be missing. Compare their number with the provider’s cabinet.`,
        ]),
    ...(noIds ? ['Rows have no ids: senders are told apart by their names.'] : []),
  ];
}

function flagLine(flag: PairedFlag, habit: FlagHabit | null): string[] {
  const { param, what } = SHOWN[flag];
  switch (habit?.form) {
    case 'APART':
      return [
        `all=1 together with ${param} ${habit.refused ? 'is refused' : `does not show ${what}`}: it is asked for without all=1, and joined by id. It covers admitted senders alone.`,
      ];
    case 'NOWHERE':
      return [`No question shows ${what}, neither with all=1 nor without.`];
    case 'IGNORED':
      return [`${param} does nothing: ${what} can’t be asked for.`];
    default:
      return [];
  }
}

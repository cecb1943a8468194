import { OPERATORS, operatorCodeOf } from '../domain/operators.ts';

/**
 * What a key of a row says.
 * OWN: the sender itself, its id, status or files. COLUMN: an operator's status. NAME: the replacement name at an operator. STATUS: an operator's
 * status under a longer key. BESIDE: a key made of a column's and a word that nobody knows; its value decides. STRANGE: none of these.
 */
export type KeyMeaning =
  | { readonly kind: 'OWN' | 'STRANGE'; readonly column: null }
  | { readonly kind: 'COLUMN' | 'NAME' | 'STATUS' | 'BESIDE'; readonly column: string };

const OWN_KEYS = new Set(['sender', 'id', 'status', 'files']);

/** Longest first: `tele2_step_name` is of tele2_step, not of tele2. */
const COLUMNS = Object.values(OPERATORS)
  .map(({ column }) => column)
  .sort((a, b) => b.length - a.length);

/** The words that the catalogue's columns end in. */
const COLUMN_ENDS = ['_step', '_int', '_reg'] as const;
/** What they begin with: `mts` of mts_step. A column may be no more than that, as tele2 is. */
const OPERATOR_WORDS = new Set(COLUMNS.map((column) => column.replace(/_[a-z]+$/, '')));

/** Words beside a column's name that say what the value is. */
const NAMES = 'name sender rep repl replace replaced replacement alt alias analog common sub subst as text'.split(' ');
const WORDS: Readonly<Record<string, 'NAME' | 'STATUS'>> = {
  status: 'STATUS',
  ...Object.fromEntries(NAMES.map((word) => [word, 'NAME' as const])),
};

/** The provider adds operators: a key that is built as its columns are is one. Any other is none, whatever number it holds: `balance`, `sort`. */
const looksLikeColumn = (key: string): boolean =>
  /^[a-z][a-z0-9]*(?:_[a-z0-9]+)?$/.test(key) && (OPERATOR_WORDS.has(key) || COLUMN_ENDS.some((end) => key.endsWith(end)));

const isColumn = (key: string): boolean => operatorCodeOf(key) !== 'UNKNOWN' || looksLikeColumn(key);

/** A key's meaning by its form alone. */
export function meaningOfKey(key: string): KeyMeaning {
  if (OWN_KEYS.has(key)) return { kind: 'OWN', column: null };
  if (isColumn(key)) return { kind: 'COLUMN', column: key };
  const [, rest = '', last = ''] = /^(.+)_([a-z]+)$/.exec(key) ?? [];
  if (WORDS[last] !== undefined && isColumn(rest)) return { kind: WORDS[last], column: rest };
  const [, first = '', end = ''] = /^([a-z]+)_(.+)$/.exec(key) ?? [];
  if (WORDS[first] !== undefined && isColumn(end)) return { kind: WORDS[first], column: end };
  const beside = COLUMNS.find((column) => key.startsWith(`${column}_`) || key.endsWith(`_${column}`));
  return beside === undefined ? { kind: 'STRANGE', column: null } : { kind: 'BESIDE', column: beside };
}

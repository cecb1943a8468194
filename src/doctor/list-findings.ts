import { LIST_PAGE } from '../domain/commands.ts';
import { OPERATORS } from '../domain/operators.ts';
import type { ListAnswer } from '../smsc/api.ts';
import { type Finding, fault, note, ok } from './finding.ts';

const RECORD = 'send us a recording, so that a next version can: npm run doctor -- --record FILE';
const COLUMNS = Object.keys(OPERATORS).length;

const plural = (count: number, one: string, many = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** What the list of all names shows by itself. */
export function rowFindings({ rows, unreadableRows, whole, notFound, traits }: ListAnswer, hasSubclients: boolean): readonly Finding[] {
  const findings: Finding[] = [];
  if (notFound || rows.length === 0)
    findings.push(
      note(
        'senders',
        notFound ? 'error 3, which stands for an empty list' : 'an empty list',
        hasSubclients ? null : 'if the account has senders, they may belong to a subclient: name its login in SMSC_SUBCLIENTS',
      ),
    );
  else findings.push(ok('senders', plural(rows.length, 'sender')));
  if (unreadableRows > 0) findings.push(fault('rows', `${plural(unreadableRows, 'row')} can’t be read, and would be missing`, RECORD));
  if (!whole)
    findings.push(
      fault('rows', 'an error stands among them: the list is not whole', 'run the doctor again; if it stays, ask the provider'),
    );
  if (rows.length > 0) findings.push(...idFindings(rows.map(({ smscId }) => smscId)));
  const unknown = new Set(rows.map(({ status }) => status).filter((status) => status === null || status < 0 || status > 2));
  if (traits.withStatus > 0 && unknown.size > 0)
    findings.push(
      note(
        'status',
        `of senders: ${[...unknown].map((status) => status ?? 'no number').join(', ')}`,
        'the gateway shows UNKNOWN with the number',
      ),
    );
  if (traits.strangeKeys.size > 0)
    findings.push(
      note('keys', `rows have more than the page tells: ${[...traits.strangeKeys.keys()].join(', ')}`, 'the gateway leaves them out'),
    );
  return findings;
}

function idFindings(ids: readonly (string | null)[]): readonly Finding[] {
  if (ids.some((id) => id === null)) return [note('ids', 'some rows have none, as in 2013', 'the gateway goes by names there')];
  const numbers = ids.map(Number);
  const falls = numbers.every((id, index) => index === 0 || id < (numbers[index - 1] ?? 0));
  const rises = numbers.every((id, index) => index === 0 || id > (numbers[index - 1] ?? 0));
  if (falls) return [ok('order', 'the newest first, by id')];
  const seen = rises ? 'the oldest first, by id' : 'neither newest nor oldest first';
  return [
    ids.length < LIST_PAGE ? note('order', seen, 'the gateway sorts by itself') : fault('order', `${seen}, and the list is full`, RECORD),
  ];
}

export interface FlagAnswers {
  readonly all: ListAnswer;
  /** null: refused. */
  readonly admittedColumns: ListAnswer | null;
  readonly allColumns: ListAnswer | null;
  readonly allFiles: ListAnswer | null;
  readonly allSince: ListAnswer | null;
}

/** Which flags work together, and which columns there are. */
export function flagFindings({ all, admittedColumns, allColumns, allFiles, allSince }: FlagAnswers): readonly Finding[] {
  if (all.rows.length === 0) return [];
  return [
    ...columnFindings([allColumns, admittedColumns].find((list) => (list?.traits.withColumns ?? 0) > 0) ?? null),
    ...pairFindings('all with operators', all, allColumns, ({ withColumns }) => withColumns),
    ...pairFindings('all with files', all, allFiles, ({ withFiles }) => withFiles),
    ...(allSince !== null && allSince.rows.length <= all.rows.length
      ? [ok('all with from_date', `${plural(allSince.rows.length, 'sender')} changed in 30 days`)]
      : []),
  ];
}

function columnFindings(list: ListAnswer | null): readonly Finding[] {
  if (list === null) return [fault('operators', 'no question shows the operators’ columns', RECORD)];
  const columns = new Set(list.rows.flatMap(({ operators }) => operators.map(({ column }) => column)));
  const fresh = [...list.traits.newColumns];
  const words = list.traits.wordCells > 0 && list.traits.numberCells === 0;
  return [
    ok('operators', `${columns.size - fresh.length} of ${COLUMNS} known columns`),
    ...(fresh.length > 0
      ? [note('operators', `columns that are new: ${fresh.join(', ')}`, 'the gateway shows them as UNKNOWN with their name')]
      : []),
    ...(words ? [fault('operators', 'statuses are words, not numbers', RECORD)] : []),
  ];
}

/** A pair that the page shows nowhere: all, admitted ones alone, or without what the second flag is for. */
function pairFindings(
  check: string,
  all: ListAnswer,
  both: ListAnswer | null,
  withIt: (traits: ListAnswer['traits']) => number,
): readonly Finding[] {
  if (both === null) return [];
  const instead = 'the gateway asks both questions and joins the answers: two of the three lists a minute';
  if (both.rows.length < all.rows.length)
    return [
      note(check, `lists ${plural(both.rows.length, 'sender')} of ${all.rows.length.toLocaleString('en')}: admitted ones alone`, instead),
    ];
  const shown = withIt(both.traits);
  if (shown === 0) return [note(check, 'lists all, without what the second flag asks for', instead)];
  if (shown < both.rows.length) return [note(check, `${plural(both.rows.length - shown, 'row')} without it`, instead)];
  return [ok(check, `works: ${plural(both.rows.length, 'sender')}`)];
}

export function pagingFindings(all: ListAnswer, first: ListAnswer | null, second: ListAnswer | null): readonly Finding[] {
  if (first === null || second === null) return [];
  const seen = new Set(first.rows.map(({ smscId }) => smscId));
  const repeated = second.rows.filter(({ smscId }) => seen.has(smscId)).length;
  const isLong = all.rows.length >= LIST_PAGE;
  if (second.rows.length > 0 && repeated === second.rows.length)
    return [
      isLong
        ? fault('pages', 'the second page is the first one again, and the list is longer than one', RECORD)
        : note(
            'pages',
            'the second page is the first one again',
            `all is well while the account has fewer than ${LIST_PAGE.toLocaleString('en')} senders`,
          ),
    ];
  return [ok('pages', repeated === 0 ? 'the second page follows the first' : 'the second page begins with the last row of the first')];
}

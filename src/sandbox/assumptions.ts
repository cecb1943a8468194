/** What the page leaves open, one alternative a row. The first one is what the sandbox does where nothing is chosen. */
export interface Assumption {
  /** What is not known. */
  readonly question: string;
  readonly alternatives: Readonly<Record<string, string>>;
}

/**
 * Every assumption about the provider that nobody could check against the real one, each with the other ways that it may be.
 * The gateway is tried against every alternative: docs/reference/assumptions.md.
 */
export const ASSUMPTIONS = {
  allWithOperators: {
    question: '`all=1` together with `operators=1`: the page shows them only apart.',
    alternatives: {
      'all-with-columns': 'all senders, each with its columns and no status',
      'all-with-both': 'all senders, each with its columns and its status',
      'columns-if-admitted': 'all senders with their status, columns for admitted ones alone',
      'all-wins': 'all senders with their status, no columns',
      'operators-wins': 'admitted senders alone, with their columns',
      refused: 'error 1',
    },
  },
  allWithFiles: {
    question: '`all=1` together with `files=1`.',
    alternatives: {
      'all-with-files': 'all senders with their files',
      'all-wins': 'all senders, no files',
      'files-wins': 'admitted senders alone, with their files',
      refused: 'error 1',
    },
  },
  allWithFromDate: {
    question: '`all=1` together with `from_date`.',
    alternatives: {
      'all-since': 'all senders that changed since',
      'all-wins': 'all senders, whenever they changed',
      'from-date-wins': 'admitted senders alone that changed since',
      refused: 'error 1',
    },
  },
  order: {
    question: 'The order of a list.',
    alternatives: { 'newest-first': 'by id, the highest first', 'oldest-first': 'by id, the lowest first', 'by-name': 'by name' },
  },
  longest: {
    question: 'How many rows an answer holds at the most, whatever `cnt` asks for.',
    alternatives: { 'as-asked': 'as many as `cnt`', 'cut-at-20': '20 rows, without a word', 'cut-at-1000': '1,000 rows, without a word' },
  },
  previousId: {
    question: '`prev_id`.',
    alternatives: {
      below: 'rows with a lower id',
      inclusive: 'rows with that id or a lower one',
      'after-row': 'rows that stand after that one in the order of the list',
      ignored: 'the parameter does nothing',
    },
  },
  emptyList: {
    question: 'A list with no rows.',
    alternatives: { brackets: '`[]`', 'error-3': 'error 3, as at the sibling endpoints', object: '`{}`' },
  },
  unknownSubclient: {
    question: 'A `user` that the account has not.',
    alternatives: {
      'error-1': 'error 1',
      'error-2': 'error 2',
      'error-3': 'error 3',
      empty: 'an empty list',
      account: 'the account’s own senders',
    },
  },
  oddAnswer: {
    question: 'Lists now and then: of each question every third is odd.',
    alternatives: {
      never: 'every list is what was asked for',
      empty: 'a list with no rows',
      'error-3': 'error 3',
      'one-row': 'the first row alone',
      half: 'the first half of the rows',
      'error-row': 'an error object as its first row',
      'cut-text': 'the text ends in the middle of a row, with a true length',
    },
  },
  laterPage: {
    question: 'Pages of a list after the first.',
    alternatives: { served: 'as the first', 'error-5': 'error 5', 'error-9': 'error 9' },
  },
  extraKeys: {
    question: 'Further keys of a row.',
    alternatives: {
      none: 'those of the page alone',
      details: '`cmt`, `date`, `mail` and `user`',
      numbers: '`balance`, `sort` and `type`, each a number',
    },
  },
  columns: {
    question: 'Columns of operators where nothing was registered.',
    alternatives: {
      zero: '"0", as for one that waits',
      missing: 'the key is absent',
      empty: 'the empty string',
      null: 'null',
      additional: 'as "0", and a twentieth column `yota_step` beside the nineteen',
    },
  },
  replacement: {
    question: 'The name that an operator shows instead: announced, no sample.',
    alternatives: {
      'column-name': '`mts_step_name` beside `mts_step`',
      digits: '`mts_step_name` with a short number',
      'one-object': 'one object `replace` of names by column',
      glued: 'glued to the status: `2 (COMMON)`',
      'other-key': '`mts_step_sender` beside `mts_step`',
      'column-object': 'the column as an object of `status` and `name`',
    },
  },
  listShape: {
    question: 'What holds the rows.',
    alternatives: {
      array: 'an array',
      'by-index': 'an object whose keys are indexes, as PHP writes a list with gaps',
      'by-id': 'an object whose keys are ids',
      'bare-row': 'a list of one row is that row',
      wrapped: 'an object with the array under `senders`',
    },
  },
  filesShape: {
    question: 'The files of a row: the page names the fields and shows no sample.',
    alternatives: {
      array: 'an array, empty where there are none',
      'by-index': 'an object whose keys are indexes',
      'bare-file': 'one file is that object',
      absent: 'no key where there are none',
      null: 'null where there are none',
      'empty-text': 'the empty string where there are none',
    },
  },
  numbers: {
    question: 'Numbers in JSON.',
    alternatives: { page: 'bare or quoted, as on the page', quoted: 'all quoted', bare: 'all bare', spaced: 'quoted, with a space before' },
  },
  escapes: {
    question: 'Texts in JSON.',
    alternatives: {
      encoder: 'as from an encoder',
      'raw-lines': 'line feeds as they are',
      'raw-quotes': 'quotation marks as they are',
      'raw-backslashes': 'backslashes as they are',
      html: '`&quot;`, `&amp;` and `&lt;` in place of the characters',
      unicode: 'every letter beyond ASCII as `\\uXXXX`',
    },
  },
  encoding: {
    question: 'The bytes of an answer for which utf-8 was asked.',
    alternatives: {
      labelled: 'utf-8, with its label',
      unlabelled: 'utf-8, no label',
      bom: 'utf-8 after a byte order mark',
      'windows-1251': 'windows-1251, with its label',
      'windows-1251-unlabelled': 'windows-1251, no label',
    },
  },
  contentType: {
    question: 'The media type of JSON.',
    alternatives: { json: 'application/json', html: 'text/html', text: 'text/plain' },
  },
  ids: {
    question: 'The id of a row.',
    alternatives: { present: 'as on the page', absent: 'none, as recorded in 2013' },
  },
  statuses: {
    question: 'Statuses beyond the published ones.',
    alternatives: { published: 'none', unpublished: '6 and 7 at operators, 3 of a sender', words: 'words: `active` and `wait`' },
  },
  success: {
    question: 'Success of chg, del, send_code and check_code.',
    alternatives: {
      object: '`{"result": "OK"}`, as on the page',
      plain: 'the two bytes `OK`, as recorded in 2013',
      'plain-line': '`OK` and a line feed',
      'lower-case': '`{"result": "ok"}`',
    },
  },
  added: {
    question: 'Where add puts the new id.',
    alternatives: {
      sender: '`sender`, a bare number, as on the page',
      quoted: '`sender`, quoted',
      id: '`id`, as in fmt 2',
      both: '`sender` with the name, `id` with the id',
    },
  },
  errorCode: {
    question: 'The number of an error.',
    alternatives: {
      number: 'a bare number',
      quoted: 'quoted',
      plain: '`ERROR = N (text)` also in fmt 3',
      status: 'with HTTP status 400',
    },
  },
  effect: {
    question: 'When a change is done whose answer comes late.',
    alternatives: {
      'before-answer': 'before the answer, at once',
      'after-patience': 'three seconds later, whoever still waits; the answer comes then',
      'answer-lost': 'at once, and the connection ends without an answer',
    },
  },
  front: {
    question: 'What stands before the script.',
    alternatives: {
      nothing: 'nothing',
      'rate-limit': 'every fourth request is 429 with `Retry-After: 2` and an HTML page',
      maintenance: 'every fourth request is an HTML page under status 200',
      unavailable: 'every fourth request is 503 with `Retry-After: 2`',
      'get-only': 'the body of a POST is lost on the way',
    },
  },
  badLogin: {
    question: 'How many wrong logins in a row make error 4.',
    alternatives: { ten: 'ten', three: 'three', none: 'any number is borne' },
  },
  limits: {
    question: 'Whether the list or the add that fills a limit is refused, and what counts.',
    alternatives: {
      beyond: 'the fourth identical list and the sixth add within a minute',
      'refused-count': 'the same, and refused ones count too',
      'all-lists': 'the fourth list of a login within a minute, whatever it asks',
    },
  },
  existing: {
    question: 'add of a name that is there.',
    alternatives: { 'error-5': 'error 5, as recorded', 'same-id': 'success with the id that it has' },
  },
  sendCode: {
    question: 'Whether a number must be added before send_code.',
    alternatives: { anytime: 'no, as a client is known to do', added: 'yes: error 3 else' },
  },
  unsentCode: {
    question: 'check_code of a number to which no code was sent.',
    alternatives: { 'by-number': 'error 11 where the number was added, 3 where it was not', 'error-11': 'error 11', 'error-3': 'error 3' },
  },
  disabled: {
    question: 'chg of a sender that is disabled.',
    alternatives: { 'error-5': 'error 5', done: 'it is done' },
  },
  deleted: {
    question: 'del of a name that is not there.',
    alternatives: { 'error-3': 'error 3, as recorded', 'error-5': 'error 5', done: 'success' },
  },
} as const satisfies Readonly<Record<string, Assumption>>;

export type AssumptionName = keyof typeof ASSUMPTIONS;
/** What holds of each. */
export type Assumptions = { readonly [Name in AssumptionName]: keyof (typeof ASSUMPTIONS)[Name]['alternatives'] };

export const ASSUMPTION_ROWS: Readonly<Record<string, Assumption>> = ASSUMPTIONS;

export const ASSUMED: Assumptions = Object.fromEntries(
  Object.entries(ASSUMPTION_ROWS).map(([name, { alternatives }]) => [name, Object.keys(alternatives)[0]]),
) as Assumptions;

/** @throws RangeError for a name or an alternative that the table has not */
export function requireKnown(chosen: Readonly<Record<string, string>>): void {
  for (const [name, alternative] of Object.entries(chosen)) {
    const row = Object.hasOwn(ASSUMPTION_ROWS, name) ? ASSUMPTION_ROWS[name] : undefined;
    if (row === undefined) throw new RangeError(`assume: ${name} is not known; known are ${Object.keys(ASSUMPTIONS).join(', ')}`);
    if (!Object.hasOwn(row.alternatives, alternative))
      throw new RangeError(`assume: ${name} has no alternative ${alternative}; it has ${Object.keys(row.alternatives).join(', ')}`);
  }
}

/** `order=oldest-first`. @throws RangeError */
export function readAssumptions(words: readonly string[]): Partial<Assumptions> {
  const chosen = Object.fromEntries(
    words.map((word) => {
      const equals = word.indexOf('=');
      return [word.slice(0, Math.max(equals, 0)), word.slice(equals + 1)];
    }),
  );
  requireKnown(chosen);
  return chosen as Partial<Assumptions>;
}

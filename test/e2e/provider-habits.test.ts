import { describe, expect, it } from 'vitest';
import { ASSUMPTIONS, type AssumptionName, type Assumptions } from '../../src/sandbox/assumptions.ts';
import type { SeedSender } from '../../src/sandbox/options.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';

/** Three admitted senders, one that waits, one that is switched off. */
const SENDERS: readonly SeedSender[] = [
  {
    name: 'Shop',
    status: 1,
    comment: 'Магазин "Лён"\nи C:\\docs',
    operators: { mts_step: 2, bee_step: 3, by_int: 9 },
    replacements: { mts_step: 'COMMON' },
    files: [{ name: 'знак "Лён".pdf', status: 1, comment: 'Нет печати\n"оригинала"' }],
    changedDaysAgo: 2,
  },
  { name: 'Cafe', status: 1, operators: { mega_step: 1 }, changedDaysAgo: 400 },
  {
    name: '79991234567',
    status: 1,
    files: [
      { name: 'a.pdf', status: 2 },
      { name: 'b.pdf', status: 0 },
    ],
  },
  { name: 'Waiting', status: 0 },
  { name: 'Off', status: 2, operators: { tele2: 4 }, changedDaysAgo: 1 },
];
const ADMITTED = new Set(['Shop', 'Cafe', '79991234567']);

interface Sender {
  readonly name: string;
  readonly rawStatus: number | null;
  readonly operators: readonly {
    readonly operator: { readonly column: string };
    readonly rawStatus: number | null;
    readonly replacementName: string | null;
  }[];
  readonly files: readonly { readonly name: string; readonly rawStatus: number | null; readonly comment: string | null }[];
}

const QUERY = `{ senders(first: 20) { nodes {
  name rawStatus operators { operator { column } rawStatus replacementName } files { name rawStatus comment }
} freshness { stale unreadableRows } } }`;

/** What the gateway shows: registrations that say something, and files. */
async function seen(gateway: TestGateway) {
  const { data, errors } = (await gateway.ask(QUERY)) as { data: { senders: { nodes: Sender[]; freshness: unknown } }; errors?: unknown };
  expect(JSON.stringify(errors)).toBeUndefined();
  const senders = data.senders.nodes.map(({ name, rawStatus, operators, files }) => ({
    name,
    status: rawStatus,
    operators: operators
      .filter(({ rawStatus, replacementName }) => (rawStatus ?? 0) !== 0 || replacementName !== null)
      .map(({ operator: { column }, rawStatus, replacementName }) => [column, rawStatus, replacementName].join(' '))
      .toSorted(),
    files: files.map(({ name, rawStatus, comment }) => [name, rawStatus, comment].join(' ')),
  }));
  return { senders: senders.toSorted((a, b) => (a.name < b.name ? -1 : 1)), freshness: data.senders.freshness };
}

const ALL = {
  senders: [
    { name: '79991234567', status: 1, operators: [], files: ['a.pdf 2 ', 'b.pdf 0 '] },
    { name: 'Cafe', status: 1, operators: ['mega_step 1 '], files: [] },
    { name: 'Off', status: 2, operators: ['tele2 4 '], files: [] },
    {
      name: 'Shop',
      status: 1,
      operators: ['bee_step 3 ', 'by_int 9 ', 'mts_step 2 COMMON'],
      files: ['знак "Лён".pdf 1 Нет печати\n"оригинала"'],
    },
    { name: 'Waiting', status: 0, operators: [], files: [] },
  ],
  freshness: { stale: false, unreadableRows: 0 },
};
type Seen = typeof ALL;

const only =
  (kept: (name: string) => boolean, without: 'operators' | 'files') =>
  (all: Seen): Seen => ({
    ...all,
    senders: all.senders.map((sender) => (kept(sender.name) ? sender : { ...sender, [without]: [] })),
  });
const admittedOnly = (without: 'operators' | 'files') => only((name) => ADMITTED.has(name), without);
const replaced =
  (name: string) =>
  (all: Seen): Seen => ({
    ...all,
    senders: all.senders.map((sender) => ({ ...sender, operators: sender.operators.map((cell) => cell.replace('COMMON', name)) })),
  });
const withYota = (all: Seen): Seen => ({
  ...all,
  senders: all.senders.map((sender) => ({ ...sender, operators: [...sender.operators, 'yota_step 2 '].toSorted() })),
});
const inWords = (all: Seen): Seen => ({
  ...all,
  senders: all.senders.map((sender) => ({
    ...sender,
    status: null as never,
    operators: sender.operators.flatMap((cell) => (cell.endsWith('COMMON') ? ['mts_step  COMMON'] : [])),
  })),
});
const same = (all: Seen): Seen => all;

/** Where an alternative shows other data, or is told: what, and by which note. All others show all, and need no word. */
const TOLD: Readonly<
  Partial<Record<AssumptionName, Readonly<Record<string, readonly [shows: (all: Seen) => Seen, note: RegExp | null]>>>>
> = {
  allWithOperators: {
    'columns-if-admitted': [admittedOnly('operators'), /not admitted are listed without operators/],
    'all-wins': [admittedOnly('operators'), /all=1 together with operators=1 does not show the operators’ columns/],
    'operators-wins': [admittedOnly('operators'), /not admitted are listed without operators/],
    refused: [admittedOnly('operators'), /all=1 together with operators=1 is refused/],
  },
  allWithFiles: {
    'all-wins': [admittedOnly('files'), /all=1 together with files=1 does not show the files/],
    'files-wins': [admittedOnly('files'), null],
    refused: [admittedOnly('files'), /all=1 together with files=1 is refused/],
  },
  extraKeys: { details: [same, /keys that the provider’s page does not tell: cmt, date/], numbers: [same, /balance, sort, type/] },
  columns: { additional: [withYota, /does not know: yota_step/] },
  replacement: { digits: [replaced('1006'), null] },
  ids: { absent: [same, /no ids/] },
  statuses: { words: [inWords, /words in place of numbers/] },
};

/** What decides on lists of a few senders. */
const OF_LISTS = [
  'allWithOperators',
  'allWithFiles',
  'order',
  'previousId',
  'emptyList',
  'extraKeys',
  'columns',
  'replacement',
  'listShape',
  'filesShape',
  'numbers',
  'escapes',
  'encoding',
  'contentType',
  'ids',
  'statuses',
  'errorCode',
] as const satisfies readonly AssumptionName[];

const CASES = OF_LISTS.flatMap((name) =>
  Object.keys(ASSUMPTIONS[name].alternatives)
    // Of a disabled sender an unpublished number is shown as it is, which the sandbox makes up: the decoder's own tests have it.
    .filter((alternative) => !(name === 'statuses' && alternative === 'unpublished'))
    .map((alternative) => {
      const [shows, note] = TOLD[name]?.[alternative] ?? [same, null];
      return { name, alternative, shows, note };
    }),
);
/** Of a busy machine the store may be slow. */
const PATIENT = { QUEUE_TIMEOUT_MS: '10000' };
const assuming = (name: string, alternative: string) => ({ [name]: alternative }) as Partial<Assumptions>;
const notesOf = async (gateway: TestGateway): Promise<readonly string[]> =>
  ((await (await fetch(new URL('/readyz', gateway.url))).json()) as { notes?: string[] }).notes ?? [];

describe('lists', () => {
  it.each(CASES)('are read where $name is $alternative, and what can’t be had is told', async ({ name, alternative, shows, note }) => {
    await using gateway = await startGateway({ sandbox: { senders: SENDERS, assume: assuming(name, alternative) }, env: PATIENT });
    const first = await seen(gateway);
    expect(first).toEqual(shows(ALL));
    const notes = await notesOf(gateway);
    if (note === null) expect(notes.filter((line) => !/moderator has not admitted/.test(line))).toEqual([]);
    else expect(notes.join('\n')).toMatch(note);
  });

  it.each(['all-wins', 'refused'])('are asked for in the form that works, once that is learnt: %s', async (alternative) => {
    await using gateway = await startGateway({
      sandbox: { senders: SENDERS, assume: assuming('allWithOperators', alternative) },
      env: { ...PATIENT, FRESH_MS: '0', STALE_MS: '0' },
    });
    await seen(gateway);
    const asked = () =>
      gateway.sandbox.control
        .state()
        .recent.filter(({ params }) => params.operators === '1')
        .map(({ params }) => params.all);
    expect(asked()).toEqual(['0', '1']);
    await seen(gateway);
    expect(asked()).toEqual(['0', '0', '1']);
  });
});

describe('statusChangedSince', () => {
  const since = '{ senders(filter: { statusChangedSince: "2026-01-01" }) { nodes { name } } }'.replace(
    '2026-01-01',
    new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10),
  );

  it.each([
    ['all-since', ['Off', 'Shop']],
    ['all-wins', ['Shop']],
    ['from-date-wins', ['Shop']],
    ['refused', ['Shop']],
  ])('names those that changed where the pair is %s', async (alternative, names) => {
    await using gateway = await startGateway({
      sandbox: { senders: SENDERS, assume: assuming('allWithFromDate', alternative) },
      env: PATIENT,
    });
    const { data, errors } = (await gateway.ask(since)) as { data: { senders: { nodes: { name: string }[] } }; errors?: unknown };
    expect(errors).toBeUndefined();
    expect(data.senders.nodes.map(({ name }) => name).toSorted()).toEqual(names);
    const notes = await notesOf(gateway);
    if (alternative === 'all-wins' || alternative === 'refused') expect(notes.join()).toContain('all=1 together with from_date');
  });
});

import { describe, expect, it } from 'vitest';
import { ASSUMED, ASSUMPTION_ROWS, type Assumptions, readAssumptions } from '../../src/sandbox/assumptions.ts';
import type { SeedSender } from '../../src/sandbox/options.ts';
import { call, open, type Params, textOf, WHO } from './calling.ts';

const SENDERS: readonly SeedSender[] = [
  ...Array.from({ length: 25 }, (_, index): SeedSender => ({ name: `shop${index}`, status: 1, operators: { mts_step: 2 } })),
  { name: 'replaced', status: 1, operators: { mts_step: 2, bee_step: 3 }, replacements: { mts_step: 'COMMON' } },
  { name: 'asleep', comment: 'Спит', status: 2, operators: { mts_step: 8 } },
  {
    name: 'papers',
    comment: 'a "quoted" \\ line\nand another',
    status: 1,
    operators: { mega_step: 2 },
    files: [{ name: 'знак "А" & Б\\1\n.pdf', status: 1, comment: 'нечитаем' }],
  },
  { name: '79990001122', status: 0 },
  { name: 'off', status: 0, operators: { mts_step: 2 } },
  { name: 'short', status: 1, subclient: 'subalex' },
];

const ALL: Params = { get: '1', all: '1' };
/** Between them these calls touch every point that the table leaves open. */
const CALLS: readonly Params[] = [
  { get: '1' },
  ALL,
  { ...ALL, operators: '1' },
  { get: '1', operators: '1' },
  { ...ALL, files: '1' },
  { ...ALL, from_date: '01.01.2026' },
  { get: '1', from_date: '01.01.2030' },
  { ...ALL, user: 'subalex' },
  { ...ALL, user: 'nobody' },
  { ...ALL, prev_id: '1000028', cnt: '3' },
  { ...ALL, prev_id: '1000003' },
  { get: '1', cnt: '5' },
  { get: '1', cnt: '5' },
  { get: '1', cnt: '5' },
  { add: '1', sender: 'new', cmt: 'x' },
  { add: '1', sender: 'new', cmt: 'x' },
  { chg: '1', sender: 'asleep', cmt: 'x' },
  { chg: '1', sender: 'shop1', cmt: 'x' },
  { del: '1', sender: 'nobody' },
  { check_code: '1', sender: '79990001122', code: '1' },
  { check_code: '1', sender: '79990001199', code: '1' },
  { send_code: '1', sender: '79990001133' },
  ...Array.from({ length: 11 }, () => ({ get: '1', psw: 'wrong' })),
  { get: '1', cnt: '7' },
];

const DELETION: Params = { del: '1', sender: 'shop1' };

/** What a client sees of all those calls, one after the other. */
async function transcript(assume: Partial<Assumptions>, calls: readonly Params[] = CALLS): Promise<string> {
  const sandbox = await open({
    senders: [...Array.from({ length: 1_000 }, (_, index): SeedSender => ({ name: `old${index}`, status: 0 })), ...SENDERS],
    assume,
  });
  const seen: string[] = [];
  for (const params of calls) {
    const begun = performance.now();
    const response = await call(sandbox, params).catch(() => null);
    const bytes = response === null ? 'no answer' : Buffer.from(await response.arrayBuffer()).toString('latin1');
    const late = performance.now() - begun > 2_500 ? ' late' : '';
    seen.push(`${JSON.stringify(params)} ${response?.status} ${response?.headers.get('content-type')}${late} ${bytes}`);
  }
  return seen.join('\n');
}

/** Alternatives that no single call shows. */
async function limits(assume: Partial<Assumptions>): Promise<readonly number[]> {
  let now = Date.UTC(2026, 10, 23, 12);
  const sandbox = await open({ limits: true, clock: () => now, assume });
  const codes: number[] = [];
  // Seconds, and what is asked then.
  const asked = [...[0, 1, 2, 3, 4, 5].map((at) => [at, '1'] as const), [6, '2'] as const, [62.5, '1'] as const];
  const start = now;
  for (const [at, cnt] of asked) {
    now = start + at * 1_000;
    codes.push(Number((await textOf(sandbox, { get: '1', cnt })).match(/"error_code": (\d+)/)?.[1] ?? 0));
  }
  return codes;
}

const alternatives = Object.entries(ASSUMPTION_ROWS).flatMap(([name, row]) =>
  Object.keys(row.alternatives)
    .slice(1)
    .map((alternative) => ({ name, alternative })),
);

describe('what the provider’s page leaves open', () => {
  it('has more than forty alternatives, and begins each row with what is assumed', () => {
    expect(alternatives.length).toBeGreaterThan(40);
    expect(Object.keys(ASSUMED)).toEqual(Object.keys(ASSUMPTION_ROWS));
  });

  let assumed = '';

  it.each(alternatives)('is played otherwise with $name=$alternative', async ({ name, alternative }) => {
    const assume = readAssumptions([`${name}=${alternative}`]);
    if (name === 'limits') expect(await limits(assume)).not.toEqual(await limits({}));
    // Each change takes seconds there: one is enough.
    else if (name === 'effect') expect(await transcript(assume, [DELETION])).not.toBe(await transcript({}, [DELETION]));
    // By ids and by rows are the same where rows stand by id.
    else if (alternative === 'after-row')
      expect(await transcript({ ...assume, order: 'by-name' })).not.toBe(await transcript({ order: 'by-name' }));
    else {
      assumed ||= await transcript({});
      expect(await transcript(assume)).not.toBe(assumed);
    }
  });

  it('is the same as assumed where every first alternative is named', async () => {
    expect(await transcript(ASSUMED)).toBe(await transcript({}));
  });

  it('can be chosen while the sandbox runs, and is back to the start after a reset', async () => {
    const sandbox = await open({ senders: SENDERS });
    const before = await textOf(sandbox, ALL);
    const chosen = await fetch(`${sandbox.url}/control/assume`, { method: 'POST', body: '{"order": "oldest-first"}' });
    expect(chosen.status).toBe(200);
    expect(await textOf(sandbox, ALL)).not.toBe(before);
    expect(sandbox.control.state(0).assume.order).toBe('oldest-first');
    sandbox.control.reset();
    expect(await textOf(sandbox, ALL)).toBe(before);
  });

  it.each([{ words: ['order=sideways'] }, { words: ['odour=oldest-first'] }, { words: ['order'] }])(
    'refuses $words and says what there is',
    ({ words }) => {
      expect(() => readAssumptions(words)).toThrow(RangeError);
      expect(() => readAssumptions(words)).toThrow(/known are allWithOperators|it has newest-first/);
    },
  );
});

it('sends a code for a subclient from a name of the account, as the page’s example does', async () => {
  const sandbox = await open({ senders: [{ name: 'mysite.ru', status: 1 }] });
  const example = { send_code: '1', ...WHO, sender: '79999999999', user: 'subalex', site: 'mysite.ru' };
  expect(await textOf(sandbox, example)).toBe('{\n"result": "OK"\n}');
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { SETTINGS } from '../config/config.ts';
import { COMMANDS } from '../domain/commands.ts';
import { ERROR_CODES } from '../domain/error-codes.ts';
import { FILE_TYPES, MAX_FILE_BYTES } from '../domain/file-types.ts';
import { LIMIT_ROWS } from '../domain/limits.ts';
import { OPERATORS } from '../domain/operators.ts';
import { PRICES } from '../domain/prices.ts';
import { CONCURRENCY, QUOTAS } from '../domain/quotas.ts';
import { REGISTRATIONS } from '../domain/registrations.ts';
import { SENDER_KINDS } from '../domain/sender.ts';
import { FILE_STATUSES, REGISTRATION_STATUSES, SENDER_STATUSES } from '../domain/statuses.ts';
import { rowsOf } from '../domain/table.ts';

const NOTE = '<!-- Generated from the tables by `npm run generate`. -->';
const SOURCE = 'Source: SMSC.ru, «Управление именами отправителей (Sender ID)», as published in 2024.';

const cell = (value: unknown) => String(value ?? '–').replaceAll('|', '\\|');
const code = (value: unknown) => (value == null || value === '' ? '–' : `\`${cell(value)}\``);

/** A Markdown table; cells are text already. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const page = (title: string, ...parts: string[]) => `${[NOTE, `# ${title}`, ...parts].join('\n\n')}\n`;

/** The settings, as they also stand in both READMEs. */
export const settingsTable = (): string =>
  markdownTable(
    ['Variable', 'Default', 'Meaning'],
    rowsOf(SETTINGS).map(([name, { fallback, doc }]) => [code(name), code(fallback), cell(doc)]),
  );

/** The error codes, as they also stand in the README. */
export const errorTable = (): string =>
  markdownTable(
    ['Code', 'Provider’s number', 'Retry may help', 'What it means, what to do'],
    rowsOf(ERROR_CODES).map(([key, { wire, retryable, doc }]) => [code(key), cell(wire), retryable ? 'yes' : 'no', cell(doc)]),
  );

const statusTable = (rows: object) =>
  markdownTable(
    ['Status', 'Provider’s number', 'Meaning'],
    Object.entries(rows as Record<string, { wire: number | null; doc: string }>).map(([key, { wire, doc }]) => [
      code(key),
      cell(wire),
      cell(doc),
    ]),
  );

/** docs/reference, page by page. */
export const referencePages = (): Record<string, string> => ({
  'settings.md': page('Settings', 'Environment variables of the gateway.', settingsTable()),
  'errors.md': page(
    'Error codes',
    SOURCE,
    'On mutations a code is a member of the union, on queries it is `errors[].extensions.code`.',
    errorTable(),
  ),
  'operators.md': page(
    'Operators and registrations',
    SOURCE,
    '## The 19 columns',
    markdownTable(
      ['Code', 'Provider’s column', 'Name', 'Country', 'Meaning'],
      rowsOf(OPERATORS).map(([key, { column, name, country, doc }]) => [code(key), code(column), cell(name), country, cell(doc)]),
    ),
    '## What can be registered',
    markdownTable(
      ['Registration', 'Provider’s flag', 'Operator', 'Fee', 'Form'],
      rowsOf(REGISTRATIONS).map(([key, { param, operator, fee, form }]) => [code(key), code(param), code(operator), fee, code(form)]),
    ),
  ),
  'statuses.md': page(
    'Statuses',
    SOURCE,
    '## Moderation of a sender',
    statusTable(SENDER_STATUSES),
    '## Registration at an operator',
    statusTable(REGISTRATION_STATUSES),
    '## Documents',
    statusTable(FILE_STATUSES),
  ),
  'limits.md': page(
    'Limits and rules',
    '## What one request may ask of the gateway',
    'A refusal is `BAD_REQUEST` and says in `extensions.limit` which limit it is, its value, and what was asked (null: more, not counted further); of rates and points it is `RATE_LIMITED` with `retryAfterMs`. A document comes on top of a body, with 3,000,000 bytes. Headers have 16 kB and 10 s, a whole request 60 s.',
    markdownTable(
      ['Limit', 'Setting', 'Default', 'At most', 'HTTP status', 'What is counted'],
      rowsOf(LIMIT_ROWS).map(([key, { setting, fallback, most, status, doc }]) => [
        code(key),
        code(setting),
        fallback.toLocaleString('en'),
        most.toLocaleString('en'),
        String(status),
        cell(doc),
      ]),
    ),
    '## What a request costs',
    'The points that `LIMIT_COST` and the budgets of a token and an account count. An answer that is held and still true costs nothing.',
    markdownTable(
      ['Points', 'For each'],
      rowsOf(PRICES).map(([, { points, doc }]) => [String(points), cell(doc)]),
    ),
    '## Of the provider',
    SOURCE,
    '## Quotas',
    markdownTable(
      ['Quota', 'The gateway makes', 'The provider allows', 'In any', 'What is counted'],
      rowsOf(QUOTAS).map(([key, row]) => [
        code(key),
        String(row.calls),
        String(row.providerCalls),
        `${row.windowSeconds} s`,
        cell(row.doc),
      ]),
    ),
    `At once: ${CONCURRENCY.calls} of the ${CONCURRENCY.providerCalls} that the provider allows a login.`,
    '## Names',
    markdownTable(
      ['Kind', 'Rule'],
      rowsOf(SENDER_KINDS).map(([key, { rule }]) => [code(key), cell(rule)]),
    ),
    '## Documents',
    `${MAX_FILE_BYTES.toLocaleString('en')} bytes at most; the type is judged by extension and first bytes.`,
    markdownTable(
      ['Type', 'Extensions', 'First bytes'],
      rowsOf(FILE_TYPES).map(([key, { extensions, signatures }]) => [key, extensions.join(', '), signatures.map(code).join(', ')]),
    ),
  ),
  'commands.md': page(
    'Commands of senders.php',
    SOURCE,
    markdownTable(
      ['Command', 'Parameter', 'Changes something', 'Quota', 'Sent again when the answer was lost', 'Errors'],
      rowsOf(COMMANDS).map(([key, { param, mutates, quota, repeat, errors }]) => [
        key,
        code(param),
        mutates ? 'yes' : 'no',
        code(quota),
        repeat.toLowerCase(),
        errors.map(code).join(' '),
      ]),
    ),
  ),
});

if (import.meta.main) {
  const folder = new URL('../../docs/reference/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(referencePages())) writeFileSync(new URL(name, folder), text);
}

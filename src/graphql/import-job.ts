import { IMPORT_JOB_STATES, IMPORT_ROW_STATES, type ImportRowState, KEEP_IMPORT_DAYS, MAX_IMPORT_ROWS } from '../domain/imports.ts';
import { MOST_ISSUES } from '../errors.ts';
import type { ImportJob, ImportProblem, JudgedRow, RowIssue } from '../imports/import-job.ts';
import { askedSize, type Ordering, type Page, pageOf, sizeOf } from '../loaders/page.ts';
import { builder } from './builder.ts';
import { enumFromTable } from './enum-from-table.ts';
import { ErrorCodeEnum } from './errors.ts';
import { encodeImportId } from './import-id.ts';
import { AS_LONG_AS_THE_PAGE, priced } from './price/price-hint.ts';
import { Sender } from './sender.ts';

/** A job as it is answered with. */
export interface ImportView {
  readonly job: ImportJob;
  /** Of a dry run, which is kept nowhere; null: they are in the store. */
  readonly rows: readonly JudgedRow[] | null;
}

interface NumberedRow extends JudgedRow {
  /** From 1. */
  readonly number: number;
  readonly subclient: string | null;
}

const ImportJobStateEnum = enumFromTable('ImportJobState', IMPORT_JOB_STATES, 'What an import job is at.');
const ImportRowStateEnum = enumFromTable('ImportRowState', IMPORT_ROW_STATES, 'What became of a row of an import.');

const ImportProblemType = builder.objectRef<ImportProblem>('ImportProblem').implement({
  description: 'What stops a row or a job.',
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCodeEnum, description: 'To switch over.' }),
    message: t.exposeString('message', { description: 'For people; never parse it.' }),
  }),
});

const ImportRowIssue = builder.objectRef<RowIssue>('ImportRowIssue').implement({
  description: 'A fault of one row.',
  fields: (t) => ({
    column: t.exposeString('column', {
      description:
        'The column of the file, which is also the field of a row: `belarus.occupation`. Empty where the row as a whole is meant.',
    }),
    message: t.exposeString('message', { description: 'What is wrong and what is right. For people; never parse it.' }),
  }),
});

const ImportRow = builder.objectRef<NumberedRow>('ImportRow').implement({
  description: 'A row of an import and what became of it so far.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its place among the rows, from 1.' }),
    line: t.int({
      nullable: true,
      description: 'The line of the file that it ends in, from 1; null where no file was sent.',
      resolve: ({ row }) => row.line,
    }),
    name: t.string({ description: 'The name as it was sent.', resolve: ({ row }) => row.name }),
    state: t.field({ type: ImportRowStateEnum, description: 'What became of it.', resolve: ({ result }) => result.state }),
    issues: t.field({
      type: [ImportRowIssue],
      extensions: priced({ items: () => MOST_ISSUES }),
      description: 'Every broken rule of an INVALID row; empty for any other.',
      resolve: ({ result }) => [...(result.issues ?? [])],
    }),
    problem: t.field({
      type: ImportProblemType,
      nullable: true,
      description: 'Why the provider refused a FAILED row, or that the answer to an ADDED one was lost; null for any other.',
      resolve: ({ result }) => result.problem ?? null,
    }),
    sender: t.field({
      type: Sender,
      nullable: true,
      description:
        'The sender of an ADDED or EXISTS row; null for any other, and where it is gone meanwhile. Costs one upstream call for all rows, where nothing fresh is held.',
      resolve: ({ result: { smscId }, subclient }, _, { senders }) => (smscId === undefined ? null : senders.find({ smscId, subclient })),
    }),
  }),
});

const ImportRowEdge = builder.objectRef<Page<NumberedRow>['edges'][number]>('ImportRowEdge').implement({
  description: 'A row at its place.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'The place of this row, for `after`.' }),
    node: t.field({ type: ImportRow, description: 'The row itself.', resolve: ({ node }) => node }),
  }),
});

const ImportRowConnection = builder.objectRef<Page<NumberedRow>>('ImportRowConnection').implement({
  description: 'A page of rows, in the order in which they were sent.',
  fields: (t) => ({
    edges: t.field({
      type: [ImportRowEdge],
      description: 'The page, each row with its cursor.',
      extensions: AS_LONG_AS_THE_PAGE,
      resolve: ({ edges }) => [...edges],
    }),
    nodes: t.field({
      type: [ImportRow],
      description: 'The page, rows alone.',
      extensions: AS_LONG_AS_THE_PAGE,
      resolve: ({ edges }) => edges.map(({ node }) => node),
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Where the page stands among the rows.',
      resolve: ({ pageInfo }) => pageInfo,
    }),
    totalCount: t.exposeInt('totalCount', { description: 'All rows in the states that were asked for, on all pages.' }),
  }),
});

const BY_NUMBER: Ordering<NumberedRow, readonly [number]> = {
  list: 'import rows',
  isKey: (key): key is readonly [number] => key.length === 1 && typeof key[0] === 'number',
  keyOf: ({ number }) => [number],
  compare: ([a], [b]) => a - b,
};

export const ImportJobType = builder.objectRef<ImportView>('ImportJob').implement({
  description: `Senders that are added one after the other, at the provider’s pace. It goes on whoever asks or goes away, over restarts too. Kept for ${KEEP_IMPORT_DAYS} days from its beginning.`,
  fields: (t) => ({
    id: t.id({
      description: 'Opaque and stable. For Query.importJob. That of a dry run finds nothing.',
      resolve: ({ job }) => encodeImportId(job),
    }),
    state: t.field({ type: ImportJobStateEnum, description: 'What it is at.', resolve: ({ job }) => job.state }),
    subclient: t.string({
      nullable: true,
      description: 'The login of the subclient that the senders are for; null: the account itself.',
      resolve: ({ job }) => job.subclient,
    }),
    total: t.int({ description: 'All its rows.', resolve: ({ job }) => job.total }),
    done: t.int({ description: 'Rows whose sender was added.', resolve: ({ job }) => job.done }),
    failed: t.int({
      description:
        'Rows that have come to another end: EXISTS, DUPLICATE, INVALID, FAILED. What `total` has beyond both is pending, or was cancelled.',
      resolve: ({ job }) => job.failed,
    }),
    createdAt: t.field({ type: 'DateTime', description: 'When it began.', resolve: ({ job }) => new Date(job.createdAt) }),
    finishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was over; null while it is running or paused.',
      resolve: ({ job }) => (job.finishedAt === null ? null : new Date(job.finishedAt)),
    }),
    estimatedFinishAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When it will be over if no other job runs and nobody else adds: the provider takes four adds a minute from the gateway. Null where it is not RUNNING.',
      resolve: async ({ job }, _, { principal }) => {
        const at = await principal.imports.estimate(job);
        return at === null ? null : new Date(at);
      },
    }),
    problem: t.field({
      type: ImportProblemType,
      nullable: true,
      description:
        'What it waits for, or why the gateway paused it; null where nothing is wrong. Waiting for a place in the provider’s limits is nothing wrong.',
      resolve: ({ job }) => job.problem,
    }),
    rows: t.field({
      type: ImportRowConnection,
      description: 'Its rows, each with what became of it. At most 500 a page; 50 where `first` is left out. Costs nothing upstream.',
      args: {
        first: t.arg.int({ description: 'At most this many: 0 to 500.' }),
        after: t.arg.string({ description: 'Only what comes behind this cursor.' }),
        state: t.arg({ type: [ImportRowStateEnum], description: 'Only rows in one of these states; all where it is left out.' }),
      },
      extensions: priced<{ readonly first?: number | null }>({
        page: ({ first }) => Math.min(askedSize({ first }) ?? 0, MAX_IMPORT_ROWS),
        work: ({ first }) => [{ scanned: askedSize({ first }) === null ? 0 : MAX_IMPORT_ROWS }],
      }),
      resolve: async ({ job, rows }, { first, after, state }, { principal, done }) => {
        sizeOf({ first });
        const all = (rows ?? (await principal.imports.rows(job))).map((row, index) => ({
          ...row,
          number: index + 1,
          subclient: job.subclient,
        }));
        done.scanned += all.length;
        const states = state == null ? null : new Set<ImportRowState>(state);
        return pageOf(
          all.filter(({ result }) => states === null || states.has(result.state)),
          BY_NUMBER,
          { first, after },
        );
      },
    }),
  }),
});

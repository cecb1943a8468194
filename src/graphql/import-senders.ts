import { MAX_ACTIVE_IMPORTS, MAX_IMPORT_ROWS } from '../domain/imports.ts';
import { InvalidInputError } from '../errors.ts';
import { countsOf, type ImportJob } from '../imports/import-job.ts';
import { followImport } from '../loaders/import-progress.ts';
import { activeImports, beginImport, changeImport, findImport } from '../loaders/imports.ts';
import type { Principal } from '../loaders/principal.ts';
import { builder } from './builder.ts';
import * as failure from './errors.ts';
import { decodeImportId } from './import-id.ts';
import { ImportJobInput, ImportSendersInput, type ImportSendersShape } from './import-inputs.ts';
import { ImportJobType, type ImportView } from './import-job.ts';
import { judgeRows, markExisting } from './import-rows.ts';
import { givenRows } from './import-rules.ts';
import { priced } from './price/price-hint.ts';
import { SUBCLIENT_ARGUMENT } from './sender-queries.ts';

const ImportSendersSuccess = builder.objectRef<ImportView & { replayed: boolean }>('ImportSendersSuccess').implement({
  description: 'The rows are judged, and those without a fault are being added; of a dry run, judged alone.',
  fields: (t) => ({
    job: t.field({ type: ImportJobType, description: 'The job.', resolve: ({ job, rows }) => ({ job, rows }) }),
    replayed: t.exposeBoolean('replayed', {
      description: 'True where this answers a repeat: the idempotency key was used before with the same rows, and this is the job of then.',
    }),
  }),
});

const ImportJobSuccess = builder.objectRef<ImportView>('ImportJobSuccess').implement({
  description: 'The job after it. One that was over before is left as it was: see its `state`.',
  fields: (t) => ({ job: t.field({ type: ImportJobType, description: 'The job.', resolve: (view) => view }) }),
});

const viewOf = (job: ImportJob): ImportView => ({ job, rows: null });

builder.mutationFields((t) => ({
  importSenders: t.field({
    type: ImportSendersSuccess,
    description:
      'Adds many senders, one after the other, at the provider’s pace of four a minute, behind people who wait. Answers at once with the job: rows with a fault are reported in it, the others are added. Each row costs one add; a name that is held already costs none. Try it with `dryRun` first.',
    args: { input: t.arg({ type: ImportSendersInput, required: true, description: 'The senders.' }) },
    errors: {
      union: { name: 'ImportSendersResult', description: 'What became of importSenders.' },
      types: [failure.InvalidInput, failure.IdempotencyConflict, ...failure.COMMON],
    },
    extensions: priced<{ readonly input: ImportSendersShape }>({
      // A row of a file has a name, a separator and the end of its line.
      work: ({ input: { rows, csv } }) => [{ judged: Math.min(MAX_IMPORT_ROWS, (rows?.length ?? 0) + Math.ceil((csv?.size ?? 0) / 2)) }],
    }),
    resolve: async (_, { input }, { principal, senders, now, done }) => {
      const subclient = input.subclient ?? null;
      const given = await givenRows(input, principal.account.slices);
      done.judged += given.length;
      const rows = await judgeRows(given, principal.account.slices);
      if (!input.dryRun) {
        const { job, replayed } = await beginImport(principal, { subclient, rows, idempotencyKey: input.idempotencyKey ?? null });
        return { ...viewOf(job), replayed };
      }
      const names = await senders.part(subclient, 'names');
      const judged = markExisting(rows, (name) => names.byName(name));
      return { job: dryRunOf(judged, subclient, principal, now()), rows: judged, replayed: false };
    },
  }),
  pauseImport: t.field({
    type: ImportJobSuccess,
    description: 'Stops a job until resumeImport. A row that is being added comes to its end. Costs nothing upstream.',
    args: { input: t.arg({ type: ImportJobInput, required: true, description: 'Which one.' }) },
    errors: {
      union: { name: 'PauseImportResult', description: 'What became of pauseImport.' },
      types: [failure.InvalidInput, failure.UpstreamUnavailable],
    },
    resolve: (_, { input: { id } }, { principal }) => changed(principal, 'pause', id),
  }),
  resumeImport: t.field({
    type: ImportJobSuccess,
    description: 'Lets a paused job go on. Costs nothing upstream by itself.',
    args: { input: t.arg({ type: ImportJobInput, required: true, description: 'Which one.' }) },
    errors: {
      union: { name: 'ResumeImportResult', description: 'What became of resumeImport.' },
      types: [failure.InvalidInput, failure.UpstreamUnavailable],
    },
    resolve: (_, { input: { id } }, { principal }) => changed(principal, 'resume', id),
  }),
  cancelImport: t.field({
    type: ImportJobSuccess,
    description:
      'Ends a job: what is added stays, the rest is not added. A row that is being added comes to its end. Costs nothing upstream.',
    args: { input: t.arg({ type: ImportJobInput, required: true, description: 'Which one.' }) },
    errors: {
      union: { name: 'CancelImportResult', description: 'What became of cancelImport.' },
      types: [failure.InvalidInput, failure.UpstreamUnavailable],
    },
    resolve: (_, { input: { id } }, { principal }) => changed(principal, 'cancel', id),
  }),
}));

builder.queryFields((t) => ({
  importJob: t.field({
    type: ImportJobType,
    nullable: true,
    description: 'An import job; null where there is none of this id, or none any more. Costs nothing upstream.',
    args: { id: t.arg.id({ required: true, description: 'Its `id`, as importSenders gave it.' }) },
    resolve: async (_, { id }, { principal }) => {
      const job = await findImport(principal, decodeImportId(String(id), ['id']));
      return job && viewOf(job);
    },
  }),
  activeImports: t.field({
    type: [ImportJobType],
    description: `The import jobs of the account, or of one subclient, that are running or paused, the oldest first. The account has ${MAX_ACTIVE_IMPORTS} of them at the most, its subclients’ included. Costs nothing upstream.`,
    args: { subclient: t.arg.string({ description: SUBCLIENT_ARGUMENT }) },
    extensions: priced({ items: () => MAX_ACTIVE_IMPORTS }),
    resolve: async (_, { subclient }, { principal }) => (await activeImports(principal, subclient ?? null)).map(viewOf),
  }),
}));

builder.subscriptionField('importProgress', (t) =>
  t.field({
    type: ImportJobType,
    description:
      'An import job as it is now, then after every change, until it is over: then the subscription ends. Whoever is slow gets the latest. Costs nothing upstream.',
    args: { id: t.arg.id({ required: true, description: 'Its `id`, as importSenders gave it.' }) },
    subscribe: async (_, { id }, { principal }) => {
      const key = decodeImportId(String(id), ['id']);
      if ((await findImport(principal, key)) === null) throw noSuchJob(['id']);
      return followImport(principal, key);
    },
    resolve: (job, _, { senders, events }) => {
      // The subscription is one request, however long.
      senders.forget();
      events.forget();
      return viewOf(job);
    },
  }),
);

const noSuchJob = (path: readonly string[]) =>
  new InvalidInputError([{ path, message: 'there is no import job of this id, or none any more' }]);

async function changed(principal: Principal, how: 'pause' | 'resume' | 'cancel', id: string | number): Promise<ImportView> {
  const path = ['input', 'id'];
  const job = await changeImport(principal, how, decodeImportId(String(id), path));
  if (job === null) throw noSuchJob(path);
  return viewOf(job);
}

const dryRunOf = (rows: ImportView['rows'] & object, subclient: string | null, { name }: Principal, now: Date): ImportJob => ({
  id: 'dry run',
  subclient,
  ...countsOf(rows.map(({ result }) => result)),
  state: 'DRY_RUN',
  createdAt: now.getTime(),
  createdBy: name,
  finishedAt: now.getTime(),
  problem: null,
  inputHash: '',
});

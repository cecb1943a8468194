import { table } from './table.ts';

interface StateRow {
  readonly doc: string;
}

/** What an import job is at. */
export const IMPORT_JOB_STATES = table<StateRow & { readonly over: boolean }>()({
  RUNNING: { over: false, doc: 'Its rows are added one after the other, at the provider’s pace; several jobs of an account take turns.' },
  PAUSED: { over: false, doc: 'Nothing is added until resumeImport. `problem` says why where the gateway itself paused it.' },
  CANCELLED: { over: true, doc: 'Ended by cancelImport: what is added stays, the rest is not added.' },
  FINISHED: { over: true, doc: 'Every row has its result.' },
  DRY_RUN: { over: true, doc: 'Only judged: nothing is added, nothing is kept, and no query finds it.' },
});
export type ImportJobState = keyof typeof IMPORT_JOB_STATES;

/** What became of a row of an import. `outcome`: how the job counts it. */
export const IMPORT_ROW_STATES = table<StateRow & { readonly outcome: 'pending' | 'done' | 'failed' }>()({
  PENDING: { outcome: 'pending', doc: 'Waits to be added; of a dry run: would be added.' },
  ADDING: {
    outcome: 'pending',
    doc: 'Is being added, as soon as a place in the provider’s limits is free. Where the gateway dies meanwhile, the next one first finds out whether it was done.',
  },
  ADDED: {
    outcome: 'done',
    doc: 'The sender is registered. Where the answer to the add was lost, `problem` says so: somebody else may have added it at the same moment.',
  },
  EXISTS: { outcome: 'failed', doc: 'The account or subclient has a sender of this name already: nothing was added.' },
  DUPLICATE: { outcome: 'failed', doc: 'The name stands in an earlier row of the same import, which is the one that counts.' },
  INVALID: { outcome: 'failed', doc: 'Breaks a rule of addSender: see `issues`. The provider was not asked.' },
  FAILED: { outcome: 'failed', doc: 'The provider refused it: see `problem`.' },
  CANCELLED: { outcome: 'failed', doc: 'Not added, because the job was cancelled before.' },
});
export type ImportRowState = keyof typeof IMPORT_ROW_STATES;

export const MAX_IMPORT_ROWS = 2_000;
export const MAX_CSV_BYTES = 1_000_000;
/** Of a file, those of texts in quotes and the empty ones at its end too. */
export const MAX_CSV_LINES = 20_000;
/** Of one line; there are 20 columns. */
export const MAX_CSV_CELLS = 100;
/** Jobs of an account that are running or paused at once. */
export const MAX_ACTIVE_IMPORTS = 20;
export const KEEP_IMPORT_DAYS = 30;

import { MAX_CSV_BYTES, MAX_IMPORT_ROWS } from '../domain/imports.ts';
import { builder } from './builder.ts';
import { CSV_COLUMNS } from './import-csv.ts';
import { RegistrationEnum } from './operator.ts';
import { BelarusRegistrationInput, UkraineRegistrationInput } from './sender-inputs.ts';
import { SUBCLIENT_ARGUMENT } from './sender-queries.ts';

export const ImportSenderRowInput = builder.inputType('ImportSenderRowInput', {
  description: 'A sender to add. Its fields mean what they mean in AddSenderInput; documents are attached later, with changeSender.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'As in AddSenderInput.' }),
    comment: t.string({ description: 'For the moderator; where none is given, the name stands in.' }),
    emailOwner: t.string({ description: 'Owner of the address, where `name` is an e-mail address.' }),
    registrations: t.field({ type: [RegistrationEnum], description: 'Where to register it.' }),
    ukraine: t.field({ type: UkraineRegistrationInput, description: 'Registers it in Ukraine too.' }),
    belarus: t.field({ type: BelarusRegistrationInput, description: 'Registers it in Belarus too.' }),
  }),
});

export const ImportSendersInput = builder.inputType('ImportSendersInput', {
  description: 'Senders to add: either `rows` or `csv`.',
  fields: (t) => ({
    rows: t.field({ type: [ImportSenderRowInput], description: `The senders, ${MAX_IMPORT_ROWS} at most.` }),
    csv: t.field({
      type: 'File',
      description: `The senders as a table: UTF-8 or windows-1251, comma or semicolon between the cells, quotes around those that hold one; ${MAX_CSV_BYTES} bytes and ${MAX_IMPORT_ROWS} rows at most. The first line names the columns: ${CSV_COLUMNS.join(', ')}. Only \`name\` is needed. Several registrations stand in one cell, with spaces between them.`,
    }),
    subclient: t.string({ description: SUBCLIENT_ARGUMENT }),
    dryRun: t.boolean({
      required: true,
      defaultValue: false,
      description: 'True: judges every row, adds nothing and keeps nothing. Costs one upstream call, where no fresh list is held.',
    }),
    idempotencyKey: t.string({
      description: `Makes a repeat safe: the same key with the same rows answers with the job that the first one made, for as long as it is kept; with other rows, IDEMPOTENCY_CONFLICT. 1 to 255 characters, best a UUID.`,
    }),
  }),
});

export const ImportJobInput = builder.inputType('ImportJobInput', {
  description: 'An import job.',
  fields: (t) => ({ id: t.id({ required: true, description: 'Its `id`.' }) }),
});

export type ImportSendersShape = typeof ImportSendersInput.$inferInput;

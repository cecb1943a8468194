import { FILE_STATUSES, fileStatusOf } from '../domain/statuses.ts';
import type { HeldFile } from '../loaders/senders.ts';
import { builder } from './builder.ts';
import { enumFromTable } from './enum-from-table.ts';
import { fileLocalId, parseFileLocalId } from './node-id.ts';

export const SenderFileStatusEnum = enumFromTable(
  'SenderFileStatus',
  FILE_STATUSES,
  'What the provider’s administrator made of a document.',
);

export const SenderFile = builder.loadableNodeRef('SenderFile', {
  id: {
    description: 'Opaque and stable. For Query.node.',
    resolve: ({ reading, sender }: HeldFile) => fileLocalId({ smscId: reading.smscId, sender }),
  },
  load: (ids: string[], { senders }): Promise<(HeldFile | Error)[]> =>
    senders.filesByKeys(ids.map(parseFileLocalId)) as Promise<(HeldFile | Error)[]>,
});

SenderFile.implement({
  description: 'A document for the operators that is attached to a sender: a trademark certificate, a domain certificate.',
  fields: (t) => ({
    smscId: t.string({
      description: 'The provider’s own number of this document, as a decimal string.',
      resolve: ({ reading }) => reading.smscId,
    }),
    name: t.string({ description: 'The file’s name, as the provider keeps it.', resolve: ({ reading }) => reading.name }),
    status: t.field({
      type: SenderFileStatusEnum,
      description: 'What the provider’s administrator made of it.',
      resolve: ({ reading }) => fileStatusOf(reading.status),
    }),
    rawStatus: t.int({
      nullable: true,
      description: 'The provider’s own number, also where `status` is UNKNOWN; null where it sent none.',
      resolve: ({ reading }) => reading.status,
    }),
    comment: t.string({
      nullable: true,
      description: 'The administrator’s words, often the reason of a refusal; null where there are none.',
      resolve: ({ reading }) => reading.comment,
    }),
  }),
});

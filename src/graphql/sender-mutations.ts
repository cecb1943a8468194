import { createHash } from 'node:crypto';
import type { HeldSender, Idempotency } from '../account/account.ts';
import type { SenderDetails, SenderTarget } from '../smsc/api.ts';
import { builder } from './builder.ts';
import { uploadOf } from './document.ts';
import * as failure from './errors.ts';
import { encodeNodeId, senderLocalId } from './node-id.ts';
import { Sender } from './sender.ts';
import { type SenderByShape, senderKeyOf } from './sender-by.ts';
import { AddSenderInput, type AddSenderShape, ChangeSenderInput, type ChangeSenderShape, DeleteSenderInput } from './sender-inputs.ts';
import { SenderEdge } from './sender-queries.ts';
import { addSenderRules, changeSenderRules, deleteSenderRules } from './sender-rules.ts';

const AddSenderSuccess = builder.objectRef<{ sender: HeldSender; replayed: boolean }>('AddSenderSuccess').implement({
  description: 'The sender is registered and waits for the provider’s moderator.',
  fields: (t) => ({
    sender: t.field({ type: Sender, description: 'The new sender.', resolve: ({ sender }) => sender }),
    edge: t.field({
      type: SenderEdge,
      description: 'The new sender as an edge of the list in its default order, for clients that keep a connection.',
      resolve: ({ sender }, _, { senders }) => ({ cursor: senders.cursorOf(sender), node: sender }),
    }),
    replayed: t.exposeBoolean('replayed', {
      description:
        'True where this answers a repeat: the idempotency key was used before with the same input, and nothing was sent to the provider now.',
    }),
  }),
});

const ChangeSenderSuccess = builder.objectRef<{ sender: HeldSender }>('ChangeSenderSuccess').implement({
  description: 'The provider took the change.',
  fields: (t) => ({ sender: t.field({ type: Sender, description: 'The sender after it.', resolve: ({ sender }) => sender }) }),
});

const DeleteSenderSuccess = builder.objectRef<{ deletedId: string }>('DeleteSenderSuccess').implement({
  description: 'The sender is gone.',
  fields: (t) => ({ deletedId: t.exposeID('deletedId', { description: 'The `id` that it had.' }) }),
});

builder.mutationFields((t) => ({
  addSender: t.field({
    type: AddSenderSuccess,
    description:
      'Adds a sender. Costs one of the few adds a minute that the provider allows; see Query.upstreamQuota. Try it with Query.checkSender first.',
    args: { input: t.arg({ type: AddSenderInput, required: true, description: 'The sender.' }) },
    errors: {
      union: { name: 'AddSenderResult', description: 'What became of addSender.' },
      types: [
        failure.InvalidInput,
        failure.SenderExists,
        failure.SaveFailed,
        failure.FileRejected,
        failure.IdempotencyConflict,
        ...failure.COMMON,
      ],
    },
    validate: addSenderRules,
    resolve: async (_, { input }, { senders }) => {
      const request = { ...(await detailsOf(input)), name: input.name, emailOwner: input.emailOwner ?? null };
      return senders.add(request, idempotencyOf(input.idempotencyKey, request));
    },
  }),
  changeSender: t.field({
    type: ChangeSenderSuccess,
    description:
      'Changes the comment of a sender, registers it with further operators, or attaches a document. A sender can’t be renamed. Costs one upstream call.',
    args: { input: t.arg({ type: ChangeSenderInput, required: true, description: 'What to change.' }) },
    errors: {
      union: { name: 'ChangeSenderResult', description: 'What became of changeSender.' },
      types: [failure.InvalidInput, failure.SenderNotFound, failure.SaveFailed, failure.FileRejected, ...failure.COMMON],
    },
    validate: changeSenderRules,
    resolve: async (_, { input }, { senders }) => {
      const request = { ...(await detailsOf(input)), ...targetOf(input.sender, input.subclient) };
      return { sender: await senders.change(request) };
    },
  }),
  deleteSender: t.field({
    type: DeleteSenderSuccess,
    description: 'Deletes a sender. Costs one upstream call.',
    args: { input: t.arg({ type: DeleteSenderInput, required: true, description: 'Which one.' }) },
    errors: {
      union: { name: 'DeleteSenderResult', description: 'What became of deleteSender.' },
      types: [failure.InvalidInput, failure.SenderNotFound, failure.SaveFailed, ...failure.COMMON],
    },
    validate: deleteSenderRules,
    resolve: async (_, { input }, { senders }) => {
      const request = targetOf(input.sender, input.subclient);
      const { smscId } = await senders.delete(request);
      return { deletedId: encodeNodeId('Sender', senderLocalId({ smscId, subclient: request.subclient })) };
    },
  }),
}));

export async function detailsOf(input: AddSenderShape | ChangeSenderShape): Promise<SenderDetails> {
  return {
    comment: input.comment?.trim() || null,
    registrations: [...new Set(input.registrations ?? [])],
    ukraine: input.ukraine ?? null,
    belarus: input.belarus ?? null,
    document: await uploadOf(input.document),
    documentInfo: input.documentInfo ?? null,
    subclient: input.subclient ?? null,
  };
}

/** The provider takes an id or a name; the id of this API brings its subclient along. */
function targetOf(by: SenderByShape, subclient: string | null | undefined): { target: SenderTarget; subclient: string | null } {
  const key = senderKeyOf(by, subclient, ['input', 'sender']);
  return { target: 'smscId' in key ? { smscId: key.smscId } : { name: key.name }, subclient: key.subclient };
}

function idempotencyOf(key: string | null | undefined, request: SenderDetails & { name: string }): Idempotency | null {
  if (key == null) return null;
  const { document, ...rest } = request;
  const hash = createHash('sha256').update(JSON.stringify([rest, document?.name ?? null]));
  if (document !== null) hash.update(document.bytes);
  return { key, inputHash: hash.digest('hex') };
}

import { InvalidInputError } from '../errors.ts';
import type { SenderKey } from '../loaders/senders.ts';
import { LONGEST_LINE, requireLength } from '../loaders/text-length.ts';
import { builder } from './builder.ts';
import { decodeNodeId, parseSenderLocalId } from './node-id.ts';

export const SenderBy = builder.inputType('SenderBy', {
  description: 'Which sender: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: 'Its `id` in this API. It knows its subclient: `subclient` may be left out beside it.' }),
    smscId: t.string({ description: 'The provider’s own number of it, as a decimal string.' }),
    name: t.string({ description: 'Its name, letter case included.' }),
  }),
});

export interface SenderByShape {
  readonly id?: string | null;
  readonly smscId?: string | null;
  readonly name?: string | null;
}

/**
 * Where the sender is that the caller means.
 * @param path of the SenderBy argument, for the error
 * @throws InvalidInputError for an id that is none, and where it belongs to another subclient than the one named beside it
 */
export function senderKeyOf(by: SenderByShape, subclient: string | null | undefined, path: readonly string[]): SenderKey {
  if (by.id == null) {
    for (const field of ['smscId', 'name'] as const) requireLength([...path, field], by[field] ?? '', LONGEST_LINE);
    return by.smscId != null ? { smscId: by.smscId, subclient: subclient ?? null } : { name: by.name ?? '', subclient: subclient ?? null };
  }
  const node = decodeNodeId(by.id, [...path, 'id']);
  if (node.typename !== 'Sender')
    throw new InvalidInputError([{ path: [...path, 'id'], message: `is the id of a ${node.typename}. Send a sender’s` }]);
  const key = parseSenderLocalId(node.id);
  if (subclient != null && subclient !== key.subclient) {
    throw new InvalidInputError([
      { path: ['subclient'], message: 'is another than the one whose sender `id` names. Leave it out: the id knows its subclient' },
    ]);
  }
  return key;
}

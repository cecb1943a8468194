import { InvalidInputError } from '../errors.ts';
import { LONGEST_TOKEN, requireLength } from '../loaders/text-length.ts';

/** The types that Query.node finds. */
export type NodeType = 'Sender' | 'SenderFile';
const NODE_TYPES: readonly string[] = ['Sender', 'SenderFile'] satisfies NodeType[];

const isNodeType = (typename: string): boolean => NODE_TYPES.includes(typename);

/** Opaque to clients. Holds no account: an id is looked up among the senders of whoever asks. */
export const encodeNodeId = (type: string, id: string | number | bigint): string => Buffer.from(`${type}:${id}`).toString('base64url');

/**
 * @param path of the argument, for the error
 * @throws InvalidInputError
 */
export function decodeNodeId(nodeId: string, path: readonly string[] = ['id']): { typename: string; id: string } {
  requireLength(path, nodeId, LONGEST_TOKEN);
  const [typename, id] = splitAt(Buffer.from(nodeId, 'base64url').toString(), ':');
  if (id !== undefined && isNodeType(typename)) return { typename, id };
  throw new InvalidInputError([{ path, message: 'is no id of this API. Send an `id` as this API gave it' }]);
}

/** Null for what is no id. */
export function nodeTypeOf(nodeId: string): string | null {
  const [typename, id] = splitAt(Buffer.from(nodeId, 'base64url').toString(), ':');
  return id !== undefined && isNodeType(typename) ? typename : null;
}

/** A sender's own part of its node id: the provider's number, then the subclient whose it is. */
export const senderLocalId = ({ smscId, subclient }: { smscId: string; subclient: string | null }): string =>
  subclient === null ? smscId : `${smscId}@${subclient}`;

export function parseSenderLocalId(id: string): { smscId: string; subclient: string | null } {
  const [smscId, subclient = null] = splitAt(id, '@');
  return { smscId, subclient };
}

export const fileLocalId = (file: { smscId: string; sender: { smscId: string; subclient: string | null } }): string =>
  `${file.smscId}/${senderLocalId(file.sender)}`;

export function parseFileLocalId(id: string): { fileId: string; sender: { smscId: string; subclient: string | null } } {
  const [fileId, sender = ''] = splitAt(id, '/');
  return { fileId, sender: parseSenderLocalId(sender) };
}

/** Splits at the first separator; what follows may hold more of them. */
function splitAt(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

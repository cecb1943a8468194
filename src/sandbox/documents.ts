import { FILE_TYPES, PROVIDER_MAX_FILE_BYTES } from '../domain/file-types.ts';
import { rowsOf } from '../domain/table.ts';

export interface ReceivedDocument {
  /** The base name, whatever path the client sent. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** jpg, tif, pdf, png, zip and rar of at most 3 MB pass: the extension and the first bytes must name the same type. */
export function isAcceptable({ name, bytes }: ReceivedDocument): boolean {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = rowsOf(FILE_TYPES).find(([, { extensions }]) => extensions.some((known) => known === extension))?.[1];
  if (type === undefined || bytes.length > PROVIDER_MAX_FILE_BYTES) return false;
  const start = bytes.subarray(0, 16).toString('hex');
  return type.signatures.some((signature) => start.startsWith(signature));
}

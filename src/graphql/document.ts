import { FILE_TYPES, MAX_FILE_BYTES } from '../domain/file-types.ts';
import type { Upload } from '../domain/sender.ts';
import { keysOf, rowsOf } from '../domain/table.ts';

/** A file as it comes out of a multipart request: the part of the web's File that is used here. */
export interface UploadedFile {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The last part of a name that may be a path of either system, without characters that a header can't carry. */
export const baseName = (name: string): string => (name.split(/[/\\]/).at(-1) ?? '').replaceAll(/[\p{Cc}"]/gu, '');

const extensionOf = (name: string) => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
const ACCEPTED = keysOf(FILE_TYPES)
  .map((type) => type.toLowerCase())
  .join(', ');
const LONGEST_NAME = 255;

/** What is wrong with a document, by its name, size and first bytes. */
export async function documentFaults(file: UploadedFile): Promise<string[]> {
  const name = baseName(file.name);
  const type = rowsOf(FILE_TYPES).find(([, { extensions }]) => (extensions as readonly string[]).includes(extensionOf(name)));
  const faults: string[] = [];
  if (name.length > LONGEST_NAME) faults.push(`its name has ${name.length} characters; ${LONGEST_NAME} at most`);
  if (type === undefined) faults.push(`its name must end in one of ${ACCEPTED}`);
  if (file.size === 0) faults.push('is empty');
  if (file.size > MAX_FILE_BYTES) faults.push(`has ${file.size} bytes; ${MAX_FILE_BYTES} at most`);
  if (type !== undefined && file.size > 0 && file.size <= MAX_FILE_BYTES) {
    const [key, { signatures }] = type;
    const start = Buffer.from(await file.arrayBuffer())
      .subarray(0, 8)
      .toString('hex');
    if (!signatures.some((signature) => start.startsWith(signature))) faults.push(`is no ${key} file: its first bytes are another type’s`);
  }
  return faults;
}

export const uploadOf = async (file: UploadedFile | null | undefined): Promise<Upload | null> =>
  file == null ? null : { name: baseName(file.name), bytes: new Uint8Array(await file.arrayBuffer()) };

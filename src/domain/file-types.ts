// SMSC.ru, "Управление именами отправителей (Sender ID)", as published in 2024: jpg, tif, pdf, png, zip, rar of at most 3 MB.
import { table } from './table.ts';

export interface FileTypeRow {
  /** File name extensions, lower case, without the dot; the first is the one the provider's page names. */
  readonly extensions: readonly string[];
  /** The first bytes of such a file in hexadecimal, any of them. */
  readonly signatures: readonly string[];
  readonly mimeType: string;
}

export const FILE_TYPES = table<FileTypeRow>()(
  {
    JPG: { extensions: ['jpg', 'jpeg'], signatures: ['ffd8ff'], mimeType: 'image/jpeg' },
    TIF: { extensions: ['tif', 'tiff'], signatures: ['49492a00', '4d4d002a'], mimeType: 'image/tiff' },
    PDF: { extensions: ['pdf'], signatures: ['255044462d'], mimeType: 'application/pdf' },
    PNG: { extensions: ['png'], signatures: ['89504e470d0a1a0a'], mimeType: 'image/png' },
    ZIP: { extensions: ['zip'], signatures: ['504b0304', '504b0506'], mimeType: 'application/zip' },
    RAR: { extensions: ['rar'], signatures: ['526172211a0700', '526172211a070100'], mimeType: 'application/vnd.rar' },
  },
  'mimeType',
);
export type FileType = keyof typeof FILE_TYPES;

/** "3 MB" is not said to be decimal or binary: the smaller reading is right in both. */
export const MAX_FILE_BYTES = 3_000_000;
/** The larger reading, at which a server must refuse. */
export const PROVIDER_MAX_FILE_BYTES = 3 * 1024 * 1024;

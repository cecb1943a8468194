import { Dicer } from '@fastify/busboy';

export interface RawDocument {
  /** A byte string, as its charset is known only when all parameters are. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Fields as byte strings: one character, U+0000 to U+00FF, a byte. */
export interface RawForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly documents: readonly RawDocument[];
  /** The body breaks off or has no such boundary; what came before still counts. */
  readonly malformed: boolean;
}

/** The boundary of a multipart/form-data body; null for any other content type. */
export function boundaryOf(contentType: string): string | null {
  const match = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2] ?? null;
}

interface Part {
  readonly name: string;
  /** null for a plain field. */
  readonly filename: string | null;
}

/** A parameter of Content-Disposition: quoted, where only \" is an escape, as paths of Windows come with their backslashes bare; or a token. */
const parameter = (disposition: string, name: string): string | null => {
  const match = new RegExp(`;\\s*${name}=(?:"((?:\\\\"|[^"])*)"|([^;]*))`, 'i').exec(disposition);
  return match === null ? null : (match[1]?.replaceAll('\\"', '"') ?? match[2]?.trim() ?? '');
};

const baseName = (path: string) => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

function partOf(disposition: string): Part {
  const filename = parameter(disposition, 'filename');
  return { name: parameter(disposition, 'name') ?? '', filename: filename === null ? null : baseName(filename) };
}

/**
 * Splits a multipart body. A part with a filename is a document whatever its field is called; one with an empty filename and no bytes is a form's
 * file input in which nothing was chosen.
 */
export function parseMultipart(body: Buffer, boundary: string): Promise<RawForm> {
  const { promise, resolve } = Promise.withResolvers<RawForm>();
  const fields = new Map<string, string>();
  const documents: RawDocument[] = [];
  const end = (malformed: boolean) => resolve({ fields, documents, malformed });
  const dicer = new Dicer({ boundary });
  dicer.on('part', (stream) => {
    let part: Part = { name: '', filename: null };
    const chunks: Buffer[] = [];
    stream.on('header', (header: object) => {
      const disposition: unknown = Reflect.get(header, 'content-disposition');
      part = partOf(Array.isArray(disposition) ? String(disposition[0]) : '');
    });
    stream.on('data', (chunk: Buffer | string) => chunks.push(Buffer.from(chunk)));
    let whole = true;
    stream.on('error', () => {
      whole = false;
    });
    stream.on('end', () => {
      if (!whole) return;
      const bytes = Buffer.concat(chunks);
      if (part.filename === null) fields.set(part.name, bytes.toString('latin1'));
      else if (part.filename !== '' || bytes.length > 0) documents.push({ name: part.filename, bytes });
    });
  });
  // Dicer tells of a body that breaks off before it finishes the last part: the promise keeps the first word.
  dicer.on('error', () => end(true));
  dicer.on('finish', () => end(false));
  dicer.end(body);
  return promise;
}

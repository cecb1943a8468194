import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Coding = 'br' | 'gzip';

/** Below it a packet is not saved, and compressing costs more than it gives. */
const MIN_BYTES = 1_024;

/** The best one that a client takes; null for none. */
export function codingFor(acceptEncoding: string | undefined, bytes: number): Coding | null {
  if (acceptEncoding === undefined || bytes < MIN_BYTES) return null;
  const accepted = acceptEncoding
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';').map((piece) => piece.trim()))
    .filter(([, weight]) => !/^q=0(?:\.0*)?$/.test(weight ?? ''))
    .map(([name]) => name);
  return (['br', 'gzip'] as const).find((coding) => accepted.includes(coding)) ?? null;
}

/** Quick rather than small: lists shrink to a tenth at any level. */
const CODERS: Readonly<Record<Coding, (body: Buffer) => Promise<Buffer>>> = {
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (body) => promisify(gzip)(body, { level: 5 }),
};

export const encode = (body: Buffer, coding: Coding): Promise<Buffer> => CODERS[coding](body);

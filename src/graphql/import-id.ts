import { InvalidInputError } from '../errors.ts';
import type { ImportKey } from '../imports/import-job.ts';
import { LONGEST_TOKEN, requireLength } from '../loaders/text-length.ts';
import { encodeNodeId } from './node-id.ts';

const TYPE = 'ImportJob';

/** Opaque to clients. Holds no account: a job is looked up among those of whoever asks. */
export const encodeImportId = ({ id, subclient }: ImportKey): string => encodeNodeId(TYPE, JSON.stringify([id, subclient]));

/** A UUID, or a hash. */
const LONGEST_ID = 100;

/** @throws InvalidInputError */
export function decodeImportId(importId: string, path: readonly string[]): ImportKey {
  requireLength(path, importId, LONGEST_TOKEN);
  const text = Buffer.from(importId, 'base64url').toString();
  if (text.startsWith(`${TYPE}:`)) {
    try {
      const [id, subclient]: unknown[] = JSON.parse(text.slice(TYPE.length + 1));
      if (typeof id === 'string' && id.length <= LONGEST_ID && (subclient === null || typeof subclient === 'string'))
        return { id, subclient };
    } catch {
      // Falls through to the one refusal.
    }
  }
  throw new InvalidInputError([{ path, message: 'is no id of an import job: send an `id` as importSenders gave it' }]);
}

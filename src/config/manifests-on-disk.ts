import { readFileSync } from 'node:fs';
import { readManifest, type TrustedDocument } from '../http/trusted/manifest.ts';
import { ConfigError } from './config.ts';

/** The documents of these manifests. @throws ConfigError listing every fault */
export function documentsAt(paths: readonly string[]): TrustedDocument[] {
  const faults: string[] = [];
  const documents = paths.flatMap((path) => {
    try {
      return readManifest(readFileSync(path, 'utf8'));
    } catch (error) {
      faults.push(`TRUSTED_DOCUMENTS: ${path} ${error instanceof Error ? error.message : 'can’t be read'}`);
      return [];
    }
  });
  if (faults.length > 0) throw new ConfigError(faults);
  return documents;
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { documentsAt } from '../../src/config/manifests-on-disk.ts';
import { startGatewayProcess } from '../support/gateway-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'smsc-manifests-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('documentsAt', () => {
  it('joins manifests', () => {
    const paths = [fileOf('one.json', '{"a":"{ a }"}'), fileOf('two.json', '{"b":"{ b }"}')];
    expect(documentsAt(paths)).toEqual([
      { id: 'a', text: '{ a }' },
      { id: 'b', text: '{ b }' },
    ]);
  });

  it('lists every file that can’t be used', () => {
    const broken = fileOf('broken.json', 'nonsense');
    expect(() => documentsAt([join(folder, 'none.json'), broken])).toThrow(
      /TRUSTED_DOCUMENTS: .*none\.json ENOENT.*\n.*TRUSTED_DOCUMENTS: .*broken\.json must be a manifest/,
    );
  });
});

describe('TRUSTED_DOCUMENTS', () => {
  it('lets callers name the documents of its files, beside the gateway’s own', async () => {
    const manifest = fileOf('frontend.json', JSON.stringify({ 'x-mine': 'query Mine { viewer { canWrite } }' }));
    const { url, kill } = await startGatewayProcess({ TRUSTED_DOCUMENTS: manifest, DOCUMENTS: 'trusted' });
    try {
      const answer = async (body: object) =>
        (await fetch(url ?? '', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();
      expect(await answer({ documentId: 'x-mine' })).toMatchObject({ data: { viewer: { canWrite: true } } });
      expect(await answer({ query: '{ viewer { account } }' })).toMatchObject({
        errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }],
      });
    } finally {
      kill('SIGKILL');
    }
  });
});

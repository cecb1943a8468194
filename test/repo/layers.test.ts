import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What each room may import besides itself, the lowest first. A row that grants more than is used fails. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  domain: [],
  errors: ['domain'],
  concurrency: ['errors'],
  smsc: ['concurrency', 'errors', 'domain'],
  store: [],
  account: ['store', 'smsc', 'concurrency', 'errors', 'domain'],
  imports: ['account', 'store', 'smsc', 'concurrency', 'errors', 'domain'],
  webhooks: ['account', 'store', 'concurrency', 'errors', 'domain'],
  loaders: ['webhooks', 'imports', 'account', 'smsc', 'concurrency', 'errors', 'domain'],
  graphql: ['loaders', 'webhooks', 'imports', 'account', 'smsc', 'concurrency', 'errors', 'domain'],
  http: ['graphql', 'loaders', 'account', 'concurrency', 'errors', 'domain'],
  config: ['http', 'domain'],
  mcp: ['http', 'errors', 'domain'],
  ops: ['domain', 'http', 'account', 'smsc', 'concurrency'],
  tenants: ['ops', 'config', 'http', 'loaders', 'webhooks', 'imports', 'account', 'store', 'smsc', 'concurrency', 'errors', 'domain'],
  app: ['tenants', 'ops', 'mcp', 'config', 'http', 'graphql', 'webhooks', 'store', 'concurrency'],
  sandbox: ['domain'],
  workers: ['sandbox', 'config', 'http'],
  start: ['workers', 'sandbox', 'app', 'tenants', 'ops', 'config', 'http'],
  main: ['start', 'workers', 'config'],
  tools: ['tenants', 'config', 'http', 'graphql', 'webhooks', 'domain'],
  doctor: ['tenants', 'config', 'account', 'smsc', 'store', 'errors', 'domain'],
  command: ['doctor', 'tools', 'main', 'sandbox', 'config', 'domain'],
  console: [],
};

const layerOf = (file: string) =>
  file
    .replace(/^src\//, '')
    .split('/')[0]
    ?.replace(/\.ts$/, '') ?? '';

const arrows = globSync('src/**/*.ts').flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map(([, path = '']) => ({
    file,
    target: normalize(join(dirname(file), path)),
  })),
);

describe('imports', () => {
  it('finds the imports of the source', () => {
    expect(arrows.length).toBeGreaterThan(50);
  });

  it.each(Object.keys(MAY_IMPORT))('of %s point down only', (layer) => {
    const allowed = [layer, ...(MAY_IMPORT[layer] ?? [])];
    const wrong = arrows.filter(({ file, target }) => layerOf(file) === layer && !allowed.includes(layerOf(target)));
    expect(wrong).toEqual([]);
  });

  it.each(Object.entries(MAY_IMPORT))('of %s use every allowance of this table', (layer, allowed) => {
    const used = new Set(arrows.filter(({ file }) => layerOf(file) === layer).map(({ target }) => layerOf(target)));
    expect(allowed.filter((other) => !used.has(other))).toEqual([]);
  });

  it('stand in a layer that this table knows', () => {
    expect(Object.keys(MAY_IMPORT)).toEqual(expect.arrayContaining([...new Set(arrows.map(({ file }) => layerOf(file)))]));
  });
});

import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What each layer may import besides itself. Layers that stand in no order of their own (tools, main) are listed with all that they need. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  domain: [],
  errors: ['domain'],
  config: ['setting', 'domain'],
  'in-turns': [],
  'ending-iterator': [],
  setting: [],
  smsc: ['in-turns', 'errors', 'domain'],
  store: ['errors', 'domain'],
  account: ['in-turns', 'ending-iterator', 'smsc', 'store', 'errors', 'domain'],
  imports: ['account', 'store', 'smsc', 'errors', 'domain'],
  webhooks: ['account', 'store', 'errors', 'domain'],
  loaders: ['ending-iterator', 'imports', 'webhooks', 'account', 'smsc', 'errors', 'domain'],
  graphql: ['loaders', 'imports', 'webhooks', 'account', 'smsc', 'errors', 'domain'],
  http: ['graphql', 'loaders', 'imports', 'webhooks', 'account', 'smsc', 'store', 'errors', 'domain'],
  mcp: ['http', 'errors', 'domain'],
  'accounts-file': ['setting', 'config', 'http', 'webhooks', 'domain'],
  'accounts-on-disk': ['accounts-file'],
  'manifests-on-disk': ['config', 'http'],
  ops: ['http', 'account', 'smsc', 'domain'],
  tenants: ['accounts-file', 'ops', 'imports', 'webhooks', 'account'],
  'open-tenant': ['tenants', 'accounts-file', 'config', 'imports', 'webhooks', 'account', 'smsc', 'store'],
  principals: ['tenants', 'accounts-file', 'config', 'http', 'loaders', 'account'],
  app: [
    'mcp',
    'ops',
    'principals',
    'open-tenant',
    'tenants',
    'accounts-file',
    'config',
    'http',
    'graphql',
    'loaders',
    'imports',
    'webhooks',
    'account',
    'store',
    'smsc',
    'errors',
    'domain',
  ],
  sandbox: ['domain'],
  console: [],
  tools: ['accounts-on-disk', 'accounts-file', 'config', 'webhooks', 'graphql', 'http', 'domain'],
  command: ['main', 'sandbox', 'tools', 'config', 'domain'],
  production: [],
  workers: ['http'],
  main: ['production', 'start', 'primary'],
  primary: ['config', 'http', 'sandbox', 'workers'],
  start: ['ops', 'workers', 'app', 'accounts-on-disk', 'manifests-on-disk', 'accounts-file', 'config', 'http', 'sandbox', 'domain'],
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

  it('stand in a layer that this table knows', () => {
    expect(Object.keys(MAY_IMPORT)).toEqual(expect.arrayContaining([...new Set(arrows.map(({ file }) => layerOf(file)))]));
  });
});

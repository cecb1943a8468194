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
  config: ['http', 'store', 'domain'],
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

/** What the rooms within a room may import of each other, the lowest first. Files that stand loose in it may import all of them. */
const ROOMS_WITHIN: Record<string, Record<string, readonly string[]>> = {
  http: {
    errors: [],
    request: ['errors'],
    limits: ['request'],
    access: ['request', 'errors'],
    trusted: ['request'],
    answers: ['access', 'limits', 'request'],
    live: ['answers', 'access', 'limits', 'request', 'errors'],
    execution: ['live', 'answers', 'trusted', 'access', 'limits', 'request', 'errors'],
    pipeline: ['access', 'request'],
    pages: ['pipeline', 'answers'],
  },
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

/** Within a room: the folder; '' for what stands loose in it. */
const roomOf = (file: string) => file.split('/').slice(2, -1)[0] ?? '';

const within = Object.entries(ROOMS_WITHIN).flatMap(([layer, rooms]) =>
  Object.entries(rooms).map(([room, allowed]) => ({
    layer,
    room,
    allowed,
    targets: arrows
      .filter(({ file, target }) => layerOf(file) === layer && layerOf(target) === layer && roomOf(file) === room)
      .map(({ file, target }) => ({ file, target, room: roomOf(target) }))
      .filter((arrow) => arrow.room !== room),
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

  it.each(within)('of $layer/$room point down only, and use every allowance', ({ allowed, targets }) => {
    expect(targets.filter((arrow) => !allowed.includes(arrow.room))).toEqual([]);
    expect(allowed.filter((other) => !targets.some((arrow) => arrow.room === other))).toEqual([]);
  });

  it.each(Object.entries(ROOMS_WITHIN))('of %s have their rooms listed, the lowest first', (layer, rooms) => {
    const files = arrows.filter(({ file }) => layerOf(file) === layer).map(({ file }) => roomOf(file));
    expect(Object.keys(rooms).toSorted()).toEqual([...new Set(files)].filter((room) => room !== '').toSorted());
    const names = Object.keys(rooms);
    for (const [room, allowed] of Object.entries(rooms))
      expect(allowed.filter((other) => names.indexOf(other) >= names.indexOf(room))).toEqual([]);
  });
});

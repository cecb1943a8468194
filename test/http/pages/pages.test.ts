import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../../src/graphql/schema.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ examples: ['# First of two.\nquery First {\n  __typename\n}\n', 'query Second {\n  __typename\n}\n'] });
});
afterAll(() => gateway.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, gateway.url), { headers });

describe('GraphiQL', () => {
  it('is a page for browsers with an example operation in each tab', async () => {
    const page = await (await get('/graphql', { accept: 'text/html' })).text();
    expect(page).toContain('SMSC sender gateway');
    expect(page).toContain('First of two.');
    expect(page).toContain('query Second');
  });

  it('loads nothing from an outside address', async () => {
    const page = await (await get('/graphql', { accept: 'text/html' })).text();
    const loaded = [...page.matchAll(/<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)="?([^"\s>]+)/gi)].map(
      ([, address = '']) => address,
    );
    expect(loaded.filter((address) => /^(https?:)?\/\//.test(address))).toEqual([]);
    expect(page).not.toMatch(/@import\s+(url\()?["']?https?:|import\(["']https?:/);
  });
});

describe('/schema.graphql', () => {
  it('is the whole schema as text, with its descriptions', async () => {
    const response = await get('/schema.graphql');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const served = buildSchema(await response.text());
    // Text leaves out a built-in scalar that nothing uses.
    expect(Object.keys(served.getTypeMap())).toEqual(
      expect.arrayContaining(Object.keys(schema.getTypeMap()).filter((name) => name !== 'Float')),
    );
    expect(served.getType('Sender')?.description).toBe(schema.getType('Sender')?.description);
  });
});

describe('the schema', () => {
  it('describes every type, field, argument and enum value', () => {
    const undescribed: string[] = [];
    const note = (path: string, { description }: { description?: string | null | undefined }) => {
      if (!description?.trim()) undescribed.push(path);
    };
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__')) continue;
      note(type.name, type);
      if ('getValues' in type) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value);
      if (!('getFields' in type)) continue;
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field);
        if ('args' in field) for (const argument of field.args) note(`${type.name}.${field.name}(${argument.name})`, argument);
      }
    }
    expect(undescribed).toEqual([]);
  });
});

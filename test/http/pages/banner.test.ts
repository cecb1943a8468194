import { describe, expect, it } from 'vitest';
import { banner } from '../../../src/http/pages/banner.ts';

const facts = { url: 'http://127.0.0.1:4000', callers: 'machine', sandbox: null, said: [] } as const;

describe('the banner', () => {
  it('names every address that gets credentials', () => {
    const text = banner({ ...facts, providers: ['https://smsc.kz', 'https://www2.smsc.kz'] });
    expect(text).toMatch(/https:\/\/smsc\.kz\n +https:\/\/www2\.smsc\.kz\n +\(each of them gets the credentials of an account\)/);
  });

  it('says what the provider answered', () => {
    const text = banner({ ...facts, providers: ['https://smsc.kz'], said: ['shop: it answers, 12 senders', 'bank: refused'] });
    expect(text).toMatch(/credentials of an account\)\n +shop: it answers, 12 senders\n +bank: refused\n/);
  });

  it('names the sandbox in place of a provider', () => {
    const text = banner({ ...facts, providers: ['http://127.0.0.1:4010'], sandbox: 'http://127.0.0.1:4010' });
    expect(text).toContain('a sandbox with made-up data, http://127.0.0.1:4010');
    expect(text).not.toContain('the credentials of an account');
  });
});

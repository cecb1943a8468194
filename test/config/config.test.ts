import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config/config.ts';

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

describe('loadConfig', () => {
  it('fills in the documented defaults', () => {
    expect(loadConfig({})).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 4000,
      SMSC_URL: 'https://smsc.ru',
      SMSC_RESERVE_URLS: ['https://www2.smsc.ru'],
      DATA_DIR: '.data',
      LOG_LEVEL: 'info',
      UPSTREAM_TIMEOUT_MS: 15_000,
      REDIS_URL: null,
      credentials: null,
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(loadConfig({ PORT: ' ', SMSC_API_KEY: '' })).toMatchObject({ PORT: 4000, credentials: null });
  });

  it('reports every fault at once, each with what is right', () => {
    expect(faultsOf({ PORT: '70000', SMSC_URL: 'smsc.ru', LOG_LEVEL: 'loud', SMSC_LOGIN: 'alex', UPSTREAM_TIMEOUT_MS: '1e3' })).toEqual([
      'PORT must be a whole number from 0 to 65535, not "70000"',
      'SMSC_URL must be an address such as https://smsc.ru, not "smsc.ru"',
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, not "loud"',
      'UPSTREAM_TIMEOUT_MS must be a whole number from 100 to 300000, not "1e3"',
      'SMSC_PASSWORD must be set together with SMSC_LOGIN, or SMSC_API_KEY instead of both',
    ]);
  });

  it('wants budgets into which the most costly request fits', () => {
    expect(faultsOf({ LIMIT_COST: '5000', LIMIT_TOKEN_POINTS: '4999', LIMIT_ACCOUNT_POINTS: '0' })).toEqual([
      'LIMIT_TOKEN_POINTS must be 0, or at least LIMIT_COST, which is 5000, not "4999": what one request may cost must fit into it',
    ]);
  });

  it('keeps secrets out of its faults', () => {
    const faults = faultsOf({ REDIS_URL: 'http://:hunter2@127.0.0.1', SMSC_PASSWORD: 'hunter3', SMSC_URL: 'https://smsc.ru' }).join('\n');
    expect(faults).toContain('REDIS_URL');
    expect(faults).not.toMatch(/hunter/);
  });

  it.each([
    [
      { SMSC_LOGIN: 'alex', SMSC_PASSWORD: '123' },
      { login: 'alex', password: '123' },
    ],
    [{ SMSC_API_KEY: 'key' }, { apiKey: 'key' }],
    [{ SMSC_LOGIN: 'alex', SMSC_API_KEY: 'key' }, { apiKey: 'key' }],
  ])('reads the account from %o', (env, credentials) => {
    expect(loadConfig(env).credentials).toEqual(credentials);
  });

  it.each([
    ['https://smsc.ru', ['https://www2.smsc.ru']],
    ['https://smsc.kz/', ['https://www2.smsc.kz']],
    ['https://smsc.ua', ['https://www2.smsc.ua']],
    ['https://smsc.tj', ['https://www2.smsc.tj']],
    ['https://smscentre.com', ['https://www2.smscentre.com']],
    ['https://www.smsc.ru', ['https://www2.smsc.ru']],
    ['http://127.0.0.1:4010', []],
    ['https://smsc.ru.evil.example', []],
    ['https://evilsmsc.ru', []],
    ['https://smsc.example', []],
    // A front of the administrator's own, of whom nobody knows a reserve.
    ['http://smsc.ru', []],
    ['https://smsc.ru:8443', []],
    ['https://smsc.ru/through/a/proxy', []],
  ])('sends credentials for %s to no other domain: the reserves are %j', (SMSC_URL, reserves) => {
    expect(loadConfig({ SMSC_URL }).SMSC_RESERVE_URLS).toEqual(reserves);
  });

  it.each(['', ' ', ','])('takes reserves that are given as %j for none', (SMSC_RESERVE_URLS) => {
    expect(loadConfig({ SMSC_RESERVE_URLS }).SMSC_RESERVE_URLS).toEqual([]);
  });

  it('strips the slash at the end of an address, so that paths can follow', () => {
    expect(loadConfig({ SMSC_RESERVE_URLS: 'https://www2.smsc.ru/, http://127.0.0.1:4010' }).SMSC_RESERVE_URLS).toEqual([
      'https://www2.smsc.ru',
      'http://127.0.0.1:4010',
    ]);
  });

  it.each(['127.0.0.1', '127.8.9.10', 'localhost', '::1'])('listens to this machine alone on %s, where there are no tokens', (HOST) => {
    expect(faultsOf({ HOST, SMSC_API_KEY: 'key' })).toEqual([]);
  });

  it.each(['0.0.0.0', '::', '10.0.0.5', '127.evil.example', 'localhost.evil.example', 'gateway.example'])(
    'does not listen on %s, where there are no tokens',
    (HOST) => {
      expect(faultsOf({ HOST, SMSC_API_KEY: 'key' })).toEqual([expect.stringMatching(/^HOST must be .*ACCOUNTS_FILE, or set AUTH=none/)]);
      expect(faultsOf({ HOST, SMSC_API_KEY: 'key', AUTH: 'none' })).toEqual([]);
      expect(faultsOf({ HOST, ACCOUNTS_FILE: 'accounts.json' })).toEqual([]);
    },
  );

  it('takes either an accounts file or one account from the environment, and no AUTH=none beside tokens', () => {
    expect(faultsOf({ ACCOUNTS_FILE: 'accounts.json', SMSC_API_KEY: 'key', AUTH: 'none' })).toEqual([
      expect.stringMatching(/^AUTH=none must not be set together with ACCOUNTS_FILE/),
      expect.stringMatching(/^SMSC_LOGIN, SMSC_PASSWORD and SMSC_API_KEY must not be set together with ACCOUNTS_FILE/),
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../src/config/config.ts';
import { lookalikesIn, lookalikeText } from '../../src/config/lookalikes.ts';

const nearestOf = (name: string) => lookalikesIn({ [name]: 'x' })[0]?.nearest;

describe('variables that resemble a setting', () => {
  it.each([
    ['SMSC_LOGINN', 'SMSC_LOGIN'],
    ['SMSC_PASWORD', 'SMSC_PASSWORD'],
    ['SMSC_APIKEY', 'SMSC_API_KEY'],
    ['smsc_login', 'SMSC_LOGIN'],
    ['REDIS_ULR', 'REDIS_URL'],
    ['DATADIR', 'DATA_DIR'],
    ['ACCOUNT_FILE', 'ACCOUNTS_FILE'],
    ['LIMIT_TOKEN', 'LIMIT_TOKENS'],
  ])('%s is told together with %s', (name, setting) => {
    expect(nearestOf(name)).toBe(setting);
    expect(lookalikeText({ name, nearest: setting })).toBe(`${name} is no setting of the gateway: did you mean ${setting}?`);
  });

  it('do not include what every shell, platform and npm sets', () => {
    const others = [
      'PATH',
      'HOME',
      'PWD',
      'USER',
      'SHELL',
      'TERM',
      'LANG',
      'HOSTNAME',
      'OLDPWD',
      'LOGNAME',
      'TMPDIR',
      'NODE_ENV',
      'CI',
      'NODE_OPTIONS',
    ];
    const platforms = [
      'KUBERNETES_SERVICE_HOST',
      'KUBERNETES_PORT',
      'REDIS_PORT',
      'REDIS_HOST',
      'HTTPS_PROXY',
      'NO_PROXY',
      'npm_config_cache',
      'INIT_CWD',
    ];
    expect(lookalikesIn(Object.fromEntries([...others, ...platforms].map((name) => [name, 'x'])))).toEqual([]);
  });

  it('never include a setting itself, and do include any setting with one letter too many', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(SETTINGS)), fc.nat(), fc.constantFrom(...'ABCXYZ_'), (name, at, letter) => {
        expect(lookalikesIn({ [name]: 'x' })).toEqual([]);
        const misspelt = `${name.slice(0, at % name.length)}${letter}${name.slice(at % name.length)}`;
        if (misspelt in SETTINGS || misspelt.length < 6) return;
        expect(nearestOf(misspelt)).toBeDefined();
      }),
    );
  });
});

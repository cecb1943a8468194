import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examine } from '../../src/doctor/doctor.ts';
import { type Finding, findingText } from '../../src/doctor/finding.ts';
import { Pseudonyms } from '../../src/doctor/pseudonyms.ts';
import { Recorder } from '../../src/doctor/recorder.ts';
import type { Assumptions } from '../../src/sandbox/assumptions.ts';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { DEMO } from '../../src/sandbox/seed.ts';
import { providerEnv } from '../support/gateway-process.ts';

const inFolder = () => ({ DATA_DIR: mkdtempSync(join(tmpdir(), 'doctor-')) });

async function visit(sandboxOptions: SandboxOptions = {}, env: Record<string, string> = {}) {
  const sandbox = await startSandbox({ ...DEMO, speed: 0, ...sandboxOptions });
  const recorder = new Recorder(new Pseudonyms('key'));
  const findings: Finding[] = [];
  try {
    await examine({
      env: { ...providerEnv(sandbox), SMSC_RESERVE_URLS: '', UPSTREAM_TIMEOUT_MS: '2000', QUEUE_TIMEOUT_MS: '500', ...inFolder(), ...env },
      now: Date.now,
      tell: (finding) => findings.push(finding),
      record: recorder.add,
    });
    return {
      findings,
      counters: sandbox.control.counters(),
      recording: recorder.recording,
      text: findings.map((one) => findingText(one, false)).join('\n'),
    };
  } finally {
    await sandbox.close();
  }
}

const faultsOf = (findings: readonly Finding[]) => findings.filter(({ state }) => state === 'fault').map(({ check }) => check);

describe('the doctor', () => {
  it('finds a provider as assumed in order, within the limits, and writes nothing to it', async () => {
    const { findings, counters, text } = await visit();
    expect(faultsOf(findings)).toEqual([]);
    expect(text).toMatch(/✓ credentials/);
    expect(text).toMatch(/✓ order\s+the newest first/);
    expect(text).toMatch(/✓ operators\s+19 of 19 known columns/);
    expect(text).toMatch(/✓ all with operators\s+works/);
    expect(text).toMatch(/✓ all with files\s+works/);
    expect(text).toMatch(/✓ pages\s+the second page follows the first/);
    expect(text).toMatch(/✓ subclient spb-branch/);
    expect(Object.keys(counters.byCommand)).toEqual(['get']);
    expect(counters.violations).toEqual({ list: 0, add: 0, concurrent: 0 });
    expect(counters.byError).toEqual({});
    expect(counters.requests).toBeLessThan(12);
  });

  const told: readonly { readonly assume: Partial<Assumptions>; readonly says: RegExp }[] = [
    { assume: { allWithOperators: 'operators-wins' }, says: /• all with operators\s+lists \d+ senders of \d+: admitted ones alone/ },
    { assume: { allWithOperators: 'all-wins' }, says: /• all with operators\s+lists all, without what the second flag asks for/ },
    { assume: { allWithOperators: 'refused' }, says: /• all with operators\s+error 1/ },
    { assume: { allWithOperators: 'columns-if-admitted' }, says: /• all with operators\s+\d+ rows? without it/ },
    { assume: { allWithFiles: 'refused' }, says: /• all with files\s+error 1/ },
    { assume: { order: 'oldest-first' }, says: /• order\s+the oldest first/ },
    { assume: { ids: 'absent' }, says: /• ids\s+some rows have none/ },
    { assume: { extraKeys: 'details' }, says: /• keys\s+rows have more than the page tells: cmt/ },
    { assume: { columns: 'additional' }, says: /• operators\s+columns that are new: yota_step/ },
    { assume: { statuses: 'words' }, says: /✗ operators\s+statuses are words/ },
    { assume: { previousId: 'ignored' }, says: /• pages\s+the second page is the first one again/ },
    { assume: { encoding: 'windows-1251-unlabelled' }, says: /• charset\s+the answer is labelled application\/json/ },
    { assume: { front: 'get-only' }, says: /✗ credentials\s+error 2/ },
    { assume: { limits: 'all-lists' }, says: /• .+the provider’s limit is used up/ },
    { assume: { unknownSubclient: 'account' }, says: /✗ subclient nobody\s+it lists the account’s own senders/ },
    { assume: { unknownSubclient: 'error-3' }, says: /• subclient nobody\s+error 3: it has no senders, or there is no such subclient/ },
  ];
  it.each(told)('tells of $assume', async ({ assume, says }) => {
    const { text } = await visit({ assume }, 'unknownSubclient' in assume ? { SMSC_SUBCLIENTS: 'nobody' } : {});
    expect(text).toMatch(says);
  });

  it('asks once and no more where the password is wrong', async () => {
    const { findings, counters, text } = await visit({}, { SMSC_PASSWORD: 'not-it' });
    expect(faultsOf(findings)).toEqual(['credentials']);
    expect(counters.requests).toBe(1);
    expect(text).not.toContain('not-it');
  });

  it.each([
    { url: 'http://127.0.0.1:9', says: /✗ provider\s+the connection is refused .*ECONNREFUSED/ },
    { url: 'http://no-such-host.invalid', says: /✗ provider\s+its name is not known here/ },
  ])('says why $url can’t be reached', async ({ url, says }) => {
    expect((await visit({}, { SMSC_URL: url })).text).toMatch(says);
  });

  it('tells every wrong setting, and the one that is misspelt', async () => {
    const { text, counters } = await visit({}, { PORT: 'many', SMSC_LOGINN: 'shop' });
    expect(text).toMatch(/✗ settings\s+SMSC_LOGINN is no setting of the gateway: did you mean SMSC_LOGIN\?/);
    expect(text).toMatch(/✗ settings\s+PORT must be a whole number/);
    expect(counters.requests).toBe(0);
  });

  it('says that without credentials made-up data would be served', async () => {
    const { findings, text } = await visit({}, { SMSC_LOGIN: '', SMSC_PASSWORD: '' });
    expect(text).toMatch(/• credentials\s+none are set: the gateway would serve made-up data/);
    expect(faultsOf(findings)).toEqual([]);
  });

  it('takes its places in the gateway’s own limits', async () => {
    const folder = inFolder();
    const sandbox = await startSandbox({ ...DEMO, speed: 0 });
    try {
      const env = { ...providerEnv(sandbox), SMSC_RESERVE_URLS: '', QUEUE_TIMEOUT_MS: '0', ...folder };
      const go = () => examine({ env, now: Date.now, tell: () => {}, record: () => {} });
      for (let times = 0; times < 5; times += 1) await go();
      expect(sandbox.control.counters().violations.list).toBe(0);
      expect(sandbox.control.counters().byError).toEqual({});
    } finally {
      await sandbox.close();
    }
  });

  it('records what can be played, with nobody’s name in it', async () => {
    const { recording } = await visit();
    const bodies = recording.answers.map(({ body }) => Buffer.from(body, 'base64').toString()).join('\n');
    for (const secret of ['VOLGAMEBEL', 'Optika8', 'znak-optika8', 'spb-branch', 'demo-password']) {
      expect(JSON.stringify(recording)).not.toContain(secret);
      expect(bodies).not.toContain(secret);
    }
    const again = await visit({ replay: recording }, { SMSC_SUBCLIENTS: '' });
    expect(again.text).toMatch(/✓ operators\s+19 of 19 known columns/);
    expect(faultsOf(again.findings)).toEqual([]);
  });
});

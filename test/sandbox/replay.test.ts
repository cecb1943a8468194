import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Recording } from '../../src/domain/recording.ts';
import { readRecording } from '../../src/sandbox/replay.ts';
import { call, open, textOf } from './calling.ts';

const recorded = Buffer.from('[{"sender": "Прайм"}, junk', 'utf16le');
const RECORDING: Recording = {
  format: 1,
  answers: [
    { params: { get: '1', all: '1', cnt: '15000' }, status: 203, contentType: 'text/odd', tookMs: 12, body: recorded.toString('base64') },
  ],
};
const fileWith = (text: string) => {
  const path = join(mkdtempSync(join(tmpdir(), 'replay-')), 'recording.json');
  writeFileSync(path, text);
  return path;
};

describe('a recording', () => {
  it('is played byte for byte to the question that it answered, in fmt 3 alone', async () => {
    const sandbox = await open({ senders: [{ name: 'own', status: 1 }], replay: RECORDING });
    const answer = await call(sandbox, { get: '1', all: '1', cnt: '500' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([203, 'text/odd']);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(recorded);
    for (const other of [{ get: '1' }, { get: '1', all: '1', operators: '1' }, { get: '1', all: '1', fmt: '0' }]) {
      expect(await textOf(sandbox, other)).toContain('own');
    }
  });

  it('is still behind the password and the limits', async () => {
    const sandbox = await open({ replay: RECORDING, limits: true });
    expect(await textOf(sandbox, { get: '1', all: '1', psw: 'wrong' })).toContain('"error_code": 2');
    for (let times = 0; times < 3; times += 1) await call(sandbox, { get: '1', all: '1' });
    expect(await textOf(sandbox, { get: '1', all: '1' })).toContain('"error_code": 9');
  });

  it('is read from a file', () => {
    expect(readRecording(fileWith(JSON.stringify(RECORDING)))).toEqual(RECORDING);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"format": 2, "answers": []}',
    '{"format": 1, "answers": [{"params": {}, "status": "200", "contentType": null, "body": ""}]}',
    '{"format": 1, "answers": [{"params": {"get": 1}, "status": 200, "contentType": null, "body": ""}]}',
  ])('is refused as %s, in a sentence', (text) => {
    expect(() => readRecording(fileWith(text))).toThrow(/^replay: .+(can’t be read|is no recording of this version)/);
  });
});

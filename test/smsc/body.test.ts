import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AddRequest, Credentials } from '../../src/smsc/api.ts';
import { wireBody } from '../../src/smsc/body.ts';
import { encodeAdd, encodeCheckCode, type WireRequest } from '../../src/smsc/encode.ts';

const credentials: Credentials = { login: 'alex', password: 'p&s=w\r\n"' };
const CREDENTIAL_PARAMS = [
  ['login', 'alex'],
  ['psw', 'p&s=w\r\n"'],
] as const;

/** What a server reads out of a body: the parameters in their order, and the files. Node's own parsers, none of ours. */
async function parsed(request: WireRequest) {
  const { bytes, contentType } = wireBody(request, credentials);
  if (contentType.startsWith('application/x-www-form-urlencoded')) return { params: [...new URLSearchParams(bytes.toString())], files: [] };
  const entries = [...(await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData())];
  return {
    params: entries.filter(([, value]) => typeof value === 'string'),
    files: await Promise.all(
      entries.flatMap(([field, value]) =>
        typeof value === 'string' ? [] : [value.bytes().then((content) => ({ field, name: value.name, content: Buffer.from(content) }))],
      ),
    ),
  };
}

const base: AddRequest = {
  name: 'my_shop',
  emailOwner: null,
  comment: null,
  registrations: ['MTS_PAID'],
  ukraine: null,
  belarus: null,
  document: null,
  documentInfo: null,
  subclient: null,
};
const upload = (name: string, bytes: Uint8Array = Buffer.from('%PDF-')) => ({ name, bytes });

/** Strings made to break out of a body: separators, line ends, NUL, delimiters, quotes. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\r\n',
        '\r',
        '\n',
        '\0',
        '&',
        '=',
        '%',
        '+',
        '"',
        '--',
        ';',
        '\r\n\r\n',
        '\r\n--part-',
        '&psw=x',
        'filename="x"',
        'name="y"',
        '/',
        '\\',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('a body', () => {
  it('carries credentials and parameters, urlencoded', async () => {
    const request = encodeCheckCode({ number: '79999999999', code: '338824', subclient: null });
    expect(wireBody(request, credentials).contentType).toBe('application/x-www-form-urlencoded; charset=utf-8');
    expect(await parsed(request)).toEqual({ params: [...CREDENTIAL_PARAMS, ...request.params], files: [] });
  });

  it('carries an API key alone', () => {
    const body = wireBody(encodeAdd(base), { apiKey: 'a&b' }).bytes.toString();
    expect(new URLSearchParams(body).get('apikey')).toBe('a&b');
    expect(body).not.toMatch(/login=|psw=/);
  });

  it('carries a document as file0 beside all parameters', async () => {
    const content = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x2d, 0, 13, 10, 45, 45, 255]);
    const request = encodeAdd({ ...base, document: upload('свидетельство.pdf', content), documentInfo: 'знак' });
    expect(await parsed(request)).toEqual({
      params: [...CREDENTIAL_PARAMS, ...request.params],
      files: [{ field: 'file0', name: 'свидетельство.pdf', content }],
    });
    expect(wireBody(request, credentials).bytes.toString()).toContain('\r\nContent-Type: application/octet-stream\r\n\r\n%PDF-');
  });

  it.each([
    ['/home/alex/a.pdf', 'a.pdf'],
    ['C:\\Documents\\a.pdf', 'a.pdf'],
    ['../../a.pdf', 'a.pdf'],
    ['a".pdf', 'a.pdf'],
    ['a\r\nX-Header: 1\r\n\r\n.pdf', 'aX-Header: 1.pdf'],
    ['a\0\u007f\u0085.pdf', 'a.pdf'],
    ['', 'document'],
    ['/', 'document'],
  ])('names the file %j %j', async (given, name) => {
    const { files } = await parsed(encodeAdd({ ...base, document: upload(given) }));
    expect(files).toMatchObject([{ name }]);
  });

  it('is not changed by any value, urlencoded', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (name, comment, subclient) => {
        const request = encodeAdd({ ...base, name, comment, subclient });
        const { params } = await parsed(request);
        expect(params).toEqual([...CREDENTIAL_PARAMS, ...request.params]);
        expect(Object.fromEntries(params)).toMatchObject({ sender: name });
      }),
      { numRuns: 300 },
    );
  });

  it('is not changed by any value, file or file name, multipart', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, fc.uint8Array({ maxLength: 60 }), async (name, comment, file, bytes) => {
        const request = encodeAdd({ ...base, name, comment, documentInfo: comment, document: upload(file, bytes) });
        const { params, files } = await parsed(request);
        expect(params).toEqual([...CREDENTIAL_PARAMS, ...request.params]);
        expect(files).toMatchObject([{ field: 'file0', content: Buffer.from(bytes) }]);
        expect(files[0]?.name).toMatch(/^[^"\r\n\0/\\]+$/);
      }),
      { numRuns: 300 },
    );
  });

  it('tells nothing of the credentials in its head, from which a password could be guessed', () => {
    const request = encodeAdd({ ...base, document: upload('a.pdf') });
    const [one, other] = ['hunter2', 'hunter3'].map((password) => wireBody(request, { login: 'alex', password }).contentType);
    expect(one).toBe(other);
  });

  it('can’t be ended by its own boundary, sent again as a value', async () => {
    const document = upload('a.pdf');
    const first = wireBody(encodeAdd({ ...base, document }), credentials);
    const boundary = first.contentType.split('boundary=')[1];
    const comment = `x\r\n--${boundary}--\r\n`;
    const request = encodeAdd({ ...base, comment, document });
    expect((await parsed(request)).params).toContainEqual(['cmt', comment]);
  });
});

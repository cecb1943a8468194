import { expect, it } from 'vitest';
import { FILE_TYPES, PROVIDER_MAX_FILE_BYTES } from '../../src/domain/file-types.ts';
import { rowsOf } from '../../src/domain/table.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { open, PDF, WHO } from './calling.ts';

async function uploadTo(sandbox: Sandbox, name: string, bytes: Buffer): Promise<unknown> {
  const form = new FormData();
  const params = { ...WHO, chg: '1', sender: 'shop', fmt: '3', charset: 'utf-8', doc_info: 'о документе' };
  for (const [key, value] of Object.entries(params)) form.set(key, value);
  form.set('file0', new Blob([Uint8Array.from(bytes)]), name);
  return (await fetch(`${sandbox.url}/sys/senders.php`, { method: 'POST', body: form })).json();
}

const openWithShop = () => open({ senders: [{ name: 'shop', status: 1 }] });

const ACCEPTED = rowsOf(FILE_TYPES).flatMap(([, { extensions, signatures }]) =>
  extensions.flatMap((extension) => signatures.map((signature) => ({ extension, signature }))),
);

it.each(ACCEPTED)('keeps a .$extension that begins with $signature', async ({ extension, signature }) => {
  const sandbox = await openWithShop();
  const bytes = Buffer.concat([Buffer.from(signature, 'hex'), Buffer.from('rest')]);
  expect(await uploadTo(sandbox, `a.${extension}`, bytes)).toEqual({ result: 'OK' });
  expect(sandbox.control.state().senders[0]?.files).toEqual([
    { fid: 50001, name: `a.${extension}`, status: 0, info: 'о документе', bytes: bytes.length, comment: '' },
  ]);
});

const large = (size: number) => Buffer.concat([PDF], size);

it.each([
  { why: 'another extension', name: 'a.exe', bytes: PDF },
  { why: 'no extension', name: 'pdf', bytes: PDF },
  { why: 'an extension of another type than its bytes', name: 'a.png', bytes: PDF },
  { why: 'bytes of no type', name: 'a.pdf', bytes: Buffer.from('hello') },
  { why: 'no bytes', name: 'a.pdf', bytes: Buffer.alloc(0) },
  { why: 'a byte more than 3 MB', name: 'a.pdf', bytes: large(PROVIDER_MAX_FILE_BYTES + 1) },
])('refuses a document with $why', async ({ name, bytes }) => {
  const sandbox = await openWithShop();
  expect(await uploadTo(sandbox, name, bytes)).toHaveProperty('error_code', 1);
  expect(sandbox.control.state().senders[0]?.files).toEqual([]);
});

it('keeps a document of 3 MB', async () => {
  expect(await uploadTo(await openWithShop(), 'a.pdf', large(PROVIDER_MAX_FILE_BYTES))).toEqual({ result: 'OK' });
});

it('refuses a body far above the limit and stays up', async () => {
  const sandbox = await openWithShop();
  expect(await uploadTo(sandbox, 'a.pdf', large(12_000_000))).toHaveProperty('error_code', 1);
  expect(await uploadTo(sandbox, 'a.pdf', PDF)).toEqual({ result: 'OK' });
});

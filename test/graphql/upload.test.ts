import { describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';

const ADD = `mutation ($document: File!) { addSender(input: { name: "Shop", document: $document, documentInfo: "Свидетельство" }) {
  __typename
  ... on AddSenderSuccess { sender { files { name status } } }
  ... on FileRejectedError { message maxBytes acceptedExtensions }
  ... on InvalidInputError { issues { path message } }
} }`;

/** First bytes of each type, typed from its specification. */
const STARTS: readonly [name: string, start: string][] = [
  ['a.jpg', 'ffd8ffe0'],
  ['a.JPEG', 'ffd8ffe1'],
  ['a.tif', '49492a00'],
  ['a.tiff', '4d4d002a'],
  ['a.pdf', '255044462d312e37'],
  ['a.png', '89504e470d0a1a0a'],
  ['a.zip', '504b0304'],
  ['a.rar', '526172211a0700'],
];

const bytesOf = (start: string, length = 64) => {
  const bytes = Buffer.alloc(length);
  bytes.write(start, 'hex');
  return bytes;
};

function formOf(name: string, bytes: Uint8Array<ArrayBuffer>, query = ADD): FormData {
  const form = new FormData();
  form.set('operations', JSON.stringify({ query, variables: { document: null } }));
  form.set('map', JSON.stringify({ 0: ['variables.document'] }));
  form.set('0', new File([bytes], name));
  return form;
}

const send = (
  { url }: TestGateway,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  query = ADD,
  headers: Record<string, string> = { 'graphql-require-preflight': '1' },
) => fetch(url, { method: 'POST', headers, body: formOf(name, bytes, query) });

describe('an upload by the GraphQL multipart request specification', () => {
  it.each(STARTS)('takes %s', async (name, start) => {
    await using gateway = await startGateway();
    const response = await send(gateway, name, bytesOf(start));
    expect(await response.json()).toMatchObject({
      data: { addSender: { __typename: 'AddSenderSuccess', sender: { files: [{ name, status: 'UNDER_REVIEW' }] } } },
    });
    expect(gateway.sandbox.control.state().senders[0]?.files).toMatchObject([{ name, bytes: 64, info: 'Свидетельство' }]);
  });

  it('takes 3,000,000 bytes', async () => {
    await using gateway = await startGateway();
    const response = await send(gateway, 'large.pdf', bytesOf('255044462d', 3_000_000));
    expect(await response.json()).toMatchObject({ data: { addSender: { __typename: 'AddSenderSuccess' } } });
    expect(gateway.sandbox.control.state().senders[0]?.files).toMatchObject([{ bytes: 3_000_000 }]);
  });

  it.each([
    ['one byte more', 'a.pdf', bytesOf('255044462d', 3_000_001), 'has 3000001 bytes; 3000000 at most'],
    ['another type under this name', 'a.pdf', bytesOf('504b0304'), 'is no PDF file'],
    ['another extension', 'a.exe', bytesOf('255044462d'), 'must end in one of jpg, tif, pdf, png, zip, rar'],
    ['nothing', 'a.pdf', Buffer.alloc(0), 'is empty'],
  ])('refuses %s, without a call', async (_, name, bytes, message) => {
    await using gateway = await startGateway();
    const { data } = (await (await send(gateway, name, bytes)).json()) as { data: { addSender: { message: string } } };
    expect(data.addSender).toMatchObject({ __typename: 'FileRejectedError', maxBytes: 3_000_000 });
    expect(data.addSender.message).toContain(message);
    expect(gateway.sandbox.control.counters().requests).toBe(0);
  });

  it.each([
    ['in one piece', true],
    ['in pieces, with no length told before', false],
  ])('says how much a request may hold where it holds far more, sent %s', async (_, whole) => {
    await using gateway = await startGateway();
    const form = new Response(formOf('huge.pdf', bytesOf('255044462d', 4_100_000)));
    const headers = { 'content-type': form.headers.get('content-type') ?? '', 'graphql-require-preflight': '1' };
    const body = whole ? await form.arrayBuffer() : form.body;
    const response = await fetch(gateway.url, { method: 'POST', headers, body, ...{ duplex: 'half' } });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      errors: [
        {
          message: expect.stringContaining('3,000,000 bytes'),
          extensions: {
            code: 'BAD_REQUEST',
            limit: { name: 'body', max: 4_000_000, asked: body instanceof ArrayBuffer ? body.byteLength : null },
          },
        },
      ],
    });
  });

  it('names the document among the other faults', async () => {
    await using gateway = await startGateway();
    const response = await send(gateway, 'a.exe', bytesOf('00'), ADD.replace('"Shop"', '"Ларёк"'));
    expect(await response.json()).toMatchObject({
      data: { addSender: { __typename: 'InvalidInputError', issues: [{ path: ['input', 'name'] }, { path: ['input', 'document'] }] } },
    });
  });

  it('keeps the base name of a path', async () => {
    await using gateway = await startGateway();
    await send(gateway, 'C:\\docs\\..\\знак 1.pdf', bytesOf('255044462d'));
    expect(gateway.sandbox.control.state().senders[0]?.files).toMatchObject([{ name: 'знак 1.pdf' }]);
  });

  it('wants a header that a foreign page can’t send', async () => {
    await using gateway = await startGateway();
    const response = await send(gateway, 'a.pdf', bytesOf('255044462d'), ADD, {});
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('graphql-require-preflight'), extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  it('is no file where it comes as text', async () => {
    await using gateway = await startGateway();
    const { errors } = await gateway.ask(ADD, { document: 'text' });
    expect(errors).toMatchObject([{ message: expect.stringContaining('multipart'), extensions: { code: 'BAD_REQUEST' } }]);
  });
});

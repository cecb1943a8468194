import type { WireRequest } from '../../support/wire.ts';
import { type Attack, times } from './attack.ts';

const BOUNDARY = 'a-boundary';
const ADD = 'mutation ($document: File!) { addSender(input: { name: "Evil", document: $document, documentInfo: "x" }) { __typename } }';
const OPERATIONS = JSON.stringify({ query: ADD, variables: { document: null } });
const MAP = '{"0":["variables.document"]}';
const PDF = '%PDF-1.7\n';

const field = (name: string, value: string): string =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (fileName: string, content: string, name = '0'): string =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"; filename="${fileName}"\r\ncontent-type: application/octet-stream\r\n\r\n${content}\r\n`;
const form = (...parts: string[]): WireRequest => ({
  token: 'north-writes',
  headers: [
    ['content-type', `multipart/form-data; boundary=${BOUNDARY}`],
    ['graphql-require-preflight', '1'],
  ],
  body: Buffer.from(`${parts.join('')}--${BOUNDARY}--\r\n`),
});
const mapped = (map: string, ...files: string[]): WireRequest => form(field('operations', OPERATIONS), field('map', map), ...files);
const upload = (fileName: string, content: string): WireRequest => mapped(MAP, file(fileName, content));

const IMPORT =
  'mutation ($csv: File!) { importSenders(input: { csv: $csv, dryRun: true }) { __typename ... on InvalidInputError { issues { message } } } }';
const imported = (content: string): WireRequest =>
  form(
    field('operations', JSON.stringify({ query: IMPORT, variables: { csv: null } })),
    field('map', '{"0":["variables.csv"]}'),
    file('a.csv', content),
  );

/** By the GraphQL multipart request specification, and past it. */
export const UPLOADS: readonly Attack[] = [
  {
    name: 'an upload without the header of a preflight',
    sends: { ...upload('a.pdf', PDF), headers: [['content-type', `multipart/form-data; boundary=${BOUNDARY}`]] },
    answer: '403 BAD_REQUEST',
  },
  { name: 'a map to `__proto__`', sends: mapped('{"0":["__proto__.polluted"]}', file('a.pdf', PDF)), answer: '400 BAD_REQUEST' },
  {
    name: 'a map to `variables.__proto__`',
    sends: mapped('{"0":["variables.__proto__.document"]}', file('a.pdf', PDF)),
    answer: '400 BAD_REQUEST',
  },
  {
    name: 'a map to `constructor.prototype`',
    sends: mapped('{"0":["constructor.prototype.polluted"]}', file('a.pdf', PDF)),
    answer: '400 BAD_REQUEST',
  },
  { name: 'a map to the query', sends: mapped('{"0":["query"]}', file('a.pdf', PDF)), answer: '400 BAD_REQUEST' },
  { name: 'a map to what is not there', sends: mapped('{"0":["variables.a.b.c.d"]}', file('a.pdf', PDF)), answer: '400 BAD_REQUEST' },
  { name: 'a map that is no map', sends: mapped('[1]', file('a.pdf', PDF)), answer: '400 BAD_REQUEST' },
  {
    name: 'a map to 50,000 places',
    sends: mapped(`{"0":[${times(50_000, () => '"variables.document"', ',')}]}`, file('a.pdf', PDF)),
    answer: '413 BAD_REQUEST (items)',
  },
  { name: 'a mapped part that is missing', sends: mapped(MAP), answer: '400 BAD_REQUEST' },
  { name: 'no map', sends: form(field('operations', OPERATIONS), file('a.pdf', PDF)), answer: '200 BAD_REQUEST' },
  { name: 'no operations', sends: form(field('map', MAP), file('a.pdf', PDF)), answer: '400 BAD_REQUEST' },
  { name: 'text where a file should be', sends: mapped(MAP, field('0', PDF)), answer: '200 BAD_REQUEST' },
  {
    name: 'parts that nothing asks for',
    sends: mapped(MAP, file('a.exe', PDF), file('b.pdf', PDF, '1'), file('c.pdf', PDF, '2')),
    answer: '200 FileRejectedError',
  },
  {
    name: '3,000 parts',
    sends: mapped(MAP, file('a.exe', PDF), ...Array.from({ length: 3_000 }, (_, i) => field(`x${i}`, 'x'))),
    answer: '400 BAD_REQUEST',
  },
  {
    name: 'a form that ends in the middle',
    sends: { ...upload('a.pdf', PDF), body: `--${BOUNDARY}\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{` },
    answer: '400 BAD_REQUEST',
  },
  {
    name: 'a form with no boundary',
    sends: {
      ...upload('a.pdf', PDF),
      headers: [
        ['content-type', 'multipart/form-data'],
        ['graphql-require-preflight', '1'],
      ],
    },
    answer: '400 BAD_REQUEST',
  },
  { name: 'a program', sends: upload('a.exe', 'MZ'), answer: '200 FileRejectedError' },
  { name: 'a zip named .pdf', sends: upload('a.pdf', 'PK\u0003\u0004'), answer: '200 FileRejectedError' },
  { name: 'a page of HTML named .png', sends: upload('a.png', '<script>alert(1)</script>'), answer: '200 FileRejectedError' },
  { name: 'an extension behind another, and NUL', sends: upload('a.exe\0.pdf.exe', PDF), answer: '200 FileRejectedError' },
  { name: 'one byte more than 3,000,000', sends: upload('a.pdf', PDF.padEnd(3_000_001, 'x')), answer: '200 FileRejectedError' },
  { name: '4 MB in one file', sends: upload('a.pdf', PDF.padEnd(4_100_000, 'x')), answer: '413 BAD_REQUEST (body)' },
  { name: 'a file name of 10,000 signs', sends: upload(`${'x'.repeat(10_000)}.pdf`, PDF), answer: '200 FileRejectedError' },
  {
    name: 'a file to import whose first line is a megabyte of commas',
    sends: imported(','.repeat(999_000)),
    answer: '200 InvalidInputError',
    says: /has more than 100 cells in line 1/,
  },
  {
    name: 'a file to import with 330,000 short rows',
    sends: imported(`name\n${'a\n'.repeat(330_000)}`),
    answer: '200 InvalidInputError',
    says: /has more than 2000 rows/,
  },
  {
    name: 'a file to import with 330,000 empty rows',
    sends: imported(`name\n${',\n'.repeat(330_000)}`),
    answer: '200 InvalidInputError',
    says: /has more than 20000 lines/,
  },
  {
    name: 'a file to import with 90 unknown columns',
    sends: imported(`name${times(90, (i) => `,${'x'.repeat(1_000)}${i}`, '')}\nShop`),
    answer: '200 InvalidInputError',
    holds: ({ body }) => body.length < 2_000,
  },
];

import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { MAX_FILE_BYTES } from '../../domain/file-types.ts';
import type { Limits } from '../../domain/limits.ts';
import { LimitExceededError } from '../../errors.ts';
import { jsonIn, unreadable } from '../limits/unreadable.ts';
import { askForBody } from '../request/read-body.ts';
import type { ServerContext } from '../request/server-context.ts';

/** `operations`, `map` and files; no operation of this API takes more than one. */
const MAX_PARTS = 20;
const MAX_NAME_BYTES = 100;
const MAX_HEADER_BYTES = 16_384;

type Part = string | File;

const TOO_MANY = `A form has ${MAX_PARTS} parts at most: \`operations\`, \`map\` and the files.`;
const BROKEN = 'The body must be a form of the type multipart/form-data that is whole.';
const NO_OPERATIONS = 'The field `operations` must be JSON: the operation, with null in place of each file.';
const NO_MAP = 'The field `map` must be a JSON object: lists of paths by the names of the files.';
const NO_PLACE = 'Each path of the field `map` must lead to a null in `operations`, such as `variables.document`.';
const NO_PART = 'The field `map` names a part that there is not.';

/** What a multipart request asks for, by the GraphQL multipart request specification, with the files in their places. */
export async function readForm(context: ServerContext, limits: Limits): Promise<unknown> {
  const parts = await partsOf(context, limits.body + MAX_FILE_BYTES);
  const operations = jsonIn(textIn(parts, 'operations', NO_OPERATIONS), limits, NO_OPERATIONS);
  if (!parts.has('map')) return operations;
  const map = jsonIn(textIn(parts, 'map', NO_MAP), limits, NO_MAP);
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw unreadable(NO_MAP);
  for (const [name, paths] of Object.entries(map)) {
    if (!Array.isArray(paths) || paths.length > MAX_PARTS || !paths.every((path) => typeof path === 'string')) throw unreadable(NO_MAP);
    const part = parts.get(name);
    if (part === undefined) throw unreadable(NO_PART);
    for (const path of paths) place(operations, path, part, limits.nesting);
  }
  return operations;
}

function textIn(parts: ReadonlyMap<string, Part>, name: string, wrong: string): string {
  const part = parts.get(name);
  if (typeof part === 'string') return part;
  throw unreadable(wrong);
}

/** @throws GraphQLError where the path leads to anything but a null that was sent */
function place(operations: unknown, path: string, part: Part, maxSteps: number): void {
  const steps = path.split('.', maxSteps + 1);
  const last = steps.pop() ?? '';
  const holder = steps.reduce<unknown>((value, step) => ownOf(value, step), operations);
  if (ownOf(holder, last) !== null) throw unreadable(NO_PLACE);
  (holder as Record<string, unknown>)[last] = part;
}

const ownOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;

/** Of parts with one name the last one counts. */
function partsOf({ scope }: ServerContext, maxBytes: number): Promise<ReadonlyMap<string, Part>> {
  const { request, response } = scope;
  const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, Part>>();
  const parts = new Map<string, Part>();
  const form = formOf(request.headers as BusboyHeaders, maxBytes);
  if (form === null) throw unreadable(BROKEN);
  const fail = (error: Error) => {
    request.unpipe(form).pause();
    // The rest of it is not waited for.
    response.setHeader('connection', 'close');
    reject(error);
  };
  let bytes = 0;
  request.on('data', ({ length }: Buffer) => {
    bytes += length;
    if (bytes > maxBytes) fail(new LimitExceededError('body', maxBytes, null));
  });
  form.on('field', (name, value) => parts.set(name, value));
  form.on('file', (name: string, stream: BusboyFileStream, fileName: string | undefined, _, type: string) => {
    const chunks: Buffer<ArrayBuffer>[] = [];
    stream.on('data', (chunk: Buffer<ArrayBuffer>) => chunks.push(chunk));
    stream.on('end', () => parts.set(name, new File(chunks, fileName ?? '', { type })));
    stream.on('error', () => fail(unreadable(BROKEN)));
  });
  form.on('partsLimit', () => fail(unreadable(TOO_MANY)));
  form.on('error', () => fail(unreadable(BROKEN)));
  form.on('finish', () => resolve(parts));
  askForBody(scope);
  request.pipe(form);
  return promise;
}

function formOf(headers: BusboyHeaders, maxBytes: number): BusboyInstance | null {
  try {
    return new Busboy({
      headers,
      limits: { parts: MAX_PARTS, fieldSize: maxBytes, fieldNameSize: MAX_NAME_BYTES, headerSize: MAX_HEADER_BYTES },
    });
  } catch {
    return null;
  }
}

import { type GraphQLArgument, isObjectType } from 'graphql';
import { schema } from '../../../src/graphql/schema.ts';
import { bytesOf, type WireRequest } from '../wire.ts';
import { documentShape } from './document-shapes.ts';
import { broken, jsonShape } from './json-shapes.ts';
import { below, chance, pick, type Random, randomBy } from './random.ts';

/** One case, as it goes over the wire. */
export interface Sent {
  readonly over: 'HTTP' | 'WebSocket';
  readonly bytes: Buffer;
  /** True: it may begin a subscription, which has no end. */
  readonly mayStay: boolean;
}

/** Operations of every field at the root, each argument a variable. */
const OPERATIONS = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type, index) =>
  Object.values(type?.getFields() ?? {})
    .filter(({ args }) => args.length > 0)
    .map(({ name, args, type: output }) => ({
      args,
      query: `${['query', 'mutation', 'subscription'][index]} (${args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ')}) { ${name}(${args
        .map((arg) => `${arg.name}: $${arg.name}`)
        .join(', ')}) ${isObjectType(output) || !/^(Int|String|Boolean)/.test(String(output)) ? '{ __typename }' : ''} }`,
    })),
);
/** An input as it should be, but for one shape in it. No write among them gets as far as the provider. */
const INPUTS: Readonly<Record<string, (shape: string) => string>> = {
  SenderFilter: (shape) => `{"status":${shape}}`,
  SenderBy: (shape) => `{"name":${shape}}`,
  SenderOrder: (shape) => `{"field":"NAME","direction":${shape}}`,
  AddSenderInput: (shape) => `{"name":"Ж","comment":${shape},"registrations":${shape}}`,
  ChangeSenderInput: (shape) => `{"sender":{"smscId":"x"},"comment":${shape}}`,
  DeleteSenderInput: (shape) => `{"sender":{"smscId":"x","name":${shape}}}`,
  SendVerificationCodeInput: (shape) => `{"number":"x","siteName":${shape}}`,
  VerifySenderInput: (shape) => `{"number":"x","code":${shape}}`,
  ImportSendersInput: (shape) => `{"dryRun":true,"rows":[{"name":"Ж","comment":${shape}}],"csv":null}`,
  ImportJobInput: (shape) => `{"id":${shape}}`,
  ResumeWebhookInput: (shape) => `{"name":${shape}}`,
};

const variable = (random: Random, { type }: GraphQLArgument): string => {
  const shape = jsonShape(random);
  const input = INPUTS[String(type).replaceAll(/[[\]!]/g, '')];
  return input === undefined || chance(random, 0.3) ? shape : input(shape);
};

/** The members of an operation, as JSON. */
function operation(random: Random): string {
  if (chance(random, 0.4))
    return `"query":${JSON.stringify(documentShape(random))}${chance(random, 0.2) ? `,"variables":{"v":${jsonShape(random)}}` : ''}`;
  if (chance(random, 0.1))
    return `"query":"{ __typename }","${pick(random, ['variables', 'extensions', 'operationName', 'documentId', 'query', 'x'])}":${jsonShape(random)}`;
  const { query, args } = pick(random, OPERATIONS);
  const asked = pick(random, args);
  const given = args.filter((arg) => arg === asked || chance(random, 0.3)).map((arg) => `"${arg.name}":${variable(random, arg)}`);
  return `"query":${JSON.stringify(query)},"variables":{${given.join()}}`;
}

const JSON_TYPE: readonly [string, string] = ['content-type', 'application/json'];
const PREFLIGHT: readonly [string, string] = ['graphql-require-preflight', '1'];
const PIECES = ['{', '}', '[', ']', '"', ',', ':', '\\', '\0', '🙂', '\uFEFF', '1', 'null'];
const LONGEST_ADDRESS = 8_000;

const part = (name: string, text: string) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;

/** Ways over HTTP, the usual one most often. */
function request(random: Random): WireRequest {
  const json = () => {
    const text = `{${operation(random)}}`;
    return chance(random, 0.1) ? broken(random, text, PIECES) : text;
  };
  const way = below(random, 20);
  switch (way) {
    case 0:
      return { headers: [JSON_TYPE], body: `[${Array.from({ length: 1 + below(random, 12) }, json).join()}]` };
    case 1:
      return { headers: [JSON_TYPE], body: jsonShape(random) };
    case 2: {
      const path = `/graphql?query=${encodeURIComponent(documentShape(random).toWellFormed())}&variables=${encodeURIComponent(jsonShape(random))}`;
      return { method: 'GET', path: path.slice(0, LONGEST_ADDRESS).replace(/%.?$/, ''), headers: [] };
    }
    case 3:
      return {
        headers: [['content-type', 'multipart/form-data; boundary=b'], PREFLIGHT],
        body: `${part('operations', json())}${part('map', chance(random, 0.5) ? jsonShape(random) : '{"0":["variables.a"]}')}${part('0', 'x')}--b--\r\n`,
      };
    case 4:
      return {
        headers: [['content-type', 'application/x-www-form-urlencoded'], PREFLIGHT],
        body: `query=${encodeURIComponent(documentShape(random).toWellFormed())}&variables=${encodeURIComponent(jsonShape(random))}`,
      };
    case 5:
      return { headers: [['content-type', 'application/graphql']], body: documentShape(random) };
    case 6:
      return {
        path: '/mcp',
        headers: [JSON_TYPE, ['accept', 'application/json, text/event-stream']],
        body: chance(random, 0.3)
          ? jsonShape(random)
          : `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"senders","arguments":{"filter":${jsonShape(random)}}}}`,
      };
    default:
      return { headers: [JSON_TYPE, ...(way === 7 ? ([['accept', 'application/graphql-response+json']] as const) : [])], body: json() };
  }
}

const frame = (random: Random): string => {
  const text = chance(random, 0.1) ? jsonShape(random) : `{"type":"subscribe","id":"1","payload":{${operation(random)}}}`;
  return chance(random, 0.1) ? broken(random, text, PIECES) : text;
};

/** The same case for the same seed and number, whatever came before it. */
export function sentBy(seed: number, index: number): Sent {
  const random = randomBy(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  if (!chance(random, 0.1)) return { over: 'HTTP', bytes: bytesOf({ token: null, isKept: true, ...request(random) }), mayStay: false };
  const text = frame(random);
  return { over: 'WebSocket', bytes: Buffer.from(text), mayStay: text.includes('subscription (') };
}

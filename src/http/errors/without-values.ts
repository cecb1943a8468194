import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { schema } from '../../graphql/schema.ts';

/** A message is as long as its fault needs. */
const LONGEST = 1_000;
/** What stands for a word of the caller's. */
const LEFT_OUT = '…';

/** Words of the language, of a request's form, and of a subgraph. */
const WORDS = [
  ...['query', 'mutation', 'subscription', 'fragment', 'on', 'true', 'false', 'null'],
  ...['operationName', 'variables', 'extensions', 'documentId', 'operations', 'map'],
  ...['_Any', '_Entity', '_Service', '_entities', '_service', 'representations', 'sdl'],
  ...['__typename', '__schema', '__type'],
];

const VOCABULARY: ReadonlySet<string> = new Set([
  ...WORDS,
  ...Object.values(schema.getTypeMap()).flatMap((type) => [
    type.name,
    ...(isEnumType(type) ? type.getValues().map(({ name }) => name) : []),
    ...(isInputObjectType(type) ? Object.keys(type.getFields()) : []),
    ...(isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).flatMap(({ name, args }) => [name, ...args.map((arg) => arg.name)])
      : []),
  ]),
  ...schema.getDirectives().flatMap(({ name, args }) => [name, ...args.map((arg) => arg.name)]),
]);

/** Behind these, and behind the colon of “cannot represent … value: ”, graphql-js prints a value, with whatever quotes stand in it. */
const PRINTED: readonly (readonly [before: string, instead: string])[] = [
  [', found ', '.'],
  [' got invalid value ', ' got an invalid value.'],
];
const WANTED = ' cannot represent ';
const SYNTAX = 'Syntax Error: ';
/** A syntax error quotes what it met behind its kind. */
const MET = /^Syntax Error: .*?(?:Name|Int|Float|String|Comment|character|sequence|got):? (?=")/s;
const QUOTED = /"([^"]*)"/g;
const WORD = /[^\s.,:;!?@&|=()[\]{}]+/g;
/** Names of the document’s own, which say where to look. */
const VARIABLE = /^\$[_a-z]\w{0,39}$/i;
/** In a variable: its name, then fields and numbers of items. */
const PLACE = /^[_a-z]\w{0,39}((?:\.\w+|\[\d+\])*)$/i;

/**
 * The text of an error about a document, its variables or the form of a request, with no word of the caller's in it, which may be a confirmation
 * code: what it quotes stays only where the schema knows it. It still says which variable, where in it, and what is wanted.
 */
export function withoutValues(message: string): string {
  const text = withoutPrinted(message.slice(0, LONGEST));
  const told = text.replace(QUOTED, (whole, quoted: string, at: number) =>
    isKnown(quoted) || VARIABLE.test(quoted) || (text.endsWith(' at ', at) && isPlace(quoted)) ? whole : `"${LEFT_OUT}"`,
  );
  const isCutInQuotes = told.split('"').length % 2 === 0;
  return isCutInQuotes ? `${told.slice(0, told.lastIndexOf('"'))}"${LEFT_OUT}"` : told;
}

const isKnown = (quoted: string) => (quoted.match(WORD) ?? []).every((word) => VOCABULARY.has(word));
const isPlace = (quoted: string) => isKnown((PLACE.exec(quoted)?.[1] ?? LEFT_OUT).replaceAll(/\[\d+\]/g, ' '));

function withoutPrinted(text: string): string {
  const [met] = MET.exec(text) ?? [];
  if (met !== undefined) return `${met.slice(0, -1).replace(/:$/, '')}.`;
  if (text.startsWith(SYNTAX)) return text;
  for (const [before, instead] of PRINTED) {
    const at = text.indexOf(before);
    if (at >= 0) return text.slice(0, at) + instead;
  }
  const wanted = text.indexOf(WANTED);
  const colon = wanted < 0 ? wanted : text.indexOf(': ', wanted);
  return colon < 0 ? text : `${text.slice(0, colon)}.`;
}

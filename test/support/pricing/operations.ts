import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { type Choices, oneIn, pick } from './choices.ts';
import { generateValue, literalOf } from './values.ts';
import type { Known } from './world.ts';

/** An operation with several sets of variables that it can be asked with. */
export interface GeneratedOperation {
  readonly text: string;
  readonly variables: readonly Readonly<Record<string, unknown>>[];
}

/** Fields that are asked for more often, as they are in life. */
const WEIGHTS: Readonly<Record<string, number>> = {
  senders: 60,
  sender: 25,
  nodes: 20,
  node: 10,
  _entities: 10,
  operators: 3,
};
/** What writes nothing, whatever it is asked with. */
const MUTATIONS: Readonly<Record<string, unknown>> = {
  importSenders: { rows: [{ name: 'Shop 1' }, { name: 'Newest' }, { name: 'no name!' }], dryRun: true },
  addSender: { name: 'no name!', comment: 'x'.repeat(3_000), emailOwner: 'nobody', documentInfo: '' },
  deleteSender: { sender: { name: 'nobody' } },
  cancelImport: { id: 'nonsense' },
  resumeWebhook: { name: 'none' },
};
/** Of so many fields, one has this argument: `last` beside `first` is refused. */
const USED: Readonly<Record<string, number>> = { last: 60, before: 30, after: 8, subclient: 12, kinds: 8, status: 8, filter: 6 };
const DEPTH = 5;

/** Valid operations over a schema: aliases, fragments, directives, literals and variables, with defaults, null and left out. */
export function generateOperation(choices: Choices, schema: GraphQLSchema, known: Known, sets = 1): GeneratedOperation {
  return new Generator(choices, schema, known, sets).operation();
}

interface Variable {
  readonly definition: string;
  /** By the set of variables; undefined: left out. */
  readonly values: readonly unknown[];
}

class Generator {
  readonly #choices: Choices;
  readonly #schema: GraphQLSchema;
  readonly #known: Known;
  readonly #sets: number;
  readonly #variables: Variable[] = [];
  readonly #fragments: string[] = [];
  #names = 0;

  constructor(choices: Choices, schema: GraphQLSchema, known: Known, sets: number) {
    this.#choices = choices;
    this.#schema = schema;
    this.#known = known;
    this.#sets = sets;
  }

  operation(): GeneratedOperation {
    const isMutation = oneIn(this.#choices, 40);
    const root = isMutation ? this.#schema.getMutationType() : this.#schema.getQueryType();
    if (root == null) throw new TypeError('The schema has no such operations.');
    const selections = isMutation ? this.#mutation(root) : this.#fields(root, DEPTH, false);
    const definitions = this.#variables.map(({ definition }) => definition).join(', ');
    return {
      text: `${isMutation ? 'mutation' : 'query'} Q${definitions === '' ? '' : `(${definitions})`} { ${selections} } ${this.#fragments.join(' ')}`,
      variables: Array.from({ length: this.#sets }, (_, set) =>
        Object.fromEntries(
          this.#variables.map(({ values }, index) => [`v${index}`, values[set]] as const).filter(([, value]) => value !== undefined),
        ),
      ),
    };
  }

  #mutation(root: GraphQLObjectType): string {
    const name = pick(this.#choices, Object.keys(MUTATIONS));
    const field = root.getFields()[name];
    const [input] = field?.args ?? [];
    if (field === undefined || input === undefined) throw new TypeError(`There is no mutation ${name}.`);
    const value = oneIn(this.#choices, 2) ? this.#variable(input.type, MUTATIONS[name]) : literalOf(input.type, MUTATIONS[name]);
    return `${name}(input: ${value}) ${this.#selection(field.type, DEPTH - 1)}`;
  }

  #fields(type: GraphQLObjectType, depth: number, unique: boolean): string {
    const fields = Object.values(type.getFields()).filter((field) => depth > 0 || !isObject(field.type));
    const weighted = fields.flatMap((field) => Array.from({ length: WEIGHTS[field.name] ?? (isObject(field.type) ? 1 : 2) }, () => field));
    const count = 1 + this.#choices.upTo(type.name === 'Query' ? 1 : 3);
    const chosen = Array.from({ length: count }, () =>
      weighted.length === 0 || oneIn(this.#choices, 12)
        ? this.#typename(unique)
        : this.#field(pick(this.#choices, weighted), depth, unique),
    );
    return chosen.join(' ');
  }

  #typename = (unique: boolean) => `${unique || oneIn(this.#choices, 3) ? `${this.#name()}: ` : ''}__typename`;

  #field(field: GraphQLField<unknown, unknown>, depth: number, unique: boolean): string {
    const asked = field.args.filter(
      (arg) => isRequiredArgument(arg) || (arg.name === 'first' ? !oneIn(this.#choices, 12) : oneIn(this.#choices, USED[arg.name] ?? 4)),
    );
    // A cursor holds for one list, in one order.
    const isKnownOrder = asked.every(({ name }) => name !== 'orderBy' && name !== 'subclient');
    const args = asked
      .filter(({ name }) => isKnownOrder || (name !== 'after' && name !== 'before'))
      .map((arg) => [arg, this.#argument(field, arg)] as const)
      .filter(([, value]) => value !== null)
      .map(([{ name }, value]) => `${name}: ${value}`);
    const alias = unique || args.length > 0 || oneIn(this.#choices, 4) ? `${this.#name()}: ` : '';
    return `${alias}${field.name}${args.length === 0 ? '' : `(${args.join(', ')})`}${this.#directive()} ${this.#selection(field.type, depth - 1)}`;
  }

  /** Null: it is left out after all. */
  #argument(field: GraphQLField<unknown, unknown>, { name, type }: GraphQLArgument): string | null {
    const isOfEvents = field.name === 'events' || field.name === 'history';
    const place = field.name === 'importJob' ? 'importId' : isOfEvents && name === 'after' ? 'eventAfter' : name;
    const make = () => generateValue(this.#choices, this.#known, type, place);
    return oneIn(this.#choices, 2) ? literalOf(type, make()) : this.#variable(type, undefined, make);
  }

  #variable(type: GraphQLInputType, fixed: unknown, make: () => unknown = () => fixed): string {
    const name = `v${this.#variables.length}`;
    const isRequired = isNonNullType(type);
    const fallback = oneIn(this.#choices, 2) ? make() : undefined;
    const hasDefault = fallback !== undefined && !(isRequired && fallback === null);
    const values = Array.from({ length: this.#sets }, () => {
      const isLeftOut = oneIn(this.#choices, 3) && (hasDefault || !isRequired);
      return isLeftOut ? undefined : make();
    });
    this.#variables.push({ definition: `$${name}: ${type}${hasDefault ? ` = ${literalOf(type, fallback)}` : ''}`, values });
    return `$${name}`;
  }

  #directive(): string {
    if (!oneIn(this.#choices, 10)) return '';
    const condition = oneIn(this.#choices, 2) ? String(oneIn(this.#choices, 2)) : this.#variable(BOOLEAN(this.#schema), true);
    return ` @${pick(this.#choices, ['include', 'skip'])}(if: ${condition})`;
  }

  #selection(output: GraphQLOutputType, depth: number): string {
    const type = getNamedType(output);
    if (isAbstractType(type)) {
      const types = this.#schema.getPossibleTypes(type);
      const members = Array.from({ length: 1 + this.#choices.upTo(1) }, () => pick(this.#choices, types));
      return `{ ${members.map((member) => `... on ${member.name} { ${this.#fields(member, depth, true)} }`).join(' ')} ${this.#typename(true)} }`;
    }
    if (!isObjectType(type)) return '';
    if (!oneIn(this.#choices, 6)) return `{ ${this.#fields(type, depth, false)} }`;
    // Unique: a fragment stands beside what else is selected.
    const inner = this.#fields(type, depth, true);
    if (oneIn(this.#choices, 2)) return `{ ... on ${type.name}${this.#directive()} { ${inner} } ${this.#typename(true)} }`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${type.name} { ${inner} }`);
    return `{ ...${name} ${oneIn(this.#choices, 3) ? `...${name}` : ''} }`;
  }

  #name(): string {
    this.#names += 1;
    return `a${this.#names}`;
  }
}

const isObject = (type: GraphQLOutputType) => 'getFields' in getNamedType(type) || 'getTypes' in getNamedType(type);

function BOOLEAN(schema: GraphQLSchema): GraphQLInputType {
  const [condition] = schema.getDirective('include')?.args ?? [];
  if (condition === undefined) throw new TypeError('The schema has no @include.');
  return condition.type;
}

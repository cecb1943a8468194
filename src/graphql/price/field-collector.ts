import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  isAbstractType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

/** A field of an answer: what the schema says of it, its arguments, and what is selected of it in all places that name it. */
export interface CollectedField {
  readonly field: GraphQLField<unknown, unknown>;
  /** As the resolver gets them; null where they are wrong, so that the field is an error. */
  readonly args: Readonly<Record<string, unknown>> | null;
  readonly selectionSets: readonly SelectionSetNode[];
}

const META: Readonly<Record<string, GraphQLField<unknown, unknown>>> = Object.fromEntries(
  [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((field) => [field.name, field]),
);
const NO_ARGUMENTS = {};
const NO_SELECTIONS: readonly SelectionSetNode[] = [];

/** Collects fields as execution does: those of one name in the answer are one, and a fragment counts once for an object. */
export class FieldCollector {
  readonly schema: GraphQLSchema;
  readonly #variables: Variables;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  #left: number;

  /** @param mostSteps selections that are looked at before it gives up */
  constructor(schema: GraphQLSchema, { definitions }: DocumentNode, variables: Variables, mostSteps: number) {
    this.schema = schema;
    this.#variables = variables;
    this.#left = mostSteps;
    this.#fragments = new Map(
      definitions
        .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
        .map((fragment) => [fragment.name.value, fragment]),
    );
  }

  get gaveUp(): boolean {
    return this.#left < 0;
  }

  of(type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]): readonly CollectedField[] {
    const nodes = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const { selections } of selectionSets) this.#collect(type, selections, nodes, spread);
    const fields: CollectedField[] = [];
    for (const sameKey of nodes.values()) {
      const collected = this.#collected(type, sameKey);
      if (collected !== null) fields.push(collected);
    }
    return fields;
  }

  #collect(type: GraphQLObjectType, selections: readonly SelectionNode[], nodes: Map<string, FieldNode[]>, spread: Set<string>): void {
    for (const selection of selections) {
      this.#left -= 1;
      if (this.gaveUp) return;
      if (!this.#isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const sameKey = nodes.get(key);
        if (sameKey === undefined) nodes.set(key, [selection]);
        else sameKey.push(selection);
        continue;
      }
      const name = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : null;
      if (name !== null && spread.has(name)) continue;
      if (name !== null) spread.add(name);
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      if (fragment !== undefined && this.#isOf(type, fragment.typeCondition?.name.value))
        this.#collect(type, fragment.selectionSet.selections, nodes, spread);
    }
  }

  #isIncluded(selection: SelectionNode): boolean {
    if (selection.directives === undefined || selection.directives.length === 0) return true;
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, this.#variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, this.#variables);
    return skip?.if !== true && include?.if !== false;
  }

  #isOf(type: GraphQLObjectType, condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const conditional = this.schema.getType(condition);
    return isAbstractType(conditional) && this.schema.isSubType(conditional, type);
  }

  #collected(type: GraphQLObjectType, nodes: readonly FieldNode[]): CollectedField | null {
    const [node] = nodes;
    const field = node && (META[node.name.value] ?? type.getFields()[node.name.value]);
    if (node === undefined || field === undefined) return null;
    const selectionSets = node.selectionSet === undefined ? NO_SELECTIONS : nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    return { field, args: this.#argumentsOf(field, node), selectionSets };
  }

  #argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): CollectedField['args'] {
    if (field.args.length === 0) return NO_ARGUMENTS;
    try {
      return getArgumentValues(field, node, this.#variables);
    } catch {
      return null;
    }
  }
}

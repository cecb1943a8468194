import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { LimitName } from '../domain/limits.ts';
import { DEFAULT_PAGE } from '../loaders/page.ts';

/** What an operation asks for, fragments taken in. */
export type OperationSize = Readonly<Record<Extract<LimitName, 'depth' | 'rootFields' | 'aliases' | 'directives' | 'complexity'>, number>>;

type Variables = Readonly<Record<string, unknown>>;
type Counts = { depth: number; aliases: number; directives: number; complexity: number };

/** How long lists are that have no page size: the operator columns, some documents, the rows of the catalogue. */
const LENGTHS: Readonly<Record<string, number>> = { operators: 19, files: 5, registrationOptions: 30, webhooks: 10, buckets: 6 };
/** Lists that take a page size. */
const PAGED: ReadonlySet<string> = new Set(['senders', 'history', 'events', 'rows']);
/** As long as what the caller names. */
const BY_ARGUMENT: Readonly<Record<string, string>> = { nodes: 'ids', _entities: 'representations' };

const NOTHING: Counts = { depth: 0, aliases: 0, directives: 0, complexity: 0 };

/**
 * Sizes an operation without expanding it: a fragment is counted once and taken in as numbers, however often it is spread, so that neither
 * fragments within fragments nor a circle of them cost more than their text. Needs no valid document: this stands before validation.
 */
export function operationSize(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): OperationSize {
  const fragments = new Map(
    document.definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const known = new Map<string, Counts>();

  const ofFragment = (name: string): Counts => {
    const counted = known.get(name);
    const fragment = fragments.get(name);
    if (counted !== undefined || fragment === undefined) return counted ?? NOTHING;
    // A circle ends here; validation refuses it.
    known.set(name, NOTHING);
    const counts = ofSelections(fragment.selectionSet);
    known.set(name, counts);
    return counts;
  };
  const ofField = (field: FieldNode): Counts => {
    const inner = field.selectionSet === undefined ? NOTHING : ofSelections(field.selectionSet);
    return {
      depth: inner.depth + 1,
      aliases: inner.aliases + Number(field.alias !== undefined),
      directives: inner.directives,
      complexity: 1 + lengthOf(field, variables) * inner.complexity,
    };
  };
  const ofSelections = ({ selections }: SelectionSetNode): Counts =>
    selections.reduce<Counts>((sum, selection) => {
      const counts =
        selection.kind === Kind.FIELD
          ? ofField(selection)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? ofSelections(selection.selectionSet)
            : ofFragment(selection.name.value);
      return {
        depth: Math.max(sum.depth, counts.depth),
        aliases: sum.aliases + counts.aliases,
        directives: sum.directives + counts.directives + (selection.directives?.length ?? 0),
        complexity: sum.complexity + counts.complexity,
      };
    }, NOTHING);

  const counts = ofSelections(operation.selectionSet);
  return {
    ...counts,
    directives: counts.directives + (operation.directives?.length ?? 0),
    rootFields: rootFields(operation.selectionSet, fragments, new Set()),
  };
}

function rootFields({ selections }: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>, seen: Set<string>): number {
  return selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FIELD) return sum + 1;
    if (selection.kind === Kind.INLINE_FRAGMENT) return sum + rootFields(selection.selectionSet, fragments, seen);
    const fragment = fragments.get(selection.name.value);
    if (fragment === undefined || seen.has(selection.name.value)) return sum;
    seen.add(selection.name.value);
    return sum + rootFields(fragment.selectionSet, fragments, seen);
  }, 0);
}

/** How many items a field has at the most. */
function lengthOf({ name: { value: name }, arguments: given = [] }: FieldNode, variables: Variables): number {
  const byArgument = BY_ARGUMENT[name];
  if (byArgument !== undefined)
    return itemsOf(
      given.find((argument) => argument.name.value === byArgument),
      variables,
    );
  if (!PAGED.has(name)) return LENGTHS[name] ?? 1;
  const sizes = given
    .filter((argument) => ['first', 'last'].includes(argument.name.value))
    .map((argument) => numberOf(argument, variables));
  return Math.max(1, ...(sizes.length === 0 ? [DEFAULT_PAGE] : sizes));
}

function numberOf({ value }: ArgumentNode, variables: Variables): number {
  const given = value.kind === Kind.INT ? Number(value.value) : value.kind === Kind.VARIABLE ? variables[value.name.value] : null;
  return typeof given === 'number' && Number.isFinite(given) ? given : DEFAULT_PAGE;
}

function itemsOf(argument: ArgumentNode | undefined, variables: Variables): number {
  if (argument?.value.kind === Kind.LIST) return argument.value.values.length;
  const given = argument?.value.kind === Kind.VARIABLE ? variables[argument.value.name.value] : null;
  return Array.isArray(given) ? given.length : 1;
}

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { LimitName } from '../domain/limits.ts';

/** The form of an operation, fragments taken in. */
export type OperationSize = Readonly<Record<Extract<LimitName, 'depth' | 'rootFields' | 'aliases' | 'directives'>, number>>;

type Counts = { depth: number; aliases: number; directives: number };

const NOTHING: Counts = { depth: 0, aliases: 0, directives: 0 };

/**
 * Sizes an operation without expanding it: a fragment is counted once and taken in as numbers, however often it is spread, so that neither
 * fragments within fragments nor a circle of them cost more than their text. Needs no valid document: this stands before validation.
 */
export function operationSize(document: DocumentNode, operation: OperationDefinitionNode): OperationSize {
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

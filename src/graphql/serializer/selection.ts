import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** A field under the name that it has in the answer. */
export interface SelectedField {
  readonly key: string;
  readonly name: string;
  readonly node: FieldNode;
}

/**
 * The fields of a selection in the order of the answer, fragments of the same type taken in. null where something depends on variables
 * (@include), on another type, or has to be merged: that is graphql-js's to do.
 */
export function fieldsOf(selectionSet: SelectionSetNode | undefined, type: string, fragments: Fragments): readonly SelectedField[] | null {
  const fields = new Map<string, SelectedField>();
  const collect = (set: SelectionSetNode): boolean =>
    set.selections.every((selection) => {
      if (selection.directives !== undefined && selection.directives.length > 0) return false;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        if (fields.has(key)) return false;
        fields.set(key, { key, name: selection.name.value, node: selection });
        return true;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment === undefined || (fragment.typeCondition !== undefined && fragment.typeCondition.name.value !== type)) return false;
      return collect(fragment.selectionSet);
    });
  return selectionSet !== undefined && collect(selectionSet) ? [...fields.values()] : null;
}

/** The one that is asked for; null where the document leaves it open. */
export function operationIn({ definitions }: DocumentNode, name: string | null | undefined): OperationDefinitionNode | null {
  const [first, ...others] = definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .filter((operation) => name == null || operation.name?.value === name);
  return first === undefined || others.length > 0 ? null : first;
}

import {
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { HeldSender, Part, Snapshot } from '../../account/account.ts';
import type { GraphQLContext } from '../context.ts';
import { encodeNodeId, senderLocalId } from '../node-id.ts';
import { countValues } from '../price/count-values.ts';
import { schema } from '../schema.ts';
import type { Fragments } from './selection.ts';

const IDS = 'writtenSenderIds';
/** Senders that graphql-js makes at once. */
const AT_ONCE = 20;
const name = (value: string) => ({ kind: Kind.NAME, value }) as const;

/** How many values an answer has so far. */
export interface ValueCount {
  values: number;
}

/** The JSON text of senders for one selection, as graphql-js makes it out of the very same parts of the snapshot. */
export interface SenderTexts {
  /** Texts of these senders, in their order; null where graphql-js would have more to say than data. */
  of(
    senders: readonly HeldSender[],
    context: GraphQLContext,
    variables: Readonly<Record<string, unknown>>,
    count: ValueCount,
  ): Promise<readonly string[] | null>;
}

/** What the texts of one list were made of. */
interface Made {
  /** Every part that was read for them, and which snapshot it was. */
  readonly parts: readonly { readonly part: Part; readonly snapshot: Snapshot }[];
  readonly texts: WeakMap<HeldSender, SenderText>;
}

interface SenderText extends ValueCount {
  readonly text: string;
}

/** @returns null for a selection that tells an age: its text is not true for long */
export function senderTexts(selectionSet: SelectionSetNode, operation: OperationDefinitionNode, fragments: Fragments): SenderTexts | null {
  const used = usedIn(selectionSet, fragments);
  if (used.fields.has('ageSeconds')) return null;
  const definitions = (operation.variableDefinitions ?? []).filter(({ variable }) => used.variables.has(variable.name.value));
  const document = nodesDocument(selectionSet, definitions, used.fragments);
  // By the snapshot of the names, which is of one account and subclient; then by what the variables are.
  const made = new WeakMap<Snapshot, Map<string, Made>>();

  const madeOf = async (context: GraphQLContext, names: Snapshot, key: string, subclient: string | null): Promise<Made | null> => {
    const found = made.get(names)?.get(key);
    if (found === undefined) return null;
    const parts = await Promise.all(found.parts.map(({ part }) => context.senders.part(subclient, part)));
    return parts.every((snapshot, index) => snapshot === found.parts[index]?.snapshot) ? found : null;
  };

  return {
    async of(senders, context, variables, count) {
      const [first] = senders;
      if (first === undefined) return [];
      const { subclient } = first;
      const { slices } = context.principal.account;
      const names = await context.senders.part(subclient, 'names');
      const key = JSON.stringify(definitions.map(({ variable }) => variables[variable.name.value] ?? null));
      const known = await madeOf(context, names, key, subclient);
      const missing = known === null ? senders : senders.filter((sender) => !known.texts.has(sender));
      if (known !== null && missing.length === 0) return textsIn(known.texts, senders, count);

      const written = new Map<HeldSender, SenderText>();
      for (let from = 0; from < missing.length; from += AT_ONCE) {
        const some = missing.slice(from, from + AT_ONCE);
        const ids = some.map((sender) => encodeNodeId('Sender', senderLocalId(sender)));
        const { data, errors } = await execute({ schema, document, contextValue: context, variableValues: { ...variables, [IDS]: ids } });
        const nodes: unknown = data?.nodes;
        if (errors !== undefined || !Array.isArray(nodes) || nodes.length !== some.length || nodes.includes(null)) return null;
        for (const [index, sender] of some.entries()) {
          written.set(sender, { text: JSON.stringify(nodes[index]), values: countValues(nodes[index]) });
          const due = slices.yieldIfDue();
          if (due !== null) await due;
        }
      }
      const parts = context.senders.partsRead(subclient);
      const texts = known !== null && isSame(known.parts, parts) ? known.texts : new WeakMap<HeldSender, SenderText>();
      for (const [sender, text] of written) texts.set(sender, text);
      remember(made, names, key, { parts, texts });
      return senders.every((sender) => texts.has(sender)) ? textsIn(texts, senders, count) : null;
    },
  };
}

/** @param senders that have a text */
const textsIn = (texts: Made['texts'], senders: readonly HeldSender[], count: ValueCount): readonly string[] =>
  senders.map((sender) => {
    const { text = '', values = 0 } = texts.get(sender) ?? {};
    count.values += values;
    return text;
  });

const isSame = (a: Made['parts'], b: Made['parts']) =>
  a.length === b.length && a.every(({ snapshot }, index) => snapshot === b[index]?.snapshot);

/** Few selections have variables of many values; what has is not worth holding all of them. */
const MAX_VARIANTS = 20;
function remember(made: WeakMap<Snapshot, Map<string, Made>>, names: Snapshot, key: string, value: Made): void {
  const variants = made.get(names) ?? new Map<string, Made>();
  if (variants.size >= MAX_VARIANTS && !variants.has(key)) variants.clear();
  variants.set(key, value);
  made.set(names, variants);
}

/** query ($ids) { nodes(ids: $ids) { ... on Sender { … } } } */
function nodesDocument(
  selectionSet: SelectionSetNode,
  variableDefinitions: readonly VariableDefinitionNode[],
  fragments: readonly FragmentDefinitionNode[],
): DocumentNode {
  const ids = { kind: Kind.VARIABLE, name: name(IDS) } as const;
  const idList = { kind: Kind.NON_NULL_TYPE, type: { kind: Kind.NAMED_TYPE, name: name('ID') } } as const;
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: OperationTypeNode.QUERY,
        variableDefinitions: [
          ...variableDefinitions,
          {
            kind: Kind.VARIABLE_DEFINITION,
            variable: ids,
            type: { kind: Kind.NON_NULL_TYPE, type: { kind: Kind.LIST_TYPE, type: idList } },
          },
        ],
        selectionSet: {
          kind: Kind.SELECTION_SET,
          selections: [
            {
              kind: Kind.FIELD,
              name: name('nodes'),
              arguments: [{ kind: Kind.ARGUMENT, name: name('ids'), value: ids }],
              selectionSet: {
                kind: Kind.SELECTION_SET,
                selections: [{ kind: Kind.INLINE_FRAGMENT, typeCondition: { kind: Kind.NAMED_TYPE, name: name('Sender') }, selectionSet }],
              },
            },
          ],
        },
      },
      ...fragments,
    ],
  };
}

function usedIn(selectionSet: SelectionSetNode, fragments: Fragments) {
  const variables = new Set<string>();
  const fields = new Set<string>();
  const names = new Set<string>();
  const look = (node: SelectionSetNode | FragmentDefinitionNode): void => {
    visit(node, {
      Field: (field) => void fields.add(field.name.value),
      Variable: (variable) => void variables.add(variable.name.value),
      FragmentSpread(spread) {
        const fragment = fragments.get(spread.name.value);
        if (fragment === undefined || names.has(spread.name.value)) return;
        names.add(spread.name.value);
        look(fragment);
      },
    });
  };
  look(selectionSet);
  return {
    variables,
    fields,
    fragments: [...names].map((fragmentName) => fragments.get(fragmentName)).filter((fragment) => fragment !== undefined),
  };
}

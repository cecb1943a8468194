import { type ExecutionResult, getVariableValues } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GraphQLContext } from '../../graphql/context.ts';
import { schema } from '../../graphql/schema.ts';
import { planOf, type WriteData } from '../../graphql/written/plan.ts';
import { operationIn } from '../../graphql/written/selection.ts';

/** Answers lists of senders with text that is put together from what is kept a sender; everything else, and every error, is graphql-js's. */
export const writeLists = (): Plugin<GraphQLContext> => ({
  onExecute({ args, executeFn, setExecuteFn }) {
    const plan = planOf(args.document, args.operationName);
    if (plan === null) return;
    setExecuteFn(async () => (await written(plan, args)) ?? executeFn(args));
  },
});

type Args = Parameters<NonNullable<Plugin<GraphQLContext>['onExecute']>>[0]['args'];

async function written(plan: WriteData, { document, operationName, variableValues, contextValue }: Args): Promise<ExecutionResult | null> {
  const operation = operationIn(document, operationName);
  const { coerced } = getVariableValues(schema, operation?.variableDefinitions ?? [], variableValues ?? {});
  if (coerced === undefined) return null;
  let text: string | null;
  try {
    text = await plan(contextValue, coerced);
  } catch {
    // graphql-js meets the same failure, out of the same loaders, and gives it its place.
    return null;
  }
  return text === null ? null : new WrittenResult(text);
}

/**
 * A result whose text is there before its data: the data is made for whoever looks at it, which is nobody on the way to a client.
 * A copy by spreading has no data. A class, since V8 keeps the accessors of object literals, and with them each text, until its next full collection.
 */
class WrittenResult implements ExecutionResult {
  extensions?: Record<string, unknown>;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get data(): Record<string, unknown> {
    return JSON.parse(this.#text);
  }

  /** What Yoga calls, as a plain function, in place of JSON.stringify. */
  stringify(result: WrittenResult): string {
    const extensions = result.extensions === undefined ? '' : `,"extensions":${JSON.stringify(result.extensions)}`;
    return `{"data":${result.#text}${extensions}}`;
  }
}

import type { Plugin } from 'graphql-yoga';
import { mayBeLong } from '../limits/long-answers.ts';
import type { ServerContext } from '../request/server-context.ts';
import { stringifyInSlices } from './stringify-in-slices.ts';
import { WrittenResult } from './written-result.ts';

/** Writes long answers of graphql-js in slices of the event loop. Comes after whatever changes their errors: a copy of what it makes has no data. */
export const stringifyLongAnswers = (): Plugin<ServerContext, ServerContext> => ({
  onExecutionResult({ result, setResult, context: { scope, operation } }) {
    if (!mayBeLong(operation) || scope.principal === null) return;
    if (result === undefined || Array.isArray(result) || Symbol.asyncIterator in result || 'stringify' in result || result.data == null)
      return;
    return stringifyInSlices(result.data, scope.principal.account.slices).then(({ text, values }) => {
      operation.done.values += values;
      setResult(new WrittenResult(text, result));
    });
  },
});

import type { Plugin } from 'graphql-yoga';
import type { OperationRecord } from '../pipeline/request-scope.ts';
import type { ServerContext } from './server-context.ts';
import { stringifyInSlices } from './stringify-in-slices.ts';
import { WrittenResult } from './written-result.ts';

/** Up to here an answer is stringified, and its values counted, at once: some 1 ms. */
const LONG = 5_000;

/** True where an answer may have so many values that it is written in slices, and counted there. */
export const mayBeLong = (operation: OperationRecord | undefined): operation is OperationRecord =>
  operation?.price != null && operation.price.values > LONG && operation.kind !== 'subscription';

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

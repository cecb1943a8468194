import { type ExecutionArgs, GraphQLError, getOperationAST, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { coerceVariables, MOST_FAULTS } from '../../graphql/coerce-variables.ts';
import type { ServerContext } from '../request/server-context.ts';

/** As Yoga tells faults of a document: 400, but for clients of plain JSON 200. */
const WRONG = { http: { status: 400, spec: true } };

/**
 * Tells the first few faults of a document and of its variables, and looks for no more. Variables are judged before the executor coerces them,
 * and go on to it only where they have no fault.
 * @param hideSuggestions true: not what a misspelt name may have meant
 */
export function limitFaults(hideSuggestions: boolean): Plugin<ServerContext> {
  const faultsOf = ({ schema, document, operationName, variableValues, contextValue }: ExecutionArgs): readonly GraphQLError[] | null => {
    const { variableDefinitions = [] } = getOperationAST(document, operationName) ?? {};
    const { values, faults } = coerceVariables(schema, variableDefinitions, variableValues ?? {}, { hideSuggestions });
    if (values !== null) (contextValue as ServerContext).coerced = values;
    return faults?.map(({ message, nodes }) => new GraphQLError(message, { nodes: nodes ?? null, extensions: WRONG })) ?? null;
  };
  return {
    onValidate({ setValidationFn }) {
      setValidationFn((schema, document, rules, typeInfo, options) =>
        validate(schema, document, rules, { ...options, maxErrors: MOST_FAULTS, hideSuggestions }, typeInfo),
      );
    },
    onExecute({ args, setResultAndStopExecution }) {
      const errors = faultsOf(args);
      if (errors !== null) setResultAndStopExecution({ errors });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const errors = faultsOf(args);
      if (errors !== null) setResultAndStopExecution({ errors });
    },
  };
}

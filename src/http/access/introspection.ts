import { NoSchemaIntrospectionCustomRule, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Tells nobody the schema, not by what a misspelt field might have meant either. */
export const refuseIntrospection = (): Plugin => ({
  onValidate({ addValidationRule, setValidationFn }) {
    addValidationRule(NoSchemaIntrospectionCustomRule);
    setValidationFn((schema, document, rules, typeInfo, options) =>
      validate(schema, document, rules, { ...options, hideSuggestions: true }, typeInfo),
    );
  },
});

import type { ExecutionResult, GraphQLError } from 'graphql';

/**
 * A result whose text is there before its data: the data is made for whoever looks at it, which is nobody on the way to a client.
 * A copy by spreading has no data. A class, since V8 keeps the accessors of object literals, and with them each text, until its next full collection.
 */
export class WrittenResult implements ExecutionResult {
  readonly errors?: readonly GraphQLError[];
  extensions?: Record<string, unknown>;
  readonly #text: string;

  constructor(text: string, { errors, extensions }: ExecutionResult = {}) {
    this.#text = text;
    if (errors !== undefined) this.errors = errors;
    if (extensions !== undefined) this.extensions = extensions;
  }

  /** The JSON text of its data. */
  get text(): string {
    return this.#text;
  }

  get data(): Record<string, unknown> {
    return JSON.parse(this.#text);
  }

  /** What Yoga calls in place of JSON.stringify, with the errors and extensions that clients may see. */
  readonly stringify = (told: Told): string => answerText(this.#text, told);
}

/** What an answer holds beside its data. */
interface Told {
  readonly errors?: readonly GraphQLError[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** The body of an answer. @param data its JSON text */
export const answerText = (data: string, { errors, extensions }: Told): string =>
  `{${errors === undefined ? '' : `"errors":${JSON.stringify(errors)},`}"data":${data}${extensions === undefined ? '' : `,"extensions":${JSON.stringify(extensions)}`}}`;

/** One tool, tried against a gateway that runs with a sandbox of its own. */
export interface Check {
  /** The package that is tried; the table tells its installed version. */
  readonly tool: string;
  /** What is done with it, for both READMEs. */
  readonly tried: { readonly en: string; readonly ru: string };
  /** A module whose `run` takes the address of the GraphQL endpoint. It throws where anything is not as it should be. */
  readonly module: string;
  /** Settings of the gateway; without them it runs as it comes. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Example {
  readonly run: (url: string) => Promise<void>;
}

/** A row of the table in the READMEs. */
export interface Result {
  readonly tool: string;
  readonly version: string;
  readonly tried: Check['tried'];
  /** `ok`, or the first line of what went wrong. */
  readonly result: string;
}

/** For the end of a switch: compiles only while every member of the union has a case. */
export function unreachable(value: never): never {
  throw new TypeError(`no case for ${JSON.stringify(value)}`);
}

import type { Call, Outcome } from './call.ts';
import { add, change, remove } from './change.ts';
import { list, listQuestion } from './list.ts';
import { checkCode, sendCode } from './verification.ts';

export interface SandboxCommand {
  /** The parameter that selects it, with the value 1. */
  readonly param: string;
  run(call: Call): Outcome;
  /** The limit per minute that it stands under, and what is identical to it. */
  readonly limit: { readonly kind: 'list' | 'add'; question(call: Call): string } | null;
  readonly mutates: boolean;
}

/** In the order in which a request is searched for them. */
const COMMANDS: readonly SandboxCommand[] = [
  { param: 'get', run: list, limit: { kind: 'list', question: listQuestion }, mutates: false },
  { param: 'add', run: add, limit: { kind: 'add', question: () => '' }, mutates: true },
  { param: 'chg', run: change, limit: null, mutates: true },
  { param: 'send_code', run: sendCode, limit: null, mutates: true },
  { param: 'check_code', run: checkCode, limit: null, mutates: true },
  { param: 'del', run: remove, limit: null, mutates: true },
];

export const COMMAND_PARAMS: readonly string[] = COMMANDS.map(({ param }) => param);

export const commandOf = (params: ReadonlyMap<string, string>): SandboxCommand | undefined =>
  COMMANDS.find(({ param }) => params.get(param) === '1');

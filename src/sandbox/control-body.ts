import { ASSUMPTIONS, type Assumptions } from './assumptions.ts';
import { COLUMNS } from './columns.ts';
import { COMMAND_PARAMS } from './commands.ts';
import type { Move } from './control.ts';
import { FAULT_KINDS, type Fault, type FaultKind } from './faults.ts';

/** A body that breaks a rule; the message says which. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
}

type Check<T> = (value: unknown) => value is T;

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isMoved = (value: unknown): value is Move['what'] =>
  value === 'status' || value === 'file' || COLUMNS.some((column) => column === value);
const isFaultKind = (value: unknown): value is FaultKind => isText(value) && Object.hasOwn(FAULT_KINDS, value);
const isCommand = (value: unknown): value is string => isText(value) && COMMAND_PARAMS.includes(value);

interface Fields {
  required<T>(name: string, check: Check<T>): T;
  optional<T>(name: string, check: Check<T>): T | undefined;
}

/** @throws BodyError where the body is no JSON object, or has a key that is not known: a misspelt one would else do nothing in silence */
function fieldsOf(body: Buffer, known: readonly string[]): Fields {
  let value: unknown = {};
  try {
    if (body.length > 0) value = JSON.parse(body.toString());
  } catch {
    throw new BodyError('The body is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BodyError('The body is no JSON object.');
  const fields = new Map<string, unknown>(Object.entries(value));
  const unknown = [...fields.keys()].filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new BodyError(`${unknown.join(', ')}: not known here; known are ${known.join(', ') || 'none'}.`);
  const optional = <T>(name: string, check: Check<T>): T | undefined => {
    const field = fields.get(name);
    if (field === undefined || check(field)) return field;
    throw new BodyError(`${name}: ${JSON.stringify(field)} is not possible.`);
  };
  return {
    optional,
    required(name, check) {
      const field = optional(name, check);
      if (field === undefined) throw new BodyError(`${name}: is needed.`);
      return field;
    },
  };
}

export function readMove(body: Buffer): Move {
  const { required, optional } = fieldsOf(body, ['id', 'what', 'value', 'fid', 'comment']);
  return {
    id: required('id', isCount),
    what: required('what', isMoved),
    value: required('value', isCount),
    fid: optional('fid', isCount),
    comment: optional('comment', isText),
  };
}

export function readFault(body: Buffer): Fault {
  const { required, optional } = fieldsOf(body, ['kind', 'command', 'times', 'ms', 'code', 'afterEffect']);
  return {
    kind: required('kind', isFaultKind),
    command: optional('command', isCommand),
    times: optional('times', isCount),
    ms: optional('ms', isCount),
    code: optional('code', isCount),
    afterEffect: optional('afterEffect', isFlag),
  };
}

export function readSenders(body: Buffer): { count: number; login: string | undefined; subclient: string | undefined } {
  const { required, optional } = fieldsOf(body, ['count', 'login', 'subclient']);
  return { count: required('count', isCount), login: optional('login', isText), subclient: optional('subclient', isText) };
}

/** Names and alternatives are judged where they are taken. */
export function readChoice(body: Buffer): Partial<Assumptions> {
  const names = Object.keys(ASSUMPTIONS);
  const { optional } = fieldsOf(body, names);
  return Object.fromEntries(names.map((name) => [name, optional(name, isText)]).filter(([, chosen]) => chosen !== undefined));
}

export function readNothing(body: Buffer): void {
  fieldsOf(body, []);
}

import { COMMANDS, type Command, LIST_PAGE } from '../domain/commands.ts';
import { BELARUS_FIELDS, REGISTRATIONS, type RegionalTariff, UKRAINE_FIELDS } from '../domain/registrations.ts';
import { senderKindOf, type Upload } from '../domain/sender.ts';
import { rowsOf } from '../domain/table.ts';
import type {
  AddRequest,
  ChangeRequest,
  CheckCodeRequest,
  DeleteRequest,
  ListQuestion,
  SendCodeRequest,
  SenderDetails,
  SenderTarget,
} from './api.ts';

/** A request in the provider's words, without the credentials. */
export interface WireRequest {
  readonly command: Command;
  readonly params: readonly (readonly [name: string, value: string])[];
  readonly document: Upload | null;
}

type Param = readonly [name: string, value: string];

const flag = (name: string, set: boolean): Param[] => (set ? [[name, '1']] : []);
const given = (name: string, value: string | null): Param[] => (value === null || value === '' ? [] : [[name, value]]);

const wireRequest = (command: Command, params: readonly Param[], document: Upload | null = null): WireRequest => ({
  command,
  params: [[COMMANDS[command].param, '1'], ['fmt', '3'], ['charset', 'utf-8'], ...params],
  document,
});

/** From YYYY-MM-DD to the provider's DD.MM.YYYY. */
const wireDay = (day: string) => day.split('-').reverse().join('.');

/** @throws RangeError where the question can't be put to the provider */
export function encodeList({ all, operators, files, changedSince, before, count, subclient }: ListQuestion): WireRequest {
  // prev_id pages by id, from_date sorts by day: together they would lose rows.
  if (changedSince !== null && before !== null) throw new RangeError('changedSince and before exclude each other');
  if (!Number.isInteger(count) || count < 1 || count > LIST_PAGE) throw new RangeError(`count must be 1 to ${LIST_PAGE}`);
  return wireRequest('LIST', [
    ['all', all ? '1' : '0'],
    ...flag('operators', operators),
    ...flag('files', files),
    ...given('from_date', changedSince === null ? null : wireDay(changedSince)),
    ...given('prev_id', before),
    // The default is not written anywhere.
    ['cnt', String(count)],
    ...given('user', subclient),
  ]);
}

const REGIONS = { ukraine: UKRAINE_FIELDS, belarus: BELARUS_FIELDS } as const;

function regionParams(
  form: keyof typeof REGIONS,
  values: ({ readonly tariff: RegionalTariff } & Readonly<Record<string, string | number>>) | null,
): Param[] {
  if (values === null) return [];
  const registration = rowsOf(REGISTRATIONS).find(([, row]) => row.form === form && row.tariff === values.tariff);
  const fields = rowsOf(REGIONS[form]).map(([field, param]): Param => [param, String(values[field])]);
  return [...(registration === undefined ? [] : flag(registration[1].param, true)), ...fields];
}

const detailParams = ({ registrations, ukraine, belarus, document, documentInfo, subclient }: SenderDetails): Param[] => [
  ...[...new Set(registrations)].flatMap((registration) => flag(REGISTRATIONS[registration].param, true)),
  ...regionParams('ukraine', ukraine && { ...ukraine }),
  ...regionParams('belarus', belarus && { ...belarus }),
  ...given('doc_info', document === null ? null : documentInfo),
  ...given('user', subclient),
];

const targetParams = (target: SenderTarget): Param[] => ('smscId' in target ? [['id', target.smscId]] : [['sender', target.name]]);

export function encodeAdd(request: AddRequest): WireRequest {
  const { name, emailOwner, comment, document } = request;
  const isEmail = senderKindOf(name) === 'EMAIL';
  const params: Param[] = [
    ['sender', name],
    // An absent or empty cmt is refused with error 1 (recorded): the name stands in.
    ['cmt', comment?.trim() ? comment : name],
    // A reading of the page: mail=1 says that `sender` is an address, `name` is its owner.
    ...flag('mail', isEmail),
    ...given('name', isEmail ? emailOwner : null),
    ...detailParams(request),
  ];
  return wireRequest('ADD', params, document);
}

export function encodeChange(request: ChangeRequest): WireRequest {
  return wireRequest(
    'CHANGE',
    [...targetParams(request.target), ...given('cmt', request.comment), ...detailParams(request)],
    request.document,
  );
}

export const encodeDelete = ({ target, subclient }: DeleteRequest): WireRequest =>
  wireRequest('DELETE', [...targetParams(target), ...given('user', subclient)]);

export const encodeSendCode = ({ number, from, siteName, subclient }: SendCodeRequest): WireRequest =>
  wireRequest('SEND_CODE', [['sender', number], ...given('site', from), ...given('site_name', siteName), ...given('user', subclient)]);

export const encodeCheckCode = ({ number, code, subclient }: CheckCodeRequest): WireRequest =>
  wireRequest('CHECK_CODE', [['sender', number], ['code', code], ...given('user', subclient)]);

/** Whom a request is for; null: the account itself. */
export const subclientOf = ({ params }: WireRequest): string | null => params.find(([name]) => name === 'user')?.[1] ?? null;

/** What makes two requests identical to the provider's limits: a list's parameters, otherwise the command. Holds no secret. */
export const questionOf = ({ command, params }: WireRequest): string =>
  command === 'LIST' ? new URLSearchParams(params.map(([name, value]) => [name, value])).toString() : COMMANDS[command].param;

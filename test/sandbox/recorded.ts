import type { Params } from './calling.ts';

/** A fixture that was typed by hand from the provider's page or a recording, and the request that it answers. */
export interface Recorded {
  /** In test/fixtures/wire, without `.txt`; ends with the value of fmt. */
  readonly fixture: string;
  /** Sent to a sandbox that holds my_shop (id 1000001, admitted, one file) and second (id 1000002, awaiting). */
  readonly params: Params;
}

const inFormats = (name: string, formats: string, params: Params): readonly Recorded[] =>
  [...formats].map((fmt) => ({ fixture: `${name}.${fmt}`, params }));

export const RECORDED: readonly Recorded[] = [
  ...inFormats('error', '0123', {}),
  ...inFormats('error-2', '3', { get: '1', psw: 'wrong' }),
  ...inFormats('error-3', '3', { del: '1', sender: 'nobody' }),
  ...inFormats('error-5', '3', { add: '1', sender: 'my_shop', cmt: 'x' }),
  ...inFormats('error-7', '3', { send_code: '1', sender: '12' }),
  ...inFormats('error-8', '3', { send_code: '1', sender: '79990001000' }),
  ...inFormats('error-9', '3', { get: '1' }),
  ...inFormats('list', '0123', { get: '1' }),
  ...inFormats('list-all', '0123', { get: '1', all: '1' }),
  ...inFormats('list-operators', '023', { get: '1', operators: '1' }),
  ...inFormats('list-files', '23', { get: '1', files: '1' }),
  ...inFormats('add', '0123', { add: '1', sender: 'new', cmt: 'x' }),
  ...inFormats('ok', '0123', { del: '1', sender: 'my_shop' }),
];

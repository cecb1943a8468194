import type { Assumptions } from '../assumptions.ts';
import type { Column } from '../columns.ts';

/** A sender as the formats see it. */
export interface ListedSender {
  readonly id: number;
  readonly name: string;
  readonly comment: string;
  readonly replacements: ReadonlyMap<string, string>;
}

export interface ListedFile {
  readonly fid: number;
  readonly name: string;
  readonly status: number;
  readonly comment: string;
}

/** What a list was asked for, and how to read each sender at the instant of the question. */
export interface Listing<Sender extends ListedSender = ListedSender> {
  readonly senders: readonly Sender[];
  /** all=1: with each sender's status. */
  readonly all: boolean;
  /** operators=1: with the operators' statuses, and then without the sender's own, as on the provider's page. */
  readonly operators: boolean;
  /** files=1, of which fmt 2 and 3 alone know. */
  readonly files: boolean;
  /** fmt 3 with all=1 and operators=1. */
  readonly statusBesideColumns: boolean;
  /** fmt 3: false for a row without its columns. */
  hasColumns(sender: Sender): boolean;
  /** What holds of the text of fmt 3. */
  readonly assume: Assumptions;
  readonly oddity: Assumptions['oddAnswer'];
  status(sender: Sender): number;
  /** In the order of COLUMNS. The array is overwritten by the next call: 15,000 rows would else leave 15,000 behind. */
  operatorStatuses(sender: Sender): Int32Array;
  documents(sender: Sender): readonly ListedFile[];
}

/** One value of `fmt`: turns answers into text. No answer is ever empty. */
export interface Format {
  readonly contentType: string;
  /** Stands for a character that the answer's charset has not. */
  substitute(character: string): string;
  error(number: number, text: string): string;
  added(id: number): string;
  /** Success of chg, del, send_code and check_code. */
  readonly done: string;
  /** null where an empty list would leave the body empty. */
  list<Sender extends ListedSender>(listing: Listing<Sender>): string | null;
}

/**
 * The key under which an operator's replacement name follows its column in fmt 0, 2 and 3. A guess: the provider announces the names and
 * shows no sample.
 */
export const replacementKey = (column: Column): string => `${column}_name`;

/** The order of the columns in fmt 0 and 2, which is not that of fmt 3. */
export const TEXT_COLUMNS: readonly Column[] = [
  'mega_step',
  'bee_step',
  'motiv_step',
  'sber_step',
  'winmob_step',
  'volnamob_step',
  'mts_step',
  'tele2_step',
  'tele2',
  'ua_reg',
  'ua_int',
  'mega_int',
  'motiv_int',
  'mts_int',
  'motiv',
  'by_reg',
  'by_int',
  'tele2_int',
  'sber_int',
];

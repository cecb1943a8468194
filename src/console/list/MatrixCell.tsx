import { useSpeech } from '../i18n/language.tsx';
import type { OperatorBrand } from '../i18n/text-table.ts';
import { columnName, type OperatorColumn } from '../status/operator-columns.ts';
import { REGISTRATION_STATUSES } from '../status/registration-statuses.ts';
import { Sign } from '../status/Sign.tsx';
import type { Cell } from './use-cells.ts';

/** What a cell says, in words. */
export function useCellWords(): (brand: OperatorBrand, column: OperatorColumn, cell: Cell | undefined) => string {
  const { texts, format } = useSpeech();
  return (brand, column, cell) => {
    const operator = columnName(brand, column, texts);
    if (cell === undefined) return `${operator}: ${texts.list.notRegistered}`;
    const number = cell.status === 'UNKNOWN' && cell.rawStatus !== null ? ` (${texts.rawStatus(format.number(cell.rawStatus))})` : '';
    const replaced = cell.replacementName === null ? '' : `, ${texts.list.replacedBy(cell.replacementName)}`;
    return `${operator}: ${texts.registrationStatus[cell.status].label}${number}${replaced}`;
  };
}

interface Props {
  readonly id: string;
  readonly words: string;
  readonly cell: Cell | undefined;
  /** The row's operators have not come yet. */
  readonly isPending: boolean;
  readonly columnIndex: number;
  readonly isActive: boolean;
  readonly isLast: boolean;
  readonly onChoose: () => void;
}

export function MatrixCell({ id, words, cell, isPending, columnIndex, isActive, isLast, onChoose }: Props) {
  const look = cell === undefined ? null : REGISTRATION_STATUSES[cell.status];
  const square =
    look === null
      ? isPending
        ? 'square square-pending'
        : 'square square-none'
      : `square tone-${look.tone}${look.outlook === 'idle' ? ' square-idle' : ''}`;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
    <div
      id={id}
      role="gridcell"
      aria-colindex={columnIndex}
      aria-label={words}
      title={words}
      className={`matrix-cell${isActive ? ' cell-active' : ''}${isLast ? ' matrix-cell-last' : ''}`}
      onClick={onChoose}
    >
      <span className={square}>
        {look !== null && <Sign name={look.sign} />}
        {cell?.replacementName != null && <span className="square-replaced" />}
      </span>
    </div>
  );
}

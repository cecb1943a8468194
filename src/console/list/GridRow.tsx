import { memo } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import { Link } from '../routing/Link.tsx';
import { senderPath } from '../routing/routes.ts';
import type { BrandColumns } from '../status/operator-columns.ts';
import { StatusChip } from '../status/StatusChip.tsx';
import { SENDER_STATUSES } from '../status/sender-statuses.ts';
import { MatrixCell, useCellWords } from './MatrixCell.tsx';
import { OutlookSummary } from './OutlookSummary.tsx';
import type { SenderName } from './page-chain.ts';
import type { Cells } from './use-cells.ts';

interface Props {
  readonly sender: SenderName | null;
  readonly row: number;
  readonly top: number;
  readonly brands: readonly BrandColumns[];
  /** Undefined until they have come. */
  readonly cells: Cells | undefined;
  /** While one looked. */
  readonly isChanged: boolean;
  readonly activeColumn: number | null;
  readonly onChoose: (row: number, column: number) => void;
}

export const cellId = (row: number, column: number) => `cell-${row}-${column}`;

export const GridRow = memo(function GridRow({ sender, row, top, brands, cells, isChanged, activeColumn, onChoose }: Props) {
  const { texts } = useSpeech();
  const words = useCellWords();
  const place = { transform: `translateY(${top}px)` };
  // Two header columns stand before the matrix, one header row above this one; ARIA counts from 1.
  if (sender === null)
    return (
      <div role="row" className="grid-row body-row row-pending" aria-rowindex={row + 2} style={place}>
        <div role="gridcell" className="name-cell" aria-colindex={1} aria-label={texts.loading}>
          <span className="skeleton" />
        </div>
      </div>
    );

  const { tone, sign } = SENDER_STATUSES[sender.status];
  const byColumn = new Map(cells?.map((cell) => [cell.operator.column, cell]));
  let column = 1;
  return (
    <div
      role="row"
      className={activeColumn === null ? 'grid-row body-row' : 'grid-row body-row row-active'}
      aria-rowindex={row + 2}
      style={place}
    >
      <div role="gridcell" id={cellId(row, 0)} aria-colindex={1} className={activeColumn === 0 ? 'name-cell cell-active' : 'name-cell'}>
        <Link href={senderPath(sender.id)} tabIndex={-1} className={isChanged ? 'name-link name-new' : 'name-link'} title={sender.name}>
          {sender.name}
        </Link>
        {isChanged && <span className="visually-hidden">{texts.changes.fresh}</span>}
        {sender.kind !== 'ALPHANUMERIC' && <span className="kind">{texts.kinds[sender.kind]}</span>}
      </div>
      <div role="gridcell" id={cellId(row, 1)} aria-colindex={2} className={activeColumn === 1 ? 'status-cell cell-active' : 'status-cell'}>
        <StatusChip tone={tone} sign={sign} label={texts.senderStatus[sender.status].label} />
        <OutlookSummary cells={cells} />
      </div>
      {brands.map(({ brand, columns }) => (
        <div key={brand} role="presentation" className={`brand-cells brand-of-${columns.length}`}>
          {columns.map((operator, index) => {
            column += 1;
            const at = column;
            const cell = byColumn.get(operator.column);
            return (
              <MatrixCell
                key={operator.column}
                id={cellId(row, at)}
                words={words(brand, operator, cell)}
                cell={cell}
                isPending={cells === undefined}
                columnIndex={at + 1}
                isActive={activeColumn === at}
                isLast={index === columns.length - 1}
                onChoose={() => onChoose(row, at)}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
});

import { useSpeech } from '../i18n/language.tsx';
import type { BrandColumns } from '../status/operator-columns.ts';
import { REGISTRATION_STATUSES } from '../status/registration-statuses.ts';
import { StatusChip } from '../status/StatusChip.tsx';
import { SENDER_STATUSES } from '../status/sender-statuses.ts';
import { useCellWords } from './MatrixCell.tsx';
import type { SenderName } from './page-chain.ts';
import type { Cells } from './use-cells.ts';

interface Props {
  readonly sender: SenderName | null;
  readonly column: number;
  readonly brands: readonly BrandColumns[];
  readonly cells: ReadonlyMap<string, Cells>;
}

/** A line below the matrix that says of the chosen cell what it means and what to do next. */
export function ActiveCell({ sender, column, brands, cells }: Props) {
  const { texts } = useSpeech();
  const words = useCellWords();
  if (sender === null) return null;
  const operators = brands.flatMap((group) => group.columns.map((operator) => ({ brand: group.brand, operator })));
  const place = operators[column - 2];
  if (place === undefined) {
    const { label, next } = texts.senderStatus[sender.status];
    return (
      <p className="active-cell">
        <strong>{sender.name}</strong>
        <StatusChip {...SENDER_STATUSES[sender.status]} label={label} />
        <span>{next}</span>
      </p>
    );
  }
  const cell = cells.get(sender.id)?.find(({ operator }) => operator.column === place.operator.column);
  return (
    <p className="active-cell">
      <strong>{sender.name}</strong>
      {cell !== undefined && <StatusChip {...REGISTRATION_STATUSES[cell.status]} label={texts.registrationStatus[cell.status].label} />}
      <span>
        {words(place.brand, place.operator, cell)}. {cell !== undefined && texts.registrationStatus[cell.status].next}
      </span>
    </p>
  );
}

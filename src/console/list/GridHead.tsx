import { Fragment } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import type { SortOrder } from '../i18n/text-table.ts';
import { type BrandColumns, columnName } from '../status/operator-columns.ts';
import { Sign } from '../status/Sign.tsx';

interface Props {
  readonly brands: readonly BrandColumns[];
  readonly sort: SortOrder;
  readonly onSort: (sort: SortOrder) => void;
}

/** Two lines over the matrix: the brands, and below them their tariffs. */
export function GridHead({ brands, sort, onSort }: Props) {
  const { texts } = useSpeech();
  const flat = brands.flatMap((group) => group.columns);
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" className="grid-row grid-brands" aria-rowindex={1}>
        <div
          role="columnheader"
          className="name-cell"
          aria-colindex={1}
          aria-sort={sort === 'NAME-ASC' ? 'ascending' : sort === 'NAME-DESC' ? 'descending' : 'none'}
        >
          <SortButton
            label={texts.list.columnName}
            isOn={sort.startsWith('NAME')}
            onPress={() => onSort(sort === 'NAME-ASC' ? 'NAME-DESC' : 'NAME-ASC')}
            isDescending={sort === 'NAME-DESC'}
          />
        </div>
        <div role="columnheader" className="status-cell" aria-colindex={2} aria-sort={sort === 'STATUS-ASC' ? 'ascending' : 'none'}>
          <SortButton
            label={texts.list.columnStatus}
            isOn={sort === 'STATUS-ASC'}
            onPress={() => onSort(sort === 'STATUS-ASC' ? 'CREATED-DESC' : 'STATUS-ASC')}
          />
        </div>
        {brands.map(({ brand, columns }) => (
          <Fragment key={brand}>
            <div className={`brand-cell brand-of-${columns.length}`} aria-hidden="true">
              <span className="brand-name">{texts.brands[brand]}</span>
              <span className="brand-variants">
                {columns.map(({ column, variant }) => (
                  <span key={column}>{texts.variantSigns[variant]}</span>
                ))}
              </span>
            </div>
          </Fragment>
        ))}
        {brands.map(({ brand, columns }) =>
          columns.map((column) => (
            <div key={column.column} role="columnheader" className="visually-hidden" aria-colindex={flat.indexOf(column) + 3}>
              {columnName(brand, column, texts)}
            </div>
          )),
        )}
      </div>
    </div>
  );
}

interface SortButtonProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly isDescending?: boolean;
  readonly onPress: () => void;
}

function SortButton({ label, isOn, isDescending = false, onPress }: SortButtonProps) {
  return (
    <button type="button" className={`sort-button${isOn ? ' sort-on' : ''}${isDescending ? ' sort-descending' : ''}`} onClick={onPress}>
      {label}
      <Sign name="down" size={12} />
    </button>
  );
}

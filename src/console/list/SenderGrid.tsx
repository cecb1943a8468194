import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useMemo, useRef } from 'react';
import { useChanges } from '../changes/changes.tsx';
import { useSpeech } from '../i18n/language.tsx';
import type { SortOrder } from '../i18n/text-table.ts';
import { navigate } from '../routing/router.ts';
import { senderPath } from '../routing/routes.ts';
import { useCatalogue } from '../shell/viewer.tsx';
import { type BrandColumns, brandColumns } from '../status/operator-columns.ts';
import { ActiveCell } from './ActiveCell.tsx';
import { GridHead } from './GridHead.tsx';
import { cellId, GridRow } from './GridRow.tsx';
import type { SenderName } from './page-chain.ts';
import { type Cells, useCells } from './use-cells.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { useMediaQuery } from './use-media-query.ts';
import { useSettled } from './use-settled.ts';

interface Props {
  readonly senders: readonly SenderName[];
  readonly total: number;
  readonly sort: SortOrder;
  readonly onSort: (sort: SortOrder) => void;
}

const OVERSCAN = 8;
const ROW_HEIGHT = 44;
/** Where the matrix gives way to a summary below the name. */
const NARROW = '(max-width: 719px)';
const NARROW_ROW_HEIGHT = 68;
const HEAD_HEIGHT = 56;

/** The list as a matrix: only the rows in sight are in the document, and only their operators are asked for. */
export function SenderGrid({ senders, total, sort, onSort }: Props) {
  const { texts } = useSpeech();
  const isNarrow = useMediaQuery(NARROW);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT),
    overscan: OVERSCAN,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const rows = virtualizer.getVirtualItems();
  // While one scrolls on and on, nothing is asked for that would be out of sight when it comes.
  const firstRow = useSettled(rows[0]?.index ?? 0);
  const cells = useCells(senders, firstRow);
  const { newest } = useChanges();
  const changed = useMemo(() => new Set(newest.map(({ name }) => name)), [newest]);
  const catalogue = useCatalogue();
  const brands = useMemo(() => withUnknown(brandColumns(catalogue), cells), [catalogue, cells]);
  const columns = isNarrow ? 2 : 2 + brands.reduce((count, group) => count + group.columns.length, 0);

  const keys = useGridKeys({
    rows: total,
    columns,
    pageRows: Math.max(1, rows.length - 2 * OVERSCAN - 1),
    onMove: ({ row, column }) => {
      virtualizer.scrollToIndex(row);
      requestAnimationFrame(() => document.getElementById(cellId(row, column))?.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
    },
    onOpen: (row) => {
      const sender = senders[row];
      if (sender !== undefined) navigate(senderPath(sender.id));
    },
  });
  const { active, setActive } = keys;
  const choose = useCallback((row: number, column: number) => setActive({ row, column }), [setActive]);

  return (
    <div className="grid-frame">
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        className="grid"
        aria-label={texts.list.grid}
        aria-description={texts.list.gridHint}
        aria-rowcount={total + 1}
        aria-colcount={columns}
        aria-activedescendant={active === null ? undefined : cellId(active.row, active.column)}
        onFocus={keys.onFocus}
        onKeyDown={keys.onKeyDown}
      >
        <div className="grid-table" role="presentation">
          <GridHead brands={isNarrow ? [] : brands} sort={sort} onSort={onSort} />
          <div role="rowgroup" className="grid-body" style={{ height: virtualizer.getTotalSize() }}>
            {rows.map(({ index, start }) => {
              const sender = senders[index] ?? null;
              return (
                <GridRow
                  key={index}
                  row={index}
                  top={start}
                  sender={sender}
                  brands={isNarrow ? [] : brands}
                  cells={sender === null ? undefined : cells.get(sender.id)}
                  isChanged={sender !== null && changed.has(sender.name)}
                  activeColumn={active?.row === index ? active.column : null}
                  onChoose={choose}
                />
              );
            })}
          </div>
        </div>
      </div>
      <ActiveCell
        sender={active === null ? null : (senders[active.row] ?? null)}
        column={active?.column ?? 0}
        brands={brands}
        cells={cells}
      />
    </div>
  );
}

/** Columns that the provider reports and the catalogue does not know stand at the end. */
function withUnknown(brands: BrandColumns[], cells: ReadonlyMap<string, Cells>): BrandColumns[] {
  const unknown = new Set<string>();
  for (const row of cells.values()) for (const { operator } of row) if (operator.code === 'UNKNOWN') unknown.add(operator.column);
  if (unknown.size === 0) return brands;
  const columns = [...unknown].sort().map((column) => ({ code: 'UNKNOWN', column, variant: 'OTHER' }) as const);
  return [...brands, { brand: 'UNKNOWN', country: 'RU', columns }];
}

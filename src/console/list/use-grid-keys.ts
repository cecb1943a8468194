import { type FocusEvent, type KeyboardEvent, useState } from 'react';

export interface GridPosition {
  readonly row: number;
  readonly column: number;
}

interface Options {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a page down passes. */
  readonly pageRows: number;
  readonly onMove: (to: GridPosition) => void;
  readonly onOpen: (row: number) => void;
}

const clamp = (value: number, max: number) => Math.max(0, Math.min(value, max));

type Step = (at: GridPosition, size: Options) => Partial<GridPosition>;
const STEPS: Readonly<Record<string, Step>> = {
  ArrowDown: ({ row }) => ({ row: row + 1 }),
  ArrowUp: ({ row }) => ({ row: row - 1 }),
  ArrowRight: ({ column }) => ({ column: column + 1 }),
  ArrowLeft: ({ column }) => ({ column: column - 1 }),
  PageDown: ({ row }, { pageRows }) => ({ row: row + pageRows }),
  PageUp: ({ row }, { pageRows }) => ({ row: row - pageRows }),
  Home: () => ({ column: 0 }),
  End: (_, { columns }) => ({ column: columns - 1 }),
  'Control+Home': () => ({ row: 0, column: 0 }),
  'Control+End': (_, { rows, columns }) => ({ row: rows - 1, column: columns - 1 }),
};

/** The keys of the ARIA grid pattern. The grid keeps the focus and names its active cell, as rows come and go while one scrolls. */
export function useGridKeys(options: Options) {
  const [active, setActive] = useState<GridPosition | null>(null);
  const { rows, columns, onMove, onOpen } = options;

  const move = (to: GridPosition) => {
    const next = { row: clamp(to.row, rows - 1), column: clamp(to.column, columns - 1) };
    setActive(next);
    onMove(next);
  };

  return {
    /** Within what there is now. */
    active: active === null || rows === 0 ? null : { row: clamp(active.row, rows - 1), column: clamp(active.column, columns - 1) },
    setActive,
    onFocus: ({ target, currentTarget }: FocusEvent) => {
      if (target === currentTarget && active === null && rows > 0) setActive({ row: 0, column: 0 });
    },
    onKeyDown: (event: KeyboardEvent) => {
      // The buttons in its head have keys of their own.
      if (event.target !== event.currentTarget) return;
      if (event.key === 'Enter' && active !== null) return onOpen(active.row);
      const step = STEPS[event.ctrlKey ? `Control+${event.key}` : event.key];
      if (step === undefined || rows === 0) return;
      event.preventDefault();
      move({ ...(active ?? { row: 0, column: 0 }), ...(active === null ? {} : step(active, options)) });
    },
  };
}

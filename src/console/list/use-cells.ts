import { useMemo } from 'react';
import { useLiveQuery } from '../api/use-live-query.ts';
import { SenderCellsDocument, type SenderCellsQuery } from '../generated/operations.ts';
import type { SenderName } from './page-chain.ts';

export type Cells = Extract<NonNullable<SenderCellsQuery['nodes'][number]>, { operators: unknown }>['operators'];
export type Cell = Cells[number];

/** Rows are asked for in fixed groups, so that a little scrolling asks for nothing new. Three of them cover a screen of 80 rows. */
const GROUP = 40;

/** The operators of the rows that are on the screen, by the sender's id; the rest is left with the gateway. */
export function useCells(senders: readonly SenderName[], firstRow: number): ReadonlyMap<string, Cells> {
  const group = Math.floor(firstRow / GROUP);
  const first = useGroup(senders, group);
  const second = useGroup(senders, group + 1);
  const third = useGroup(senders, group + 2);
  return useMemo(() => new Map([...cellsOf(first), ...cellsOf(second), ...cellsOf(third)]), [first, second, third]);
}

function useGroup(senders: readonly SenderName[], group: number): SenderCellsQuery | undefined {
  const ids = senders.slice(group * GROUP, (group + 1) * GROUP).map(({ id }) => id);
  return useLiveQuery(SenderCellsDocument, { ids }, { pause: ids.length === 0 }).data;
}

const cellsOf = (query: SenderCellsQuery | undefined): [string, Cells][] =>
  (query?.nodes ?? []).flatMap((node) => (node !== null && 'operators' in node ? [[node.id, node.operators]] : []));

import { Counter, Gauge, type Registry } from 'prom-client';
import type { CutOff } from '../../http/limits/connections.ts';
import type { MemoryOverload } from './overload.ts';

/** The connections of an instance, and what lies in its memory for them. */
export interface ConnectionFigures {
  readonly open: number;
  readonly unknown: number;
  readonly webSockets: number;
  readonly unreadBytes: number;
  readonly bytesUnderWay: number;
  readonly setAside: number;
  readonly cutOff: Readonly<Record<CutOff, number>>;
}

/** Shows how short of memory an instance is, and what its connections hold. */
export function registerOverload(
  registers: Registry[],
  overload: Pick<MemoryOverload, 'level' | 'shares'>,
  connections: () => ConnectionFigures,
): void {
  const gauge = (name: string, help: string, labelNames: string[], fill: (gauge: Gauge) => void) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        fill(this);
      },
    });
  gauge(
    'gateway_overload_state',
    'How short of memory the instance is: 0 not, 1 large requests are refused, 2 idle connections are closed.',
    [],
    (row) => row.set(overload.level),
  );
  gauge('gateway_memory_used_ratio', 'The share that is used, of what the container, the process and the heap may take.', ['of'], (row) => {
    for (const [of, share] of Object.entries(overload.shares)) row.set({ of }, share);
  });
  gauge('gateway_connections', 'Open connections: all, those that have shown no token, WebSockets.', ['kind'], (row) => {
    const { open, unknown, webSockets } = connections();
    row.set({ kind: 'open' }, open);
    row.set({ kind: 'unknown' }, unknown);
    row.set({ kind: 'websocket' }, webSockets);
  });
  gauge('gateway_unread_bytes', 'Bytes of answers that wait in this process for their readers.', [], (row) =>
    row.set(connections().unreadBytes),
  );
  gauge('gateway_bytes_under_way', 'Bytes of long bodies and answers that are counted for their tokens.', [], (row) =>
    row.set(connections().bytesUnderWay),
  );
  gauge('gateway_set_aside_bytes', 'Bytes of memory that are kept free for the answers that are being made.', [], (row) =>
    row.set(connections().setAside),
  );
  new Counter({
    name: 'gateway_connections_cut_off_total',
    help: 'Connections that were ended: their peers did not read, showed no token, or there were too many.',
    labelNames: ['why'],
    registers,
    collect() {
      this.reset();
      for (const [why, count] of Object.entries(connections().cutOff)) this.inc({ why }, count);
    },
  });
}

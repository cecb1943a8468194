/** What the operator asks of a running gateway. */
export interface Commands {
  /** Read the accounts and tokens anew. */
  onReload(work: () => void): void;
  /** End. Comes a second time where it is to be at once. */
  onStop(work: (why: string) => void): void;
}

/** What a process hears. */
type Ears = Pick<NodeJS.Process, 'on'>;

/** What the primary tells its workers, and they tell it. */
export interface CommandMessage {
  readonly order: 'reload' | 'stop';
  readonly why: string;
}

/** A process of its own obeys signals. */
export const commandsBySignal = (ears: Ears): Commands => ({
  onReload: (work) => void ears.on('SIGHUP', work),
  onStop(work) {
    ears.on('SIGTERM', work);
    ears.on('SIGINT', work);
  },
});

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/**
 * A worker obeys its primary alone: a terminal or a supervisor sends signals to both, and each would come twice. An order that comes while
 * the worker still starts waits for who obeys it.
 */
export function commandsByPrimary(ears: Ears): Commands {
  const waiting: CommandMessage[] = [];
  const obeying = new Map<CommandMessage['order'], (why: string) => void>();
  const obey = (message: CommandMessage) => {
    const work = obeying.get(message.order);
    if (work === undefined) waiting.push(message);
    else work(message.why);
  };
  const from = (order: CommandMessage['order'], work: (why: string) => void) => {
    obeying.set(order, work);
    for (const message of waiting.filter((other) => other.order === order)) work(message.why);
  };
  for (const signal of SIGNALS) ears.on(signal, () => {});
  ears.on('message', (message: unknown) => {
    if (isOrder(message)) obey(message);
  });
  // Nobody is left to give orders.
  ears.on('disconnect', () => obey({ order: 'stop', why: 'the primary is gone' }));
  return { onReload: (work) => from('reload', work), onStop: (work) => from('stop', work) };
}

const isOrder = (message: unknown): message is CommandMessage => typeof message === 'object' && message !== null && 'order' in message;

import { GatewayError } from '../../errors.ts';
import type { HeldSender, Part, ReadOptions } from '../account.ts';
import type { HeldPart } from '../replica/held-part.ts';
import type { WriteContext } from './write-context.ts';

/** Whether the provider has a sender. 'unsure': the lists lack it, but also others that should be there. */
export type Presence = { readonly shown: HeldSender } | 'absent' | 'unsure';

const ALL: readonly Part[] = ['names', 'operators', 'files'];

/**
 * A look at what a write of which the answer was lost left behind. A list that shows a sender proves that it is there; that it is not is
 * proved by two lists in a row that lack nothing else, since one list may lack anything.
 */
export class Look {
  readonly #context: WriteContext;
  readonly #subclient: string | null;
  readonly #options: ReadOptions;
  readonly #lists: Promise<HeldPart>[] = [];

  /** @param options nobody's signal: what a write did must become known, also where its caller went away */
  constructor(context: WriteContext, subclient: string | null, options: Omit<ReadOptions, 'signal'>) {
    this.#context = context;
    this.#subclient = subclient;
    this.#options = options;
  }

  /** The sender, where one list shows it. @throws GatewayError where no list can be had */
  async shows(find: (names: HeldPart) => HeldSender | null): Promise<HeldSender | null> {
    const names = await this.#list(0);
    const found = find(names);
    return found !== null && !names.doubts.has(found.smscId) ? found : null;
  }

  /** @throws GatewayError where no list can be had */
  async presence(find: (names: HeldPart) => HeldSender | null): Promise<Presence> {
    for (const index of [0, 1]) {
      const names = await this.#list(index);
      const found = find(names);
      if (found !== null && !names.doubts.has(found.smscId)) return { shown: found };
      if (index === 1 && found === null && names.doubts.size === 0) return 'absent';
    }
    return 'unsure';
  }

  /** Has the lists asked for that bring what is held up to date. @throws GatewayError where none can be had */
  async refresh(): Promise<void> {
    if ((await this.#list(0)).doubts.size > 0) await this.#list(1);
  }

  /** Asked for after whatever came before. */
  #list(index: number): Promise<HeldPart> {
    const list = this.#lists[index] ?? this.#ask();
    this.#lists[index] = list;
    return list;
  }

  async #ask(): Promise<HeldPart> {
    const { record, parts } = this.#context;
    const sequence = await record(this.#subclient, { kind: 'changed', outdates: ALL });
    if (sequence === null) throw new GatewayError('UPSTREAM_UNAVAILABLE', { message: 'The gateway’s store is away.' });
    return parts.readAfter(this.#subclient, 'names', sequence, this.#options);
  }
}

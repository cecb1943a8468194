import type { SenderReading } from '../domain/sender.ts';
import { isRecord, unusable, wholeNumber } from './answer.ts';
import type { ListAnswer } from './api.ts';
import { RowReader } from './decode-rows.ts';
import { MAY_BE_CUT } from './lenient-json.ts';
import { refusal } from './refusal.ts';

/** A list while it is read, element by element. */
export class ListReading {
  readonly #rows: SenderReading[] = [];
  readonly #reader = new RowReader();
  #unreadable = 0;
  #errorNumber: number | null = null;
  #whole = true;

  take(element: unknown): void {
    if (element === MAY_BE_CUT) {
      this.#whole = false;
      return;
    }
    const row = isRecord(element) ? this.#reader.read(element) : null;
    if (row !== null) {
      this.#rows.push(row);
      return;
    }
    this.#unreadable += 1;
    const number = isRecord(element) ? wholeNumber(element.error_code) : null;
    this.#errorNumber ??= number;
  }

  /** @throws GatewayError where there are errors alone, UpstreamFailure where nothing in it can be read */
  answer(): ListAnswer {
    if (this.#rows.length === 0 && this.#errorNumber !== null) throw refusal('LIST', { kind: 'error', number: this.#errorNumber });
    // Taken for an empty list, it would look as if all senders were gone.
    if (this.#rows.length === 0 && this.#unreadable > 0) throw unusable('a list that names no sender');
    return {
      rows: this.#reader.withoutWords(this.#rows),
      unreadableRows: this.#unreadable,
      whole: this.#whole && this.#errorNumber === null,
      notFound: false,
      traits: this.#reader.traits,
    };
  }
}

import { table } from './table.ts';

interface PriceRow {
  /** What one of them costs. */
  readonly points: number;
  readonly doc: string;
}

/** What a request may cost the gateway, in points: some 0.4 µs of a core each, as `npm run bench -- price` measures it. */
export const PRICES = table<PriceRow>()({
  values: { points: 1, doc: 'A value of the answer: a field, or an item of a list.' },
  scanned: { points: 0.25, doc: 'A sender, or a row of an import, that is looked through for a filter or an order.' },
  events: { points: 5, doc: 'An event that is read from the journal.' },
  judged: { points: 10, doc: 'A row of an import that is judged by the rules of addSender.' },
  characters: { points: 1, doc: 'A character of a document that is parsed: nothing, once it was.' },
});
export type PriceUnit = keyof typeof PRICES;

/** How much of each: asked for at the most, or really done. */
export type Work = Readonly<Record<PriceUnit, number>>;

export const NO_WORK: Work = { values: 0, scanned: 0, events: 0, judged: 0, characters: 0 };

/** Work as it adds up. */
export class Tally implements Work {
  values = 0;
  scanned = 0;
  events = 0;
  judged = 0;
  characters = 0;

  /** Written out: this runs for every field that is priced. */
  add({ values = 0, scanned = 0, events = 0, judged = 0, characters = 0 }: Partial<Work>, times = 1): void {
    this.values += times * values;
    this.scanned += times * scanned;
    this.events += times * events;
    this.judged += times * judged;
    this.characters += times * characters;
  }

  /** Of two things of which one will be done, the greater. */
  raise({ values, scanned, events, judged, characters }: Work): void {
    this.values = Math.max(this.values, values);
    this.scanned = Math.max(this.scanned, scanned);
    this.events = Math.max(this.events, events);
    this.judged = Math.max(this.judged, judged);
    this.characters = Math.max(this.characters, characters);
  }
}

export function sumOf(a: Work, b: Work): Work {
  const { values, scanned, events, judged, characters } = a;
  return {
    values: values + b.values,
    scanned: scanned + b.scanned,
    events: events + b.events,
    judged: judged + b.judged,
    characters: characters + b.characters,
  };
}

/** The price of some work. */
export const pointsOf = ({ values, scanned, events, judged, characters }: Work): number =>
  Math.ceil(
    values * PRICES.values.points +
      scanned * PRICES.scanned.points +
      events * PRICES.events.points +
      judged * PRICES.judged.points +
      characters * PRICES.characters.points,
  );

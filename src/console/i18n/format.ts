/** Numbers, times and sizes as a language writes them. */
export interface Format {
  readonly number: (value: number) => string;
  /** 0.42: 42 %. */
  readonly percent: (share: number) => string;
  /** Of today the time alone. */
  readonly time: (at: Date) => string;
  /** The largest unit that is not zero: 12s, 3m, 5h. */
  readonly age: (seconds: number) => string;
  /** Hours, minutes and seconds, of which the largest two. */
  readonly duration: (seconds: number) => string;
  readonly bytes: (bytes: number) => string;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

export function formatOf(language: string): Format {
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent' });
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
  const dayAndTime = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const units = Object.fromEntries(
    UNITS.map(([unit]) => [unit, new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'narrow' })]),
  );
  const unitOf = (value: number, unit: string) => units[unit]?.format(value) ?? String(value);

  const parts = (seconds: number) => {
    let left = Math.max(0, Math.round(seconds));
    const found: string[] = [];
    for (const [unit, length] of UNITS) {
      const value = Math.floor(left / length);
      left -= value * length;
      if (value > 0 || (unit === 'second' && found.length === 0)) found.push(unitOf(value, unit));
    }
    return found;
  };

  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    time: (at) => (at.toDateString() === new Date().toDateString() ? time : dayAndTime).format(at),
    age: (seconds) => parts(seconds)[0] ?? '',
    duration: (seconds) => parts(seconds).slice(0, 2).join(' '),
    bytes: (bytes) => {
      const [value, unit] = bytes < 1000 ? [bytes, 'byte'] : bytes < 100_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
      return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
    },
  };
}

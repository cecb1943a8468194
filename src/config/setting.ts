/** A setting: an environment variable, what it means, and how its text is read. */
export interface Setting<Value, Fallback extends string | null> {
  /** The text that stands where none is given; null: none. */
  readonly fallback: Fallback;
  readonly doc: string;
  /** @throws Error saying what is right */
  readonly read: (text: string) => Value;
  /** Never shown. */
  readonly secret?: true;
  /** A variable that is set to nothing is a value of its own, not one that is not set. */
  readonly emptyCounts?: true;
}
export const setting = <Value, Fallback extends string | null>(row: Setting<Value, Fallback>): Setting<Value, Fallback> => row;

export const text = (value: string) => value;

export const wholeNumber = (min: number, max: number) => (value: string) => {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= min && number <= max) return number;
  throw new Error(`must be a whole number from ${min} to ${max}`);
};

export const oneOf =
  <const Choice extends string>(...choices: Choice[]) =>
  (value: string): Choice => {
    const choice = choices.find((candidate) => candidate === value);
    if (choice !== undefined) return choice;
    throw new Error(`must be one of ${choices.join(', ')}`);
  };

/** An address of the provider, without the slash at its end. @throws Error saying what is right */
export const address = (value: string): string => {
  const url = URL.parse(value);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) throw new Error('must be an address such as https://smsc.ru');
  if (url.username !== '' || url.password !== '') throw new Error('must hold no login or password: they have settings of their own');
  return url.href.replace(/\/+$/, '');
};

export const listOf =
  <Value>(read: (value: string) => Value) =>
  (value: string) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
      .map(read);

export const redisAddress = (value: string) => {
  if (['redis:', 'rediss:'].includes(URL.parse(value)?.protocol ?? '')) return value;
  throw new Error('must be an address such as redis://127.0.0.1:6379');
};

const MAX_WORKERS = 128;
export const workers = (value: string): number | 'auto' => (value === 'auto' ? value : wholeNumber(1, MAX_WORKERS)(value));

export const onOrOff = oneOf('on', 'off');

/** An origin as browsers send it: https://shop.example, without a path. @throws Error saying what is right */
export const origin = (value: string): string => {
  const url = URL.parse(value);
  if (value === '*' || url?.origin === value) return value;
  throw new Error('must be origins such as https://shop.example, or *');
};

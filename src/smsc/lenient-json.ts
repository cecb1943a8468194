/**
 * JSON that was put together by hand: line feeds, quotation marks or backslashes stand inside its texts as they are. A text ends at the
 * quotation mark after which JSON goes on: with a comma and a key, or with the bracket of what holds it. What can't be read is told apart
 * from the rest, one element at a time.
 */
export const UNREADABLE = Symbol('unreadable');
/** Comes after the elements where the last one can't be read, so that the list may go on behind it. */
export const MAY_BE_CUT = Symbol('may be cut');

/** Thrown where a text ends before its list does. */
export class CutOff extends Error {
  override readonly name = 'CutOff';
}

class Unreadable extends Error {}

const MOST_DEPTH = 6;
const LONGEST_TEXT = 100_000;

const KEY = /\s*"([^"\\\r\n]{1,256})"\s*:\s*/y;
const PLAIN_KEY = /\s*"([\w.-]{1,64})"\s*:/y;
const BARE_KEY = /\s*([A-Za-z_]\w{0,255})\s*:\s*/y;
const BETWEEN = /[\s,]*/y;
const BLANKS = /\s*/y;
const BARE = /[^,}\]\r\n]*/y;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** What follows the value of a key: another key, or the end of the object and then of what holds it. */
const AFTER_VALUE = /\s*(?:,\s*"[\w.-]{1,64}"\s*:|(?:,\s*)?\}\s*(?:[,}\]{]|$))/y;
/** No text holds the beginning of another row. */
const ROW_START = /\{\s*"[\w.-]{1,64}"\s*:/;
const AFTER_ITEM = /\s*[,\]]/y;
const CLOSERS = /[\]}\s]*$/y;
const ESCAPE = /\\(?:u([\da-fA-F]{4})|(["\\/'])|([bfnrt]))/g;
const CONTROLS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const WORDS: Readonly<Record<string, unknown>> = { '': null, null: null, true: true, false: false };

/**
 * The elements of a list, or the values of an object that stands for one.
 * @param text from the first element to the end of the answer
 * @param bracket that the answer ends with
 * @throws CutOff, after the elements that are whole
 */
export function* lenientElements(text: string, bracket: ']' | '}'): Generator<unknown> {
  const reader = new Reader(text);
  let firstKey: string | null = null;
  for (;;) {
    reader.skip(BETWEEN);
    if (reader.isAtEnd) throw new CutOff();
    if (reader.closes()) return;
    const from = reader.at;
    try {
      reader.skip(KEY);
      firstKey = reader.peekKey() ?? firstKey;
      yield reader.value(0, AFTER_ITEM);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      yield UNREADABLE;
      if (!reader.resume(from, firstKey)) {
        if (!text.trimEnd().endsWith(bracket)) throw new CutOff();
        yield MAY_BE_CUT;
        return;
      }
    }
  }
}

/** One value. @throws CutOff where it can't be read */
export function lenientValue(text: string): unknown {
  try {
    return new Reader(text).value(0);
  } catch (error) {
    throw error instanceof Unreadable ? new CutOff() : error;
  }
}

class Reader {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#text.length;
  }

  skip(pattern: RegExp): void {
    this.match(pattern);
  }

  /** True where nothing but closing brackets is left. One too many is stepped over. */
  closes(): boolean {
    if (this.#text[this.at] !== ']' && this.#text[this.at] !== '}') return false;
    CLOSERS.lastIndex = this.at;
    if (CLOSERS.test(this.#text)) return true;
    this.at += 1;
    this.skip(BETWEEN);
    return this.closes();
  }

  /** The first key of the object that begins here. */
  peekKey(): string | null {
    if (this.#text[this.at] !== '{') return null;
    PLAIN_KEY.lastIndex = this.at + 1;
    return PLAIN_KEY.exec(this.#text)?.[1] ?? null;
  }

  /**
   * Goes to the next row, which begins with the same key.
   * @returns false where there is none
   */
  resume(from: number, firstKey: string | null): boolean {
    const next = new RegExp(
      `[}\\]"\\w]\\s*,\\s*(?:"[\\w.-]{1,64}"\\s*:\\s*)?(?=\\{\\s*"${(firstKey ?? 'sender').replaceAll('.', '\\.')}"\\s*:)`,
      'g',
    );
    next.lastIndex = from + 1;
    const found = next.exec(this.#text);
    this.at = next.lastIndex;
    return found !== null;
  }

  value(depth: number, after: RegExp = AFTER_VALUE): unknown {
    if (depth > MOST_DEPTH) throw new Unreadable();
    const character = this.#text[this.at];
    if (character === '{') return this.#object(depth);
    if (character === '[') return this.#list(depth);
    if (character === '"') return this.#string(after);
    const bare = (this.match(BARE)?.[0] ?? '').trim();
    if (NUMBER.test(bare)) return Number(bare);
    return Object.hasOwn(WORDS, bare) ? WORDS[bare] : bare;
  }

  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.at = pattern.lastIndex;
    return found;
  }

  #object(depth: number): unknown {
    const members: [string, unknown][] = [];
    this.at += 1;
    for (;;) {
      this.skip(BETWEEN);
      if (this.#text[this.at] === '}') break;
      const key = (this.match(KEY) ?? this.match(BARE_KEY))?.[1];
      if (key === undefined) throw new Unreadable();
      members.push([key, this.value(depth + 1)]);
    }
    this.at += 1;
    return Object.fromEntries(members);
  }

  #list(depth: number): unknown {
    const items: unknown[] = [];
    this.at += 1;
    for (;;) {
      this.skip(BETWEEN);
      if (this.isAtEnd || this.#text[this.at] === '}') throw new Unreadable();
      if (this.#text[this.at] === ']') break;
      items.push(this.value(depth + 1, AFTER_ITEM));
    }
    this.at += 1;
    return items;
  }

  #string(after: RegExp): string {
    const from = this.at + 1;
    for (let end = this.#text.indexOf('"', from); end >= 0 && end - from <= LONGEST_TEXT; end = this.#text.indexOf('"', end + 1)) {
      after.lastIndex = end + 1;
      if (!after.test(this.#text)) continue;
      const text = this.#text.slice(from, end);
      if (ROW_START.test(text)) break;
      this.at = end + 1;
      this.skip(BLANKS);
      return unescaped(text);
    }
    throw new Unreadable();
  }
}

/** An escape of JSON means what it means there; any other backslash stands for itself. */
const unescaped = (text: string): string =>
  text.replace(ESCAPE, (_, code: string | undefined, itself: string | undefined, control: string | undefined) =>
    code !== undefined ? String.fromCharCode(Number.parseInt(code, 16)) : (itself ?? CONTROLS[control ?? ''] ?? ''),
  );

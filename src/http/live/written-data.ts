const MARK = 'written already';
/** Nothing that a client sends can put it there: its quotes would be escaped. */
const MARKED = `"data":"${MARK}"`;

/**
 * Data whose JSON text is there already, for a library that stringifies what it sends: it gets a mark, and the text is put in its place as soon as
 * the message is made. One for each connection, whose messages are made and sent one after another.
 */
export class WrittenData {
  #text: string | null = null;

  /** What stands for some data in a message. */
  of(text: string): object {
    return {
      toJSON: () => {
        this.#text = text;
        return MARK;
      },
    };
  }

  /** The message that was just made, with its data. */
  fillIn(message: string): string {
    const text = this.#text;
    this.#text = null;
    const at = text === null ? -1 : message.indexOf(MARKED);
    return at < 0 ? message : `${message.slice(0, at)}"data":${text}${message.slice(at + MARKED.length)}`;
  }
}

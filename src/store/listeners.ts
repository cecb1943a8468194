/** Who of this process listens to which channel. */
export class Listeners {
  readonly #byChannel = new Map<string, Set<() => void>>();

  get size(): number {
    return this.#byChannel.size;
  }

  has(channel: string): boolean {
    return this.#byChannel.has(channel);
  }

  channels(): string[] {
    return [...this.#byChannel.keys()];
  }

  add(channel: string, listener: () => void): void {
    const listeners = this.#byChannel.get(channel) ?? new Set();
    listeners.add(listener);
    this.#byChannel.set(channel, listeners);
  }

  remove(channel: string, listener: () => void): void {
    const listeners = this.#byChannel.get(channel);
    listeners?.delete(listener);
    if (listeners?.size === 0) this.#byChannel.delete(channel);
  }

  /** Calls them once the current work is done, so that no listener runs inside a method of the store. */
  tell(channel: string): void {
    const listeners = this.#byChannel.get(channel);
    for (const listener of listeners ?? [])
      queueMicrotask(() => {
        if (listeners?.has(listener)) listener();
      });
  }

  tellAll(): void {
    for (const channel of this.channels()) this.tell(channel);
  }

  clear(): void {
    this.#byChannel.clear();
  }
}

/** Gives what `next` gives. It has ended, and says so from then on, once `next` fails or its reader wants no more. */
export const endingIterator = <Item>(
  next: () => Promise<IteratorResult<Item, undefined>>,
  end: () => { readonly done: true; readonly value: undefined },
): AsyncIterableIterator<Item, undefined> => ({
  [Symbol.asyncIterator]() {
    return this;
  },
  next: () =>
    next().catch((failure) => {
      end();
      throw failure;
    }),
  return: async () => end(),
});

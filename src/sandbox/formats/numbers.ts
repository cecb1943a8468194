// fmt=1: values with commas, a sender a line. The page has no sample of operators=1: it is answered as if it were not there.
import type { Format } from './format.ts';

export const NUMBERS: Format = {
  contentType: 'text/plain',
  substitute: () => '?',
  error: (number) => `0,-${number}`,
  added: (id) => String(id),
  done: 'OK',
  list(listing) {
    if (listing.senders.length === 0) return null;
    return listing.senders
      .map((sender) => (listing.all ? `${sender.name},${listing.status(sender)},${sender.id}` : `${sender.name},${sender.id}`))
      .join('\n');
  },
};

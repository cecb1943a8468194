// fmt=0: `name = my_shop, id = 1`, a sender a line.
import { columnIndex } from '../columns.ts';
import { type Format, type ListedSender, type Listing, replacementKey, TEXT_COLUMNS } from './format.ts';

const columns = TEXT_COLUMNS.map((column) => ({
  column,
  index: columnIndex(column) ?? -1,
  lead: `, ${column} = `,
  replacementLead: `, ${replacementKey(column)} = `,
}));

function operatorsOf<Sender extends ListedSender>(sender: Sender, listing: Listing<Sender>): string {
  const statuses = listing.operatorStatuses(sender);
  let text = '';
  for (const { column, index, lead, replacementLead } of columns) {
    text += lead + statuses[index];
    const replacement = sender.replacements.get(column);
    if (replacement !== undefined) text += replacementLead + replacement;
  }
  return text;
}

function lineOf<Sender extends ListedSender>(sender: Sender, listing: Listing<Sender>): string {
  const middle = listing.operators ? operatorsOf(sender, listing) : listing.all ? `, status = ${listing.status(sender)}` : '';
  return `name = ${sender.name}${middle}, id = ${sender.id}`;
}

export const TEXT: Format = {
  contentType: 'text/plain',
  substitute: () => '?',
  error: (number, text) => `ERROR = ${number} (${text})`,
  added: (id) => `ID = ${id}`,
  done: 'OK',
  list: (listing) => (listing.senders.length === 0 ? null : listing.senders.map((sender) => lineOf(sender, listing)).join('\n')),
};

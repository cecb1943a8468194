// fmt=3 in the recorded layout: a line feed after `{`, a key a line, a line feed before `}`, none at the end.
import { COLUMNS } from '../columns.ts';
import { type Format, type ListedFile, type ListedSender, type Listing, replacementKey } from './format.ts';
import { isVaried, variedList } from './json-variants.ts';

const columns = COLUMNS.map((column, index) => ({
  column,
  index,
  lead: `,\n"${column}": "`,
  replacementLead: `,\n"${replacementKey(column)}": `,
}));

function operatorsOf<Sender extends ListedSender>(sender: Sender, listing: Listing<Sender>): string {
  const statuses = listing.operatorStatuses(sender);
  let text = '';
  for (const { column, index, lead, replacementLead } of columns) {
    text += `${lead + statuses[index]}"`;
    const replacement = sender.replacements.get(column);
    if (replacement !== undefined) text += replacementLead + JSON.stringify(replacement);
  }
  return text;
}

/** The page names the fields and shows no sample: bare numbers and the layout of the list are guesses. */
const fileOf = ({ fid, name, status, comment }: ListedFile) =>
  `{\n"file": ${JSON.stringify(name)},\n"fid": ${fid},\n"fstatus": ${status},\n"fcomment": ${JSON.stringify(comment)}\n}`;

function objectOf<Sender extends ListedSender>(sender: Sender, listing: Listing<Sender>): string {
  const files = listing.files ? `,\n"files": [${listing.documents(sender).map(fileOf).join(',\n')}]` : '';
  // The id is quoted beside operators and bare else, as on the provider's page.
  const rest = listing.operators
    ? `${operatorsOf(sender, listing)},\n"id": "${sender.id}"`
    : `${listing.all ? `,\n"status": ${listing.status(sender)}` : ''},\n"id": ${sender.id}`;
  return `{\n"sender": ${JSON.stringify(sender.name)}${rest}${files}\n}`;
}

export const JSON_FORMAT: Format = {
  contentType: 'application/json',
  substitute: (character) =>
    Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  error: (number, text) => `{\n"error": ${JSON.stringify(text)},\n"error_code": ${number}\n}`,
  added: (id) => `{\n"sender": ${id}\n}`,
  done: '{\n"result": "OK"\n}',
  list: (listing) =>
    isVaried(listing) ? variedList(listing) : `[${listing.senders.map((sender) => objectOf(sender, listing)).join(',\n')}]`,
};

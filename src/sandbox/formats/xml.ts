// fmt=2: XML without a declaration, as on the provider's page.
import { columnIndex } from '../columns.ts';
import { type Format, type ListedFile, type ListedSender, type Listing, replacementKey, TEXT_COLUMNS } from './format.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeXml = (text: string) => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);

const columns = TEXT_COLUMNS.map((column) => ({
  column,
  index: columnIndex(column) ?? -1,
  lead: ` ${column}="`,
  replacementLead: ` ${replacementKey(column)}="`,
}));

function operatorsOf<Sender extends ListedSender>(sender: Sender, listing: Listing<Sender>): string {
  const statuses = listing.operatorStatuses(sender);
  let text = '';
  for (const { column, index, lead, replacementLead } of columns) {
    text += `${lead + statuses[index]}"`;
    const replacement = sender.replacements.get(column);
    if (replacement !== undefined) text += `${replacementLead + escapeXml(replacement)}"`;
  }
  return text.slice(1);
}

/** The page names the fields of `files` and shows no sample: an element a file is a guess. */
const fileOf = ({ fid, name, status, comment }: ListedFile) =>
  `<file fid="${fid}" fstatus="${status}" fcomment="${escapeXml(comment)}">${escapeXml(name)}</file>`;

function elementOf<Sender extends ListedSender>(sender: Sender, listing: Listing<Sender>): string {
  const middle = listing.operators ? `${operatorsOf(sender, listing)} ` : listing.all ? `status="${listing.status(sender)}" ` : '';
  const files = listing.files ? `<files>${listing.documents(sender).map(fileOf).join('')}</files>` : '';
  return `<sender ${middle}id="${sender.id}">${escapeXml(sender.name)}${files}</sender>`;
}

export const XML: Format = {
  contentType: 'text/xml',
  substitute: (character) => `&#${character.codePointAt(0)};`,
  error: (number, text) => `<result>\n<error>${escapeXml(text)}</error>\n<error_code>${number}</error_code>\n</result>`,
  added: (id) => `<sender>\n<id>${id}</id>\n</sender>`,
  done: '<result>OK</result>',
  list: (listing) => ['<list>', ...listing.senders.map((sender) => elementOf(sender, listing)), '</list>'].join('\n'),
};

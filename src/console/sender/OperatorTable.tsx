import type { Country } from '../generated/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import { useCatalogue } from '../shell/viewer.tsx';
import { brandOf, columnName, variantOf } from '../status/operator-columns.ts';
import { REGISTRATION_STATUSES } from '../status/registration-statuses.ts';
import { StatusChip } from '../status/StatusChip.tsx';
import type { Sender } from './sender.ts';

type Row = Sender['operators'][number];

const COUNTRIES: readonly Country[] = ['RU', 'UA', 'BY'];

/** The operators country by country: how far each is, what that means, and what to do next. */
export function OperatorTable({ sender }: { sender: Sender }) {
  const { texts, format } = useSpeech();
  const isIdle = ({ status }: Row) => REGISTRATION_STATUSES[status].outlook === 'idle';
  const idle = sender.operators.filter(isIdle);
  const others = sender.operators.filter((row) => !isIdle(row));
  return (
    <section className="card" aria-labelledby="operators-title">
      <h2 id="operators-title">{texts.sender.operators}</h2>
      {others.length === 0 && <p className="empty-text">{texts.sender.operatorsEmpty}</p>}
      <CountryTables rows={others} />
      {idle.length > 0 && (
        <details className="more operators-idle">
          <summary>
            {texts.sender.operatorsIdle} ({format.number(idle.length)})
          </summary>
          <CountryTables rows={idle} />
        </details>
      )}
    </section>
  );
}

const CountryTables = ({ rows }: { rows: readonly Row[] }) =>
  COUNTRIES.map((country) => {
    const own = rows.filter(({ operator }) => operator.country === country);
    return own.length === 0 ? null : <CountryTable key={country} country={country} rows={own} />;
  });

function CountryTable({ country, rows }: { country: Country; rows: readonly Row[] }) {
  const { texts, format } = useSpeech();
  const { registrationOptions } = useCatalogue();
  const feeOf = (code: string) => registrationOptions.find(({ operator }) => operator.code === code)?.fee;
  return (
    <table className="operators">
      <caption>{texts.registration.groups[country]}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{texts.list.operator}</th>
          <th scope="col">{texts.sender.statusColumn}</th>
          <th scope="col">{texts.sender.meaningColumn}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ operator: { code, column }, status, rawStatus, replacementName }) => {
          const { tone, sign, outlook } = REGISTRATION_STATUSES[status];
          return (
            <tr key={column} className={outlook === 'blocked' ? 'operator-blocked' : undefined}>
              <th scope="row">
                {columnName(brandOf(code), { code, column, variant: variantOf(code, feeOf(code)) }, texts)}
                {replacementName !== null && <span className="replacement">{texts.list.replacedBy(replacementName)}</span>}
              </th>
              <td>
                <StatusChip tone={tone} sign={sign} label={texts.registrationStatus[status].label} />
              </td>
              <td>
                {texts.registrationStatus[status].next}
                {status === 'UNKNOWN' && rawStatus !== null && (
                  <span className="notice-detail"> {texts.rawStatus(format.number(rawStatus))}</span>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

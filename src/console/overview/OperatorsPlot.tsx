import { Fragment } from 'react';
import type { RegistrationStatus } from '../generated/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import { listPath } from '../list/filters.ts';
import { Legend } from '../list/Legend.tsx';
import { navigate } from '../routing/router.ts';
import { ALL_REGISTRATION_STATUSES, REGISTRATION_STATUSES } from '../status/registration-statuses.ts';
import { useColumnNames } from '../status/use-column-names.ts';
import type { StatusCounts, Tally } from './tally.ts';

/** Narrower parts would not be seen, nor hit with a finger; in hundredths of the bar. */
const LEAST = 1.6;
/** From here on a part has room for its number. */
const NUMBERED = 5;

/** What never went to the operator stays in the background. */
const fillOf = (status: RegistrationStatus) =>
  REGISTRATION_STATUSES[status].outlook === 'idle' ? 'idle' : REGISTRATION_STATUSES[status].tone;

const sum = (counts: StatusCounts) => Object.values(counts).reduce((total, count) => total + count, 0);

/** A bar for each operator: its length is the registrations there, its parts are their statuses. */
export function OperatorsPlot({ tally }: { tally: Tally }) {
  const { texts, format } = useSpeech();
  const names = useColumnNames();
  const rows = [...names].flatMap(([column, { code, name }]) => {
    const counts = tally.byOperator.get(column);
    return counts === undefined ? [] : [{ column, code, name, counts, total: sum(counts) }];
  });
  const most = Math.max(1, ...rows.map(({ total }) => total));
  return (
    <>
      <Legend />
      <ul className="bars">
        {rows.map(({ column, code, name, counts, total }) => (
          <li key={column} className="bar-row">
            <span className="bar-name">{name}</span>
            <svg className="bar" width="100%" height="22" role="group" aria-label={name}>
              <BarPatterns id={column} />
              {partsOf(counts, most).map(({ status, count, x, width }) => {
                const path = listPath({ operator: code, operatorStatus: [status] });
                return (
                  <Fragment key={status}>
                    <a
                      href={path}
                      aria-label={texts.overview.openList(name, texts.registrationStatus[status].label, format.number(count))}
                      onClick={(event) => {
                        event.preventDefault();
                        navigate(path);
                      }}
                    >
                      <title>{`${texts.registrationStatus[status].label}: ${format.number(count)}`}</title>
                      <rect x={`${x}%`} width={`${width}%`} height="22" className={`bar-part fill-${fillOf(status)}`} />
                      {REGISTRATION_STATUSES[status].outlook === 'blocked' && (
                        <rect x={`${x}%`} width={`${width}%`} height="22" fill={`url(#hatch-${column})`} className="bar-hatch" />
                      )}
                    </a>
                    {width >= NUMBERED && (
                      <text x={`${x + width / 2}%`} y="15" className={`bar-number on-${fillOf(status)}`}>
                        {format.number(count)}
                      </text>
                    )}
                  </Fragment>
                );
              })}
            </svg>
            <span className="bar-total">{format.number(total)}</span>
          </li>
        ))}
      </ul>
      <details className="more">
        <summary>{texts.overview.asTable}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <div className="table-scroll" tabIndex={0} role="region" aria-label={texts.overview.asTable}>
          <table className="counts">
            <thead>
              <tr>
                <th scope="col">{texts.overview.operatorColumn}</th>
                {ALL_REGISTRATION_STATUSES.map((status) => (
                  <th key={status} scope="col">
                    {texts.registrationStatus[status].label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ column, name, counts }) => (
                <tr key={column}>
                  <th scope="row">{name}</th>
                  {ALL_REGISTRATION_STATUSES.map((status) => (
                    <td key={status}>{format.number(counts[status] ?? 0)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

/** Where each status stands in a bar, in hundredths. */
function partsOf(counts: StatusCounts, most: number) {
  let x = 0;
  return ALL_REGISTRATION_STATUSES.flatMap((status) => {
    const count = counts[status] ?? 0;
    if (count === 0) return [];
    const width = Math.max(LEAST, (count / most) * 94);
    const part = { status, count, x, width };
    x += width;
    return [part];
  });
}

/** Stripes over what needs someone, so that colour is not the only sign. */
function BarPatterns({ id }: { id: string }) {
  return (
    <pattern id={`hatch-${id}`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="2" height="6" className="hatch" />
    </pattern>
  );
}

import { useMemo } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import { Link } from '../routing/Link.tsx';
import { navigate, useSearch } from '../routing/router.ts';
import { PATHS } from '../routing/routes.ts';
import { useSubclient } from '../shell/viewer.tsx';
import { Button } from '../ui/Button.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { Page } from '../ui/Page.tsx';
import { FilterBar } from './FilterBar.tsx';
import { type Filters, filtersOf, isNarrowed, listPath, NO_FILTERS, senderFilter, senderOrder } from './filters.ts';
import { Legend } from './Legend.tsx';
import { SenderGrid } from './SenderGrid.tsx';
import { useSenders } from './use-senders.ts';

export function ListPage() {
  const { texts, format } = useSpeech();
  const search = useSearch();
  const filters = useMemo(() => filtersOf(search), [search]);
  const subclient = useSubclient();
  const list = useSenders({ subclient, filter: senderFilter(filters), orderBy: senderOrder(filters) });
  const change = (changed: Partial<Filters>) => navigate(listPath({ ...filters, ...changed }), 'replace');

  return (
    <Page
      title={texts.list.title}
      aside={
        <p className="list-count" role="status">
          {!list.isFirstLoad && texts.list.count(format.number(list.total))}
          {!list.isFirstLoad && !list.isComplete && list.failure === null && (
            <span className="list-loaded">{texts.list.loadingMore(format.number(list.senders.length), format.number(list.total))}</span>
          )}
        </p>
      }
    >
      <FilterBar filters={filters} onChange={change} />
      {list.failure !== null && list.failure.code !== 'OFFLINE' && <FailureNotice failure={list.failure} onRetry={list.reload} />}
      {list.isFirstLoad && <p className="loading">{texts.loading}</p>}
      {!list.isFirstLoad && list.total === 0 && list.failure === null && (
        <Nothing isNarrowed={isNarrowed(filters)} onClear={() => change(NO_FILTERS)} />
      )}
      {list.total > 0 && (
        <>
          <Legend isOfMatrix />
          <SenderGrid senders={list.senders} total={list.total} sort={filters.sort} onSort={(sort) => change({ sort })} />
        </>
      )}
    </Page>
  );
}

function Nothing({ isNarrowed: narrowed, onClear }: { isNarrowed: boolean; onClear: () => void }) {
  const { texts } = useSpeech();
  return (
    <div className="empty card">
      <h2>{narrowed ? texts.list.nothingFound : texts.list.empty}</h2>
      <p>{narrowed ? texts.list.nothingFoundText : texts.list.emptyText}</p>
      {narrowed ? (
        <Button onPress={onClear}>{texts.list.clearFilters}</Button>
      ) : (
        <Link href={PATHS.add} className="button button-primary">
          {texts.nav.add}
        </Link>
      )}
    </div>
  );
}

import { useSpeech } from '../i18n/language.tsx';
import { useSubclient } from '../shell/viewer.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { Page } from '../ui/Page.tsx';
import { AttentionPlot } from './AttentionPlot.tsx';
import { ModerationPlot } from './ModerationPlot.tsx';
import { OperatorsPlot } from './OperatorsPlot.tsx';
import { SendingPlot } from './SendingPlot.tsx';
import { useTally } from './use-tally.ts';

/** How the account stands, to be looked at rather than read. */
export function OverviewPage() {
  const { texts, format } = useSpeech();
  const { tally, failure, isDone } = useTally(useSubclient());
  return (
    <Page
      title={texts.overview.title}
      aside={
        <p className="list-count" role="status">
          {!isDone && failure === null && texts.overview.counting(format.number(tally.counted), format.number(tally.total))}
        </p>
      }
    >
      {failure !== null && failure.code !== 'OFFLINE' && <FailureNotice failure={failure} />}
      <div className="overview">
        <section className="card" aria-labelledby="moderation-title">
          <h2 id="moderation-title">{texts.overview.moderation}</h2>
          <ModerationPlot tally={tally} />
        </section>
        <SendingPlot tally={tally} />
        <section className="overview-attention" aria-labelledby="attention-title">
          <h2 id="attention-title">{texts.overview.attention}</h2>
          <AttentionPlot tally={tally} />
        </section>
        <section className="card overview-operators" aria-labelledby="by-operator-title">
          <h2 id="by-operator-title">{texts.overview.operators}</h2>
          <p className="field-hint">{texts.overview.operatorsHint}</p>
          <OperatorsPlot tally={tally} />
        </section>
      </div>
    </Page>
  );
}

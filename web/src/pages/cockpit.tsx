import { type CockpitView, useCockpit } from '../app/cockpit-feed.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Live } from '../app/live.tsx';
import { useTitle } from '../app/title.ts';
import { Bars } from '../ui/bars.tsx';
import { Facts } from '../ui/facts.tsx';
import { money } from '../ui/money.ts';
import { Table } from '../ui/table.tsx';
import { Trend } from '../ui/trend.tsx';
import { Offices } from './cockpit-offices.tsx';
import { Wall } from './cockpit-wall.tsx';

type Way = 'import' | 'export';
type Of = { readonly view: CockpitView };

/** Seconds that the trend shows, up to the last one that is whole. */
const SHOWN = 300;

/** The zone at a glance; stays as it was where the stream is broken, and says so. */
export function CockpitPage() {
  const { say } = useLanguage();
  useTitle(say('cockpit.title'));
  const figures = useCockpit();
  return (
    <>
      <div className="title-row">
        <h1>{say('cockpit.title')}</h1>
        <Wall />
      </div>
      <Live of={figures}>
        {(view) => (
          <div className="cockpit">
            <div className="panels">
              <WayPanel view={view} way="import" />
              <WayPanel view={view} way="export" />
              <Tax view={view} />
              <Officers view={view} />
              <Lanes view={view} />
              <Health view={view} />
            </div>
            <Offices view={view} />
            <Refusals view={view} />
          </div>
        )}
      </Live>
    </>
  );
}

function WayPanel({ view, way }: Of & { readonly way: Way }) {
  const { say } = useLanguage();
  const { declared, matched, released, returned, withdrawn, departed, ...more } = view.ways[way];
  const { waiting, inHands, latency } = more;
  const title = say(`way.${way}`);
  const [declaredBySecond, releasedBySecond] = trendOf(view, way);
  const perSecond = (values: readonly number[]): number =>
    Math.round(values.slice(-10).reduce((sum, one) => sum + one, 0) / 10);
  const steps: readonly (readonly [string, number])[] = [
    [say('cockpit.declared'), declared],
    [say('cockpit.matched'), matched],
    [say('cockpit.released'), released],
    [say('cockpit.returned'), returned],
    ...(way === 'export' ? [[say('cockpit.departed'), departed] as const] : []),
  ];
  const { recent, day } = latency;
  const times = ({ p50, p95, p99, count }: typeof recent): string =>
    count === 0 ? '–' : `${p50} / ${p95} / ${p99} ms`;
  return (
    <section aria-labelledby={`cockpit-${way}`}>
      <h2 id={`cockpit-${way}`}>{title}</h2>
      <p className="rate">
        <b>{perSecond(releasedBySecond)}</b> {say('cockpit.rate')}
      </p>
      <Trend
        label={`${title}: ${say('cockpit.trend')}`}
        lines={[
          { tone: 'accent', values: declaredBySecond },
          { tone: 'good', values: releasedBySecond },
        ]}
      />
      <Bars
        label={`${title}: ${say('cockpit.funnel')}`}
        of={steps.map(([name, value]) => ({ name, value }))}
      />
      <Facts
        of={[
          [say('cockpit.documents'), waiting.documents],
          [say('cockpit.arrival'), waiting.arrival],
          [say('cockpit.held'), waiting.held],
          [say('cockpit.review'), inHands.review],
          [say('cockpit.inspection'), inHands.inspection],
          [say('cockpit.detained'), inHands.detained + inHands.handedOver],
          [say('cockpit.withdrawn'), withdrawn],
          [say('cockpit.recent'), times(recent)],
          [say('cockpit.today'), times(day)],
        ]}
      />
    </section>
  );
}

/** Declared and released in each of the last seconds; the running one is left out. */
function trendOf({ series, at }: CockpitView, way: Way): readonly [number[], number[]] {
  const last = Math.floor(Date.parse(at) / 1_000) - 1;
  const first = way === 'import' ? 0 : 2;
  const column = (index: number): number[] =>
    Array.from({ length: SHOWN }, (_, i) => {
      return series.seconds[String(last - SHOWN + 1 + i)]?.[index] ?? 0;
    });
  return [column(first), column(first + 1)];
}

function Tax({ view: { tax, guarantees } }: Of) {
  const { say } = useLanguage();
  return (
    <section>
      <h2>{say('cockpit.tax')}</h2>
      <Facts
        of={[
          [say('cockpit.tax.dutiable'), money(tax.dutiable)],
          [say('cockpit.tax.duty'), money(tax.duty)],
          [say('cockpit.tax.consumption'), money(tax.consumption)],
          [say('cockpit.tax.vat'), money(tax.vat)],
          [say('cockpit.lodged'), money(guarantees.lodged)],
          [say('cockpit.used'), money(guarantees.used)],
        ]}
      />
    </section>
  );
}

function Officers({ view: { tasks } }: Of) {
  const { say } = useLanguage();
  const rows = Object.entries(tasks);
  return (
    <section>
      <h2>{say('cockpit.tasks')}</h2>
      {rows.length === 0 && <p className="soft">{say('cockpit.tasks.none')}</p>}
      <Facts
        of={rows.map(([kind, { open, overdue }]) => [
          wordOr(say, 'task', kind),
          overdue === 0 ? open : `${open} (${say('cockpit.overdue')} ${overdue})`,
        ])}
      />
    </section>
  );
}

function Lanes({ view: { lanes, gates } }: Of) {
  const { say } = useLanguage();
  const alarms = Object.values(lanes.alarms).reduce((sum, one) => sum + one, 0);
  return (
    <section>
      <h2>{say('cockpit.lanes')}</h2>
      <Facts
        of={[
          ...Object.entries(lanes.scans).map(
            ([code, count]) => [`${wordOr(say, 'scan', code)} ${code}`, count] as const,
          ),
          [say('cockpit.alarms'), alarms],
          [say('cockpit.gate.in'), gates.in],
          [say('cockpit.gate.out'), gates.out],
          [say('cockpit.gate.stopped'), gates.stopped],
        ]}
      />
      <Bars
        label={say('cockpit.byLane')}
        of={Object.entries(lanes.byLane).map(([name, value]) => ({ name, value }))}
      />
    </section>
  );
}

function Health({ view: { health } }: Of) {
  const { say } = useLanguage();
  return (
    <section>
      <h2>{say('cockpit.health')}</h2>
      <Facts
        of={[
          [say('cockpit.intake'), health.intake],
          [say('cockpit.clearance'), health.clearance],
          [say('cockpit.oldest'), `${health.oldestSeconds} s`],
          [say('cockpit.webhooks'), health.webhooks.behind],
          [say('cockpit.archived'), health.archivedThrough || '–'],
        ]}
      />
    </section>
  );
}

function Refusals({ view: { refusals } }: Of) {
  const { say, language } = useLanguage();
  const rows = Object.entries(refusals).sort(([, a], [, b]) => b.count - a.count);
  return (
    <section className="refusals">
      <h2>{say('cockpit.refusals')}</h2>
      {rows.length === 0 && <p className="soft">{say('cockpit.refusals.none')}</p>}
      {rows.length > 0 && (
        <Table
          label={say('cockpit.refusals')}
          rows={rows}
          keyOf={([key]) => key}
          columns={[
            {
              ...{ key: 'code', title: say('cockpit.code') },
              cell: ([, { code }]) => <code>{code}</code>,
            },
            {
              ...{ key: 'text', title: say('cockpit.cause') },
              cell: ([, one]) => <span>{one[language]}</span>,
            },
            {
              ...{ key: 'way', title: say('lists.ways') },
              cell: ([, { way }]) => <span>{wordOr(say, 'way', way)}</span>,
            },
            {
              ...{ key: 'count', title: say('cockpit.count'), isNumber: true },
              cell: ([, { count }]) => <b>{count}</b>,
            },
          ]}
        />
      )}
    </section>
  );
}

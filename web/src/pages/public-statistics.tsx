import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { CallError, callText } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useTitle } from '../app/title.ts';
import { Bars } from '../ui/bars.tsx';
import { Choices } from '../ui/choices.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Table } from '../ui/table.tsx';
import { cellsOf } from './declare-rows.ts';
import './public.css';

const BY = ['mode', 'channel', 'country', 'chapter', 'heading'] as const;
type By = (typeof BY)[number];

/** Bars of the largest rows; the table has them all. */
const MOST_BARS = 12;
const SHANGHAI = 8 * 3_600_000;

/** The last month that is over in Shanghai, as `2026-10`. */
function lastMonth(): string {
  const now = new Date(Date.now() + SHANGHAI);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1)).toISOString().slice(0, 7);
}

/** Statistics of exports for everybody. */
export function PublicStatisticsPage() {
  const { say } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('month') ?? '';
  const month = /^20\d\d-(0[1-9]|1[0-2])$/.test(asked) ? asked : lastMonth();
  const by = BY.find((one) => one === search.get('by')) ?? 'country';
  useTitle(say('public.nav.statistics'));
  return (
    <>
      <h1>{say('public.nav.statistics')}</h1>
      <p className="soft">{say('public.stat.lead')}</p>
      <p className="month">
        <label htmlFor="month">{say('public.stat.month')}</label>
        <input
          id="month"
          type="month"
          required
          max={lastMonth()}
          value={month}
          onChange={({ target }) => target.value !== '' && setSearch({ month: target.value, by })}
        />
      </p>
      <div className="filters">
        <Choices label={say('public.stat.by')}>
          {BY.map((one) => (
            <Link
              key={one}
              to={`?${new URLSearchParams({ month, by: one })}`}
              aria-current={one === by ? 'page' : undefined}
            >
              {say(`public.stat.by.${one}`)}
            </Link>
          ))}
        </Choices>
      </div>
      <Figures month={month} by={by} />
      <p className="soft">{say('public.stat.imports')}</p>
    </>
  );
}

type Row = Readonly<Record<string, string>>;

/** The lines of a CSV file by the names of its columns. */
function rowsIn(text: string): { readonly names: readonly string[]; readonly rows: Row[] } {
  const [names = [], ...lines] = text
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => cellsOf(line, ','));
  const rows = lines.map((cells) =>
    Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])),
  );
  return { names, rows };
}

function Figures({ month, by }: { readonly month: string; readonly by: By }) {
  const { say } = useLanguage();
  const asked = useQuery({
    queryKey: ['readPublicExportStatistics', month, by],
    queryFn: async ({ signal }) => {
      const given = { query: { month, by }, signal };
      return rowsIn(await callText('readPublicExportStatistics', given, 'text/csv'));
    },
    staleTime: 60_000,
  });
  const { data, error } = asked;
  if (error instanceof CallError && error.problem?.status === 404) {
    return <p className="empty">{say('public.stat.notOver')}</p>;
  }
  if (error !== null) return <Failure error={error} retry={() => void asked.refetch()} />;
  if (data === undefined) return <Skeleton lines={8} label={say('loading')} />;
  if (data.rows.length === 0) return <p className="empty">{say('public.stat.none')}</p>;
  const csv = `/v1/public/exports/statistics?${new URLSearchParams({ month, by, format: 'csv' })}`;
  return (
    <>
      <Chart rows={data.rows} by={by} />
      <Rows names={data.names} rows={data.rows} by={by} />
      <p>
        <a href={csv} download={`exports-${month}-${by}.csv`}>
          {say('public.stat.csv')}
        </a>
      </p>
    </>
  );
}

/** A code with its name in the language. */
function useNameOf(by: By): (row: Row) => string {
  const { say, pick } = useLanguage();
  return (row) => {
    const code = row[by] ?? '';
    if (code.endsWith('_O')) return `${code.slice(0, -2)} ${say('public.stat.others')}`.trim();
    return `${code} ${pick(row[`${by}Zh`], row[`${by}En`])}`.trim();
  };
}

function Chart({ rows, by }: { readonly rows: readonly Row[]; readonly by: By }) {
  const { say } = useLanguage();
  const nameOf = useNameOf(by);
  const bars = rows
    .map((row) => ({ name: nameOf(row), value: Math.round(Number(row.fob)) }))
    .sort((a, b) => b.value - a.value)
    .slice(0, MOST_BARS);
  return (
    <section>
      <h2>{say('public.stat.chart')}</h2>
      <Bars label={say('public.stat.chart')} of={bars} />
    </section>
  );
}

function Rows({
  names,
  rows,
  by,
}: {
  readonly names: readonly string[];
  readonly rows: readonly Row[];
  readonly by: By;
}) {
  const { say } = useLanguage();
  const nameOf = useNameOf(by);
  const measures = names.slice(names.indexOf(`${by}En`) + 1);
  return (
    <Table
      label={say('public.nav.statistics')}
      rows={rows}
      keyOf={(row) => row[by] ?? ''}
      columns={[
        { key: by, title: say(`public.stat.by.${by}`), cell: nameOf },
        ...measures.map((one) => ({
          ...{ key: one, title: wordOr(say, 'public.stat', one), isNumber: true },
          cell: (row: Row) => row[one] ?? '',
        })),
      ]}
    />
  );
}

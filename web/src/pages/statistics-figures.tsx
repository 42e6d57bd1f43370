import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { CallError, callText, type Given } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Bars } from '../ui/bars.tsx';
import { Choices } from '../ui/choices.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Table } from '../ui/table.tsx';
import { cellsOf } from './declare-rows.ts';
import {
  BY,
  CALLS,
  monthAgo,
  type Side,
  type StatisticsAsked,
  statisticsAsked,
  VALUE,
  WAYS,
} from './statistics-asked.ts';

/** Bars of the largest rows; the table has them all. */
const MOST_BARS = 12;

/** Statistics of a month: what is asked for, its bars, its table, and as files. */
export function Statistics({ side }: { readonly side: Side }) {
  const { say } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const asked = statisticsAsked(side, search);
  const { way, month, by } = asked;
  const latest = monthAgo(side === 'public' ? 1 : 0);
  const addressOf = (of: Partial<Record<keyof StatisticsAsked, string>>) => {
    const next = { ...asked, ...of };
    return `?${new URLSearchParams({ of: next.way, month: next.month, by: next.by })}`;
  };
  return (
    <>
      <div className="filters">
        <Choices label={say('public.stat.way')}>
          {WAYS.map((one) => (
            <Link
              key={one}
              to={addressOf({ way: one })}
              aria-current={one === way ? 'page' : undefined}
            >
              {say(`public.stat.way.${one}`)}
            </Link>
          ))}
        </Choices>
      </div>
      <p className="soft">{say(`public.stat.lead.${way}`)}</p>
      <p className="month">
        <label htmlFor="month">{say('public.stat.month')}</label>
        <input
          id="month"
          type="month"
          required
          max={latest}
          value={month}
          onChange={({ target }) =>
            target.value !== '' && setSearch({ of: way, month: target.value, by })
          }
        />
      </p>
      <div className="filters">
        <Choices label={say('public.stat.by')}>
          {BY[side][way].map((one) => (
            <Link
              key={one}
              to={addressOf({ by: one })}
              aria-current={one === by ? 'page' : undefined}
            >
              {say(`public.stat.by.${one}`)}
            </Link>
          ))}
        </Choices>
      </div>
      {month >= monthAgo(0) && side === 'office' && (
        <p className="soft">{say(`public.stat.runs.${way}`)}</p>
      )}
      <Figures side={side} asked={asked} />
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

type Asked = { readonly side: Side; readonly asked: StatisticsAsked };

function Figures({ side, asked }: Asked) {
  const { say } = useLanguage();
  const { way, month, by } = asked;
  const found = useQuery({
    queryKey: ['statistics', side, way, month, by],
    queryFn: async ({ signal }) => {
      const name = CALLS[side][way];
      // The page offers what there is; the platform refuses what it does not know.
      const given = { query: { month, by }, signal } as Given<typeof name>;
      return rowsIn(await callText(name, given, 'text/csv'));
    },
    staleTime: 60_000,
  });
  const { data, error } = found;
  if (error instanceof CallError && error.problem?.status === 404) {
    return <p className="empty">{say('public.stat.notOver')}</p>;
  }
  if (error !== null) return <Failure error={error} retry={() => void found.refetch()} />;
  if (data === undefined) return <Skeleton lines={8} label={say('loading')} />;
  if (data.rows.length === 0) return <p className="empty">{say(`public.stat.none.${side}`)}</p>;
  return (
    <>
      <Chart rows={data.rows} asked={asked} />
      <Rows names={data.names} rows={data.rows} asked={asked} />
      <Files side={side} asked={asked} />
    </>
  );
}

/** The same table as files. */
function Files({ side, asked: { way, month, by } }: Asked) {
  const { say } = useLanguage();
  const addressOf = (format: string) =>
    `/v1/${side}/${way}/statistics?${new URLSearchParams({ month, by, format })}`;
  const name = `${way}-${month}-${by}`;
  return (
    <p className="proof">
      <a href={addressOf('csv')} download={`${name}.csv`}>
        {say('public.stat.csv')}
      </a>
      <a href={addressOf('sdmx')} download={`${name}.json`}>
        {say('public.stat.sdmx')}
      </a>
    </p>
  );
}

/** A code with its name in the language. */
function useNameOf(by: string): (row: Row) => string {
  const { say, pick } = useLanguage();
  return (row) => {
    const code = row[by] ?? '';
    if (code.endsWith('_O')) return `${code.slice(0, -2)} ${say('public.stat.others')}`.trim();
    return `${code} ${pick(row[`${by}Zh`], row[`${by}En`])}`.trim();
  };
}

type Of = { readonly rows: readonly Row[]; readonly asked: StatisticsAsked };

function Chart({ rows, asked: { way, by } }: Of) {
  const { say } = useLanguage();
  const nameOf = useNameOf(by);
  const title = say(`public.stat.chart.${way}`);
  const bars = rows
    .map((row) => ({ name: nameOf(row), value: Math.round(Number(row[VALUE[way]])) }))
    .sort((a, b) => b.value - a.value)
    .slice(0, MOST_BARS);
  return (
    <section>
      <h2>{title}</h2>
      <Bars label={title} of={bars} />
    </section>
  );
}

function Rows({ names, rows, asked: { way, by } }: Of & { readonly names: readonly string[] }) {
  const { say } = useLanguage();
  const nameOf = useNameOf(by);
  const measures = names.slice(names.indexOf(`${by}En`) + 1);
  return (
    <Table
      label={say(`public.stat.way.${way}`)}
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

import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { useTyped } from '../app/address.ts';
import { useLanguage } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useTitle } from '../app/title.ts';
import { Field } from '../ui/fields.tsx';
import type { Column } from '../ui/table.tsx';
import './public.css';

type Published = Answer<'listInspections'>['inspections'][number];

const PAGE = 50;

/** What the address asks for: a day, or a number, which is looked for whatever the day. */
function useAsked() {
  const [search, setSearch] = useSearchParams();
  const day = /^\d{4}-\d\d-\d\d$/.exec(search.get('day') ?? '')?.[0] ?? '';
  const number = (search.get('number') ?? '').trim().slice(0, 32);
  const ask = (name: 'day' | 'number', value: string): void => {
    setSearch(value === '' ? {} : { [name]: value }, { replace: true });
  };
  return { day, number, ask };
}

/** Results of inspections for everybody, each with the draws that it rests on. */
export function PublicInspectionsPage() {
  const { say } = useLanguage();
  const { day, number, ask } = useAsked();
  useTitle(say('public.nav.inspections'));
  return (
    <>
      <h1>{say('public.nav.inspections')}</h1>
      <p className="soft">
        {say('public.inspections.lead')} <a href="/draws/verify">{say('draws.verify')}</a>
      </p>
      <div className="public-asked">
        <div className="asked day">
          <Field
            {...{ label: say('public.inspections.day'), type: 'date', isNeeded: false }}
            value={day}
            onType={(value) => ask('day', value)}
          />
        </div>
        <NumberSearch number={number} onFind={(value) => ask('number', value)} />
      </div>
      <Results day={day} number={number} />
    </>
  );
}

function NumberSearch({
  number,
  onFind,
}: {
  readonly number: string;
  readonly onFind: (number: string) => void;
}) {
  const { say } = useLanguage();
  const { text, setText, tell } = useTyped(number, onFind);
  return (
    <search>
      <form
        className="asked number"
        onSubmit={(event) => {
          event.preventDefault();
          tell(text.trim());
        }}
      >
        <Field
          {...{ label: say('public.inspections.number'), most: 32, isNeeded: false }}
          value={text}
          onType={setText}
        />
        <Button htmlType="submit">{say('public.find')}</Button>
      </form>
    </search>
  );
}

function Results({ day, number }: { readonly day: string; readonly number: string }) {
  const { say } = useLanguage();
  // What can be no number of a list is not asked for.
  const listNo = /^[A-Za-z0-9]+$/.test(number) ? number : '0';
  const query = {
    limit: PAGE,
    ...(day !== '' && { from: day, to: day }),
    ...(number !== '' && { listNo }),
  };
  const pages = useInfiniteQuery({
    queryKey: ['listInspections', query],
    queryFn: ({ pageParam, signal }) =>
      call('listInspections', {
        query: { ...query, ...(pageParam && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const columns = useColumns();
  return (
    <Pages
      of={pages}
      rowsOf={({ inspections }) => inspections}
      none={number === '' ? say('public.inspections.none') : say('public.inspections.noneOf')}
      label={say('public.nav.inspections')}
      columns={columns}
      keyOf={(one) => `${one.listNo}.${one.serial}`}
    />
  );
}

function useColumns(): readonly Column<Published>[] {
  const { say, pick } = useLanguage();
  return [
    {
      ...{ key: 'list', title: say('public.inspections.list') },
      cell: ({ listNo, enterprise }) => (
        <>
          <span className="no">{listNo}</span>
          <span className="soft">{enterprise}</span>
        </>
      ),
    },
    {
      ...{ key: 'matter', title: say('public.inspections.matter') },
      cell: ({ matter, label }) => (
        <>
          {pick(matter.zh, matter.en)}
          <span className="soft">{pick(label.zh, label.en)}</span>
        </>
      ),
    },
    {
      ...{ key: 'result', title: say('public.inspections.result') },
      cell: ({ result, ends }) => (
        <>
          {pick(result.zh, result.en)}
          {ends !== null && <span className="soft">{say('public.inspections.end')}</span>}
        </>
      ),
    },
    {
      ...{ key: 'day', title: say('public.inspections.concluded') },
      cell: ({ concludedOn }) => <time dateTime={concludedOn}>{concludedOn}</time>,
    },
    {
      ...{ key: 'officers', title: say('public.inspections.officers') },
      cell: ({ officers }) => <span className="no">{officers.join(' ')}</span>,
    },
    { key: 'proof', title: say('public.inspections.proof'), cell: (one) => <Proof of={one} /> },
  ];
}

/** The files of the draws, on the page that verifies them. */
function Proof({ of: { listNo, targetsDraw, officersDraw } }: { readonly of: Published }) {
  const { say } = useLanguage();
  const files = [
    ['public.inspections.targets', targetsDraw],
    ['public.inspections.pair', officersDraw],
  ] as const;
  const there = files.filter(([, file]) => file !== null);
  if (there.length === 0) return <span className="soft">{say('public.inspections.noDraw')}</span>;
  return (
    <span className="proof">
      {there.map(([word, file]) => (
        <a key={word} href={`/draws/verify#${file}`} aria-label={`${say(word)} ${listNo}`}>
          {say(word)}
        </a>
      ))}
    </span>
  );
}

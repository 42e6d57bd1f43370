import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useMe, useRight } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Barred } from '../ui/barred.tsx';
import { Choices } from '../ui/choices.tsx';
import { Field } from '../ui/fields.tsx';
import type { Column } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import './count.css';
import { CountState, Scope } from './count-state.tsx';
import { newNumber } from './count-waiting.ts';

type Line = Answer<'listCounts'>['counts'][number];

/** Stock-takes: those that are open or all, and a new one. */
export function CountsPage() {
  const { say } = useLanguage();
  useTitle(say('count.title'));
  const [search] = useSearchParams();
  const state = search.get('state') === 'all' ? 'all' : 'open';
  const mayTake = useRight('counts.take');
  return (
    <>
      <h1>{say('count.title')}</h1>
      <p className="soft">{say('count.lead')}</p>
      <div className="filters">
        <Choices label={say('count.which')}>
          {(['open', 'all'] as const).map((one) => (
            <Link
              key={one}
              to={one === 'open' ? '?' : '?state=all'}
              aria-current={one === state ? 'page' : undefined}
            >
              {say(`count.which.${one}`)}
            </Link>
          ))}
        </Choices>
      </div>
      <Counts state={state} />
      <section>
        <h2>{say('count.new')}</h2>
        {mayTake ? (
          <NewCount />
        ) : (
          <Barred why={say('count.new.why')}>{say('count.new.open')}</Barred>
        )}
      </section>
    </>
  );
}

function Counts({ state }: { readonly state: 'open' | 'all' }) {
  const { say } = useLanguage();
  const name = useMe().role === 'enterprise' ? 'listCounts' : 'listCountsOfAny';
  const pages = useInfiniteQuery({
    queryKey: [name, state],
    queryFn: ({ pageParam, signal }) =>
      call(name, { query: { state, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  return (
    <Pages
      of={pages}
      rowsOf={({ counts }) => counts}
      none={say('count.none')}
      label={say('count.title')}
      columns={useColumns()}
      keyOf={({ countNo }) => countNo}
    />
  );
}

function useColumns(): readonly Column<Line>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'count', title: say('count.col.count') },
      cell: ({ countNo, ownNo }) => (
        <>
          <Link className="no" to={`/counts/${countNo}`}>
            {countNo}
          </Link>
          <span className="soft no">{ownNo}</span>
        </>
      ),
    },
    {
      ...{ key: 'book', title: say('count.col.book') },
      cell: ({ bookNo, enterprise }) => (
        <>
          <span className="no">{bookNo}</span>
          <span className="soft">{enterprise}</span>
        </>
      ),
    },
    { key: 'scope', title: say('count.scope'), cell: (count) => <Scope of={count} /> },
    {
      ...{ key: 'state', title: say('count.col.state') },
      cell: ({ state }) => <CountState of={state} />,
    },
    {
      ...{ key: 'since', title: say('count.since') },
      cell: ({ madeAt }) => <Time at={madeAt} />,
    },
  ];
}

/** Names typed one behind the other; null where there is none. */
function namesIn(text: string): string[] | null {
  const names = text.split(/[\s,，、;；]+/).filter((name) => name !== '');
  return names.length === 0 ? null : [...new Set(names)];
}

function NewCount() {
  const { say } = useLanguage();
  const navigate = useNavigate();
  const [bookNo, typeBook] = useState('');
  const [ownNo, typeOwn] = useState(() => `PD-${newNumber().slice(0, 8)}`);
  const [places, typePlaces] = useState('');
  const [records, typeRecords] = useState('');
  const [blind, setBlind] = useState(true);
  const deed = useDeed('declareCount', ['listCounts'], ({ paperNo }) => {
    void navigate(`/counts/${paperNo}`);
  });
  const open = (event: FormEvent): void => {
    event.preventDefault();
    const scope = { locations: namesIn(places), records: namesIn(records) };
    deed.mutate({ body: { bookNo: bookNo.trim(), ownNo: ownNo.trim(), ...scope, blind } });
  };
  return (
    <form className="asked" onSubmit={open}>
      <p className="soft">{say('count.new.lead')}</p>
      <div className="row">
        <Field label={say('count.col.book')} value={bookNo} most={30} onType={typeBook} />
        <Field label={say('count.new.own')} value={ownNo} onType={typeOwn} />
      </div>
      <div className="row">
        <Field
          label={say('count.new.places')}
          value={places}
          isNeeded={false}
          most={4_000}
          onType={typePlaces}
        />
        <Field
          label={say('count.new.records')}
          value={records}
          isNeeded={false}
          most={4_000}
          onType={typeRecords}
        />
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={blind}
          onChange={({ target }) => setBlind(target.checked)}
        />
        {say('count.new.blind')}
      </label>
      <Refused deed={deed} />
      <p>
        <Button type="primary" size="large" htmlType="submit" loading={deed.isPending}>
          {say('count.new.open')}
        </Button>
      </p>
    </form>
  );
}

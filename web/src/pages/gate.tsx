import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { askedWith, useTyped } from '../app/address.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useMe } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import type { Column } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import '../ui/fields.css';
import './gate.css';
import { ANEW, useCrossingColumns } from './gate-crossings.tsx';

type Line = Answer<'listSlips'>['slips'][number];

/** The desk of a gate: a slip by its number or vehicle, what is due, what was reported. */
export function GatePage() {
  const { say } = useLanguage();
  useTitle(say('gate.title'));
  return (
    <>
      <h1>{say('gate.title')}</h1>
      <Find />
      <section>
        <h2>{say('gate.due')}</h2>
        <Due />
      </section>
      <section>
        <h2>{say('gate.crossings')}</h2>
        <Crossings />
      </section>
    </>
  );
}

/** Scanners type a number and press Enter: the keyboard begins here. */
function Find() {
  const { say } = useLanguage();
  const navigate = useNavigate();
  const name = useMe().role === 'enterprise' ? 'listSlips' : 'listSlipsOfAny';
  const [number, type] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const deed = useMutation({
    mutationFn: (given: string) => call(name, { query: { number: given } }),
    onSuccess: ({ slips: [slip] }) => {
      if (slip !== undefined) void navigate(`/gate/${slip.slipNo}`);
    },
  });
  const find = (event: FormEvent): void => {
    event.preventDefault();
    // The next number takes its place, also one that is scanned before the answer comes.
    field.current?.select();
    if (number.trim().length > 1) deed.mutate(number.trim());
  };
  return (
    <form className="find" onSubmit={find}>
      <label htmlFor="number">{say('gate.number')}</label>
      <input
        id="number"
        ref={field}
        maxLength={32}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        value={number}
        onChange={({ target }) => type(target.value)}
      />
      <Button type="primary" size="large" htmlType="submit" loading={deed.isPending}>
        {say('gate.find')}
      </Button>
      <p role="status">{deed.data?.slips.length === 0 && say('gate.find.none')}</p>
      {deed.error !== null && (
        <Failure error={deed.error} retry={() => deed.mutate(number.trim())} />
      )}
    </form>
  );
}

function Due() {
  const { say } = useLanguage();
  const name = useMe().role === 'enterprise' ? 'listSlips' : 'listSlipsOfAny';
  const pages = useInfiniteQuery({
    queryKey: [name],
    queryFn: ({ pageParam, signal }) =>
      call(name, { query: pageParam === '' ? {} : { after: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: ANEW,
  });
  return (
    <Pages
      of={pages}
      rowsOf={({ slips }) => slips}
      none={say('gate.due.none')}
      label={say('gate.due')}
      columns={useDueColumns()}
      keyOf={({ slipNo }) => slipNo}
    />
  );
}

function useDueColumns(): readonly Column<Line>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'vehicle', title: say('gate.vehicle') },
      cell: ({ vehicleNo, slipNo }) => (
        <>
          <b>{vehicleNo}</b>
          <span className="soft">
            <Link className="no" to={`/gate/${slipNo}`}>
              {slipNo}
            </Link>
          </span>
        </>
      ),
    },
    {
      ...{ key: 'way', title: say('gate.way') },
      cell: ({ way, type }) => (
        <>
          <b>{wordOr(say, 'gate.way', way)}</b>
          <span className="soft">{wordOr(say, 'gate.type', type)}</span>
        </>
      ),
    },
    {
      ...{ key: 'load', title: say('gate.load') },
      cell: ({ parcels, papers, total }) => (
        <>
          <span>{say('gate.load.n', { n: parcels, m: papers })}</span>
          <span className="soft">{total} kg</span>
        </>
      ),
    },
    {
      ...{ key: 'since', title: say('gate.since') },
      cell: ({ madeAt, isHeld }) => (
        <>
          <Time at={madeAt} /> {isHeld && <Tag tone="bad">{say('gate.held')}</Tag>}
        </>
      ),
    },
  ];
}

const GATE = /^[A-Z0-9]{2,8}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** What was reported, of one gate and day where the address says so. */
function Crossings() {
  const { say } = useLanguage();
  const name = useMe().role === 'enterprise' ? 'listCrossings' : 'listCrossingsOfAny';
  const [search, setSearch] = useSearchParams();
  const [gate, day] = [search.get('gate') ?? '', search.get('day') ?? ''];
  const query = { ...(GATE.test(gate) && { gate }), ...(DAY.test(day) && { day }) };
  const ask = (changes: Readonly<Record<string, string>>): void =>
    setSearch(askedWith(changes), { replace: true });
  const typed = useTyped(gate, (text) => ask({ gate: text }));
  const pages = useInfiniteQuery({
    queryKey: [name, query],
    queryFn: ({ pageParam, signal }) =>
      call(name, { query: { ...query, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: ANEW,
  });
  return (
    <>
      <div className="asked sieve">
        <div className="row">
          <label>
            {say('gate.gate')}
            <input
              maxLength={8}
              autoComplete="off"
              placeholder="ZZ09"
              value={typed.text}
              onChange={({ target }) => typed.type(target.value.toUpperCase())}
            />
          </label>
          <label>
            {say('gate.day')}
            <input type="date" value={day} onChange={({ target }) => ask({ day: target.value })} />
          </label>
        </div>
      </div>
      <Pages
        of={pages}
        rowsOf={({ crossings }) => crossings}
        none={say('gate.crossings.none')}
        label={say('gate.crossings')}
        columns={useCrossingColumns()}
        keyOf={({ crossingId }) => crossingId}
      />
    </>
  );
}

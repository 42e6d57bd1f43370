import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { call } from '../api/call.ts';
import { askedWith, useTyped } from '../app/address.ts';
import { useLanguage } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useMe, useRight } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Barred } from '../ui/barred.tsx';
import { Choices } from '../ui/choices.tsx';
import { useListColumns } from './list-columns.tsx';
import { OfPerson, PersonSearch } from './list-person.tsx';

const GROUPS = ['submitted', 'action', 'inspection', 'released', 'returned'] as const;
const WAYS = ['import', 'export'] as const;

/** What the address asks for; anything else in it is as if it were not there. */
function useAsked() {
  const [search, setSearch] = useSearchParams();
  const state = GROUPS.find((one) => one === search.get('state')) ?? 'action';
  const way = WAYS.find((one) => one === search.get('way'));
  const number = (search.get('number') ?? '').trim().slice(0, 64);
  const addressOf = (changes: Readonly<Record<string, string | undefined>>): string => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined || value === '') next.delete(name);
      else next.set(name, value);
    }
    return `?${next}`;
  };
  const find = (text: string): void => {
    setSearch(askedWith({ number: text }), { replace: true });
  };
  return { state, way, number, addressOf, find };
}

/** Declaration lists: by group of states, or by any number that names one. */
export function ListsPage() {
  const { say } = useLanguage();
  const asked = useAsked();
  // Whose lists are shown; in no address, and gone with the page.
  const [idNumber, setPerson] = useState('');
  useTitle(say('lists.title'));
  return (
    <>
      <h1>{say('lists.title')}</h1>
      <Search number={asked.number} onFind={asked.find} />
      <PersonSearch onFind={setPerson} />
      {idNumber === '' ? (
        <ByAddress asked={asked} />
      ) : (
        <OfPerson idNumber={idNumber} onEnd={() => setPerson('')} />
      )}
    </>
  );
}

function ByAddress({ asked }: { readonly asked: Asked }) {
  const { say } = useLanguage();
  return (
    <>
      {asked.number === '' ? (
        <Filters asked={asked} />
      ) : (
        <h2 aria-live="polite">{say('lists.found', { n: asked.number })}</h2>
      )}
      <Lines asked={asked} />
    </>
  );
}

type Asked = ReturnType<typeof useAsked>;

/** Milliseconds without a further key until what was typed is looked for. */
const PAUSE = 250;

function Search({ number, onFind }: { readonly number: string; onFind(text: string): void }) {
  const { say } = useLanguage();
  const { text, setText, tell } = useTyped(number, onFind);
  const field = useRef<InputRef>(null);
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => {
    const typed = text.trim();
    if (typed === number || typed.length === 1) return;
    const timer = setTimeout(() => latest.current(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [text, number]);
  useSlash(field);
  return (
    <search>
      <form
        className="search"
        onSubmit={(event) => {
          event.preventDefault();
          tell(text.trim());
        }}
      >
        <label htmlFor="number">{say('lists.search')}</label>
        <Input
          ref={field}
          id="number"
          size="large"
          allowClear
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={({ target }) => setText(target.value)}
          suffix={<KeyHint />}
        />
      </form>
    </search>
  );
}

/** For eyes only: who hears the page has other ways to a field. */
function KeyHint() {
  return (
    <span className="key" aria-hidden="true">
      /
    </span>
  );
}

/** The key `/` goes to the search from anywhere but a field. */
function useSlash(field: { readonly current: InputRef | null }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches('input, select');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [field]);
}

function Filters({ asked: { state, way, addressOf } }: { readonly asked: Asked }) {
  const { say } = useLanguage();
  const mayList = useRight('lists.inspection');
  return (
    <div className="filters">
      <Choices label={say('lists.groups')}>
        {GROUPS.map((one) =>
          one === 'inspection' && !mayList ? (
            <Barred key={one} why={say('group.inspection.why')}>
              {say(`group.${one}`)}
            </Barred>
          ) : (
            <Link
              key={one}
              to={addressOf({ state: one })}
              aria-current={one === state ? 'page' : undefined}
            >
              {say(`group.${one}`)}
            </Link>
          ),
        )}
      </Choices>
      <Choices label={say('lists.ways')}>
        {([undefined, ...WAYS] as const).map((one) => (
          <Link
            key={one ?? 'all'}
            to={addressOf({ way: one })}
            aria-current={one === way ? 'page' : undefined}
          >
            {say(one === undefined ? 'way.all' : `way.${one}`)}
          </Link>
        ))}
      </Choices>
    </div>
  );
}

function Lines({ asked: { state, way, number } }: { readonly asked: Asked }) {
  const { say } = useLanguage();
  const { role } = useMe();
  const name = role === 'enterprise' ? 'listDeclarations' : 'listAllDeclarations';
  const query = number === '' ? { state, ...(way && { way }) } : { number };
  const pages = useInfiniteQuery({
    queryKey: [name, query],
    queryFn: ({ pageParam, signal }) =>
      call(name, { query: { ...query, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    enabled: number.length !== 1,
  });
  const columns = useListColumns();
  const none = number === '' ? say('lists.none') : say('lists.none.found', { n: number });
  return (
    <Pages
      of={pages}
      rowsOf={({ lists }) => lists}
      none={none}
      label={say('lists.title')}
      columns={columns}
      keyOf={({ preNo }) => preNo}
    />
  );
}

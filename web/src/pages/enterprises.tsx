import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useRight } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Field } from '../ui/fields.tsx';
import type { Column } from '../ui/table.tsx';
import { Roles, Status } from './enterprise-head.tsx';

type Row = Answer<'findEnterprises'>['enterprises'][number];

/** Enterprises on file, by the beginning of a code or a part of a name. */
export function EnterprisesPage() {
  const { say } = useLanguage();
  const may = useRight('firms.read');
  const [search, setSearch] = useSearchParams();
  const asked = (search.get('q') ?? '').trim().slice(0, 60);
  const [typed, setTyped] = useState(asked);
  useTitle(say('firms.title'));
  if (!may) return <p className="empty">{say('right.firms')}</p>;
  return (
    <>
      <h1>{say('firms.title')}</h1>
      <form
        className="asked number"
        onSubmit={(event) => {
          event.preventDefault();
          setSearch({ q: typed.trim() });
        }}
      >
        <Field label={say('firms.find')} value={typed} most={60} onType={setTyped} />
        <Button htmlType="submit">{say('public.find')}</Button>
      </form>
      {asked === '' ? <p className="soft">{say('firms.lead')}</p> : <Found asked={asked} />}
    </>
  );
}

function Found({ asked }: { readonly asked: string }) {
  const { say } = useLanguage();
  const pages = useInfiniteQuery({
    queryKey: ['findEnterprises', asked],
    queryFn: ({ pageParam, signal }) =>
      call('findEnterprises', {
        query: { q: asked, ...(pageParam && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const columns: readonly Column<Row>[] = [
    {
      ...{ key: 'code', title: say('firms.code') },
      cell: ({ code }) => (
        <Link className="no" to={`/enterprises/${code}`}>
          {code}
        </Link>
      ),
    },
    { key: 'name', title: say('firms.name'), cell: ({ name }) => <b>{name}</b> },
    { key: 'roles', title: say('firms.roles'), cell: ({ roles }) => <Roles of={roles} /> },
    {
      ...{ key: 'class', title: say('credit.class') },
      cell: ({ class: one }) => wordOr(say, 'class', one),
    },
    { key: 'status', title: say('key.state'), cell: ({ status }) => <Status of={status} /> },
  ];
  return (
    <Pages
      of={pages}
      rowsOf={({ enterprises }) => enterprises}
      none={say('firms.none', { n: asked })}
      label={say('firms.title')}
      columns={columns}
      keyOf={({ code }) => code}
    />
  );
}

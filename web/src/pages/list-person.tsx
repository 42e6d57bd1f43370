import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { useLanguage } from '../app/language.tsx';
import { Pages } from '../app/pages.tsx';
import { useMe, useRight } from '../app/session.tsx';
import { Barred } from '../ui/barred.tsx';
import { Field } from '../ui/fields.tsx';
import { useListColumns } from './list-columns.tsx';

/** Looks for the lists of a person: in a form of its own, as the number stands in no address. */
export function PersonSearch({ onFind }: { readonly onFind: (idNumber: string) => void }) {
  const { say } = useLanguage();
  const [typed, setTyped] = useState('');
  const mayFind = useRight('lists.person');
  if (!mayFind) {
    return (
      <p>
        <Barred why={say('lists.person.why')}>{say('lists.person')}</Barred>
      </p>
    );
  }
  return (
    <details className="person">
      <summary>{say('lists.person')}</summary>
      <form
        className="asked number"
        onSubmit={(event) => {
          event.preventDefault();
          onFind(typed.trim());
          setTyped('');
        }}
      >
        <Field label={say('lists.person.id')} value={typed} most={18} onType={setTyped} />
        <Button htmlType="submit">{say('lists.person.find')}</Button>
      </form>
      <p className="soft">{say('lists.person.masked')}</p>
      <p className="soft">{say('lists.person.lead')}</p>
    </details>
  );
}

/** As identity numbers are shown everywhere; one that is masked stays as it is. */
const masked = (idNumber: string): string => {
  if (idNumber.includes('*')) return idNumber;
  const hidden = Math.max(1, idNumber.length - 8);
  return idNumber.slice(0, 4) + '*'.repeat(hidden) + idNumber.slice(4 + hidden);
};

/** What was found of a person. */
export function OfPerson({
  idNumber,
  onEnd,
}: {
  readonly idNumber: string;
  readonly onEnd: () => void;
}) {
  const { say } = useLanguage();
  const { role, may } = useMe();
  const name = role === 'enterprise' ? 'findPersonsDeclarations' : 'findAnyPersonsDeclarations';
  const pages = useInfiniteQuery({
    queryKey: [name, idNumber],
    queryFn: ({ pageParam, signal }) =>
      call(name, { body: { idNumber, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    // Nothing of it outlives the page, and each question is noted: none is asked by itself.
    ...{ gcTime: 0, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false },
    retry: false,
  });
  const columns = useListColumns();
  return (
    <>
      <h2 aria-live="polite">
        {say('lists.person.found')} <span className="no">{masked(idNumber)}</span>{' '}
        <Button size="small" onClick={onEnd}>
          {say('lists.person.end')}
        </Button>
      </h2>
      {idNumber.includes('*') && <p className="soft">{say('lists.person.many')}</p>}
      {!may.includes('lists.inspection') && (
        <p className="soft">{say('lists.person.inspection')}</p>
      )}
      <Pages
        of={pages}
        rowsOf={({ lists }) => lists}
        none={say('lists.person.none')}
        label={say('lists.title')}
        columns={columns}
        keyOf={({ preNo }) => preNo}
      />
    </>
  );
}

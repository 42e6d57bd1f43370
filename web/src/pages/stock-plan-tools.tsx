import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { useSettled } from '../app/settled.ts';
import { Combobox } from '../ui/combobox.tsx';
import { Pick } from '../ui/pick.tsx';
import { useIsFirm } from './stock-parts.tsx';
import type { Asked } from './stock-plan-asked.ts';

type Of = { readonly asked: Asked };

/** Of which book the warehouse is drawn; the only one is taken by itself. */
export function BookPick({ asked }: Of) {
  const { say } = useLanguage();
  const isFirm = useIsFirm();
  const books = useQuery({
    queryKey: ['listBooks', 'plan'],
    queryFn: ({ signal }) =>
      call(isFirm ? 'listBooks' : 'listBooksOfAny', { query: { limit: 200 }, signal }),
  });
  if (books.isError) return <Failure error={books.error} retry={() => void books.refetch()} />;
  const all = books.data?.books ?? [];
  const known = all.some(({ bookNo }) => bookNo === asked.bookNo);
  const named = all.map(({ bookNo, enterpriseName }) => {
    return [bookNo, `${bookNo} ${enterpriseName}`] as const;
  });
  const own = asked.bookNo !== '' && !known ? [[asked.bookNo, asked.bookNo] as const] : [];
  return (
    <p>
      <Pick
        label={say('stock.book')}
        value={asked.bookNo}
        options={[
          ...(asked.bookNo === '' ? [['', say('plan.pick')] as const] : []),
          ...own,
          ...named,
        ]}
        onPick={(book) => asked.go({ book, zone: '', at: '', record: '', owner: '' })}
      />
    </p>
  );
}

/** Lines of a book that fit what is typed, as suggestions. */
export function useLineOptions(bookNo: string, text: string) {
  const isFirm = useIsFirm();
  const find = useSettled(text.trim().slice(0, 64));
  const lines = useQuery({
    queryKey: ['listBookLines', 'options', bookNo, find],
    queryFn: ({ signal }) => {
      const given = { path: { bookNo }, query: { find, limit: 12 }, signal };
      return call(isFirm ? 'listBookLines' : 'listBookLinesOfAny', given);
    },
    enabled: find !== '' && bookNo !== '',
  });
  const options = (find === '' ? [] : (lines.data?.lines ?? [])).map((line) => {
    const { recordNo, name, hs, itemNo, unit } = line;
    return { value: recordNo, label: name, detail: `${hs} · ${itemNo} · ${unit}` };
  });
  return { options, isBusy: lines.isFetching };
}

/** Which goods are looked for on the plan. */
export function GoodsPick({ asked }: Of) {
  const { say } = useLanguage();
  const id = useId();
  const [text, setText] = useState(asked.recordNo);
  const { options, isBusy } = useLineOptions(asked.bookNo, text);
  return (
    <div className="goods">
      <label htmlFor={id}>{say('plan.goods')}</label>
      <Combobox
        id={id}
        label={say('plan.goods')}
        value={text}
        options={options}
        onText={(next) => {
          setText(next);
          if (next === '') asked.go({ record: '' });
        }}
        onPick={({ value }) => {
          setText(value);
          asked.go({ record: value });
        }}
        busy={isBusy ? say('loading') : null}
      />
    </div>
  );
}

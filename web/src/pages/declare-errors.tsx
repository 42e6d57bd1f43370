import { Button, Input } from 'antd';
import { type ReactNode, useDeferredValue, useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { askedWith, useTyped } from '../app/address.ts';
import { useLanguage } from '../app/language.tsx';
import { saveAs } from '../app/save-as.ts';
import { Pick } from '../ui/pick.tsx';
import { type Column, Table } from '../ui/table.tsx';
import type { CellError, Filed, RunState } from './declare-run.ts';
import { wrongRowsCsv } from './declare-wrong-rows.ts';

const PAGE = 100;

/** What the address asks to see of the errors. */
function useSieve(errors: readonly CellError[]) {
  const [search, setSearch] = useSearchParams();
  const code = search.get('code') ?? '';
  const text = (search.get('find') ?? '').slice(0, 60);
  const wanted = useDeferredValue(text.trim().toLowerCase());
  const shown = useMemo(
    () =>
      errors
        .filter((one) => (code === '' || one.code === code) && isFit(one, wanted))
        // Parts are answered out of their order.
        .sort((a, b) => a.row - b.row || a.key - b.key),
    [errors, code, wanted],
  );
  const put = (changes: Readonly<Record<string, string>>): void =>
    setSearch(askedWith(changes), { replace: true });
  const typed = useTyped(text, (find) => put({ find, page: '' }));
  return { code, typed, page: Number(search.get('page')) || 1, shown, put };
}

/** Errors cell by cell: filtered by code and text, a page at a time; the address holds which. */
export function Errors({ state, name }: { readonly state: RunState; readonly name: string }) {
  const { say, pick } = useLanguage();
  const { errors } = state;
  const { code, typed, page, shown, put } = useSieve(errors);
  const codes = useMemo(() => countsOf(errors), [errors]);
  const tell = (one: CellError): string => `${pick(one.zh, one.en)} ${pick(one.hintZh, one.hint)}`;
  const columns = useColumns();
  if (errors.length === 0) return <p>{say('file.errors.none')}</p>;
  const stem = name.replace(/\.\w+$/, '');
  return (
    <>
      <div className="sieve">
        <Pick
          label={say('file.filter.code')}
          value={code}
          options={[
            ['', say('file.filter.all', { n: errors.length })],
            ...codes.map(([one, count]) => [one, `${one} (${count})`] as const),
          ]}
          onPick={(one) => put({ code: one, page: '' })}
        />
        <div>
          <label htmlFor="errors-find">{say('file.filter')}</label>
          <Input
            id="errors-find"
            allowClear
            maxLength={60}
            autoComplete="off"
            value={typed.text}
            onChange={({ target }) => typed.type(target.value)}
          />
        </div>
        <Button onClick={() => saveAs(`${stem}-errors.csv`, wrongRowsCsv(state, tell))}>
          {say(state.rows === null ? 'file.errors.list' : 'file.errors.download')}
        </Button>
      </div>
      <Paged of={shown} page={page} onPage={(n) => put({ page: `${n}` })}>
        {(some) => (
          <Table
            label={say('file.errors')}
            columns={columns}
            rows={some}
            keyOf={({ key }) => key}
          />
        )}
      </Paged>
    </>
  );
}

function countsOf(errors: readonly CellError[]): (readonly [code: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { code } of errors) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

function isFit({ code, header, orderNo, zh, en, row }: CellError, wanted: string): boolean {
  if (wanted === '') return true;
  return [code, header ?? '', orderNo, zh, en, `${row}`].some((one) =>
    one.toLowerCase().includes(wanted),
  );
}

/** As many of them as a page has, and the way to the others. */
function Paged<One>({
  of,
  page,
  onPage,
  children,
}: {
  readonly of: readonly One[];
  readonly page: number;
  readonly onPage: (page: number) => void;
  readonly children: (some: readonly One[]) => ReactNode;
}) {
  const { say } = useLanguage();
  const last = Math.max(1, Math.ceil(of.length / PAGE));
  const at = Math.min(Math.max(1, Math.trunc(page)), last);
  return (
    <>
      {children(of.slice((at - 1) * PAGE, at * PAGE))}
      {last > 1 && (
        <p className="pager">
          <Button disabled={at === 1} onClick={() => onPage(at - 1)}>
            {say('file.page.before')}
          </Button>
          <span aria-live="polite">{say('file.page', { n: at, m: last })}</span>
          <Button disabled={at === last} onClick={() => onPage(at + 1)}>
            {say('file.page.next')}
          </Button>
        </p>
      )}
    </>
  );
}

function useColumns(): readonly Column<CellError>[] {
  const { say, pick } = useLanguage();
  return [
    {
      key: 'cell',
      title: say('file.col.cell'),
      cell: ({ sheet, row, column, header }) => (
        <>
          <b className="no">
            {sheet === '' ? '' : `${sheet}!`}
            {column === null ? say('file.row', { n: row }) : `${column}${row}`}
          </b>
          <span className="soft">{header}</span>
        </>
      ),
    },
    {
      key: 'order',
      title: say('file.col.order'),
      cell: (one) => <span className="no">{one.orderNo}</span>,
    },
    {
      key: 'value',
      title: say('file.col.value'),
      cell: (one) => <span className="no">{one.value}</span>,
    },
    {
      key: 'what',
      title: say('file.col.what'),
      cell: ({ code, zh, en, hint, hintZh }) => (
        <>
          <span>
            <b className="no">{code}</b> {pick(zh, en)}
          </span>
          <span className="soft">{pick(hintZh, hint)}</span>
        </>
      ),
    },
  ];
}

/** What was filed, each with the way to its list. */
export function FiledLists({ filed }: { readonly filed: readonly Filed[] }) {
  const { say } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const columns: readonly Column<Filed>[] = [
    {
      key: 'order',
      title: say('file.col.order'),
      cell: (one) => <span className="no">{one.orderNo}</span>,
    },
    {
      key: 'list',
      title: say('f.preNo'),
      cell: ({ preNo, duplicate }) => (
        <>
          {preNo !== null && (
            <Link className="no" to={`/declarations/${preNo}`}>
              {preNo}
            </Link>
          )}
          {duplicate && <span className="soft">{say('file.sent.again')}</span>}
        </>
      ),
    },
  ];
  return (
    <Paged
      of={filed}
      page={Number(search.get('filed')) || 1}
      onPage={(n) => setSearch(askedWith({ filed: `${n}` }), { replace: true })}
    >
      {(some) => (
        <Table
          label={say('file.sent')}
          columns={columns}
          rows={some}
          keyOf={({ orderNo, preNo }) => `${orderNo} ${preNo}`}
        />
      )}
    </Paged>
  );
}

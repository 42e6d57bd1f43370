import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useId, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { type Answer, call, callText } from '../api/call.ts';
import { askedWith } from '../app/address.ts';
import { Copy } from '../app/copy.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { More, Pages } from '../app/pages.tsx';
import { saveAs } from '../app/save-as.ts';
import { useRight } from '../app/session.tsx';
import { useSettled } from '../app/settled.ts';
import { Shown } from '../app/shown.tsx';
import { State } from '../app/state.tsx';
import { useTitle } from '../app/title.ts';
import { Pick } from '../ui/pick.tsx';
import type { Column } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import './firm.css';

type Receipt = Answer<'searchReceipts'>['receipts'][number];

/** Types that a person looks for; others are found by their number. */
const TYPES = [
  ...(['CEB622', 'CEB312', 'CEB412', 'CEB512', 'CEB514', 'CEB624', 'CEB626', 'CEB712'] as const),
  ...(['CEB816', 'CEB818', 'CEB304', 'CEB404', 'CEB506', 'CEB604'] as const),
];
/** Shortest part of a number that is looked for. */
const LEAST = 3;

/** What the address asks for. */
function useAsked() {
  const [search, setSearch] = useSearchParams();
  const read = (name: string, form: RegExp): string => {
    const text = search.get(name) ?? '';
    return form.test(text) ? text : '';
  };
  const set = (changes: Readonly<Record<string, string>>): void => {
    const next = askedWith(changes);
    if (next.toString() !== askedWith({}).toString()) {
      setSearch(next, { replace: changes.receipt === undefined });
    }
  };
  return {
    type: TYPES.find((one) => one === search.get('type')) ?? '',
    status: read('status', /^-?[0-9A-Z]{1,10}$/),
    number: read('number', /^.{3,64}$/u),
    receipt: read('receipt', /^[1-9]\d{0,14}$/),
    set,
  };
}
type Asked = ReturnType<typeof useAsked>;

/** The receipts of an enterprise, the newest first. */
export function ReceiptsPage() {
  const { say } = useLanguage();
  const may = useRight('firm.read');
  const asked = useAsked();
  useTitle(say('rcpt.title'));
  if (!may) return <p className="empty">{say('right.firm')}</p>;
  return (
    <>
      <h1>{say('rcpt.title')}</h1>
      <p className="soft">{say('rcpt.lead')}</p>
      <Search asked={asked} />
      {asked.receipt !== '' && (
        <Message cursor={asked.receipt} onShut={() => asked.set({ receipt: '' })} />
      )}
      <Found asked={asked} />
    </>
  );
}

function Search({ asked }: { readonly asked: Asked }) {
  const { say } = useLanguage();
  const [number, setNumber] = useState(asked.number);
  const [status, setStatus] = useState(asked.status);
  const [numberId, statusId] = [useId(), useId()];
  // Fewer characters would be in nearly every number.
  const look = (): void => {
    const text = number.trim();
    const isLong = text === '' || text.length >= LEAST;
    asked.set({ ...(isLong && { number: text }), status: status.trim() });
  };
  return (
    <search>
      <form
        className="receipt-search"
        onSubmit={(event) => {
          event.preventDefault();
          look();
        }}
      >
        <label htmlFor={numberId}>
          {say('rcpt.number')}
          <input
            {...{ id: numberId, value: number, maxLength: 64, autoComplete: 'off' }}
            spellCheck={false}
            onChange={({ target }) => setNumber(target.value)}
            onBlur={look}
          />
        </label>
        <Pick
          label={say('rcpt.type')}
          value={asked.type}
          options={[
            ['', say('rcpt.type.all')],
            ...TYPES.map((one) => [one, `${one} ${say(`rcpt.${one}`)}`] as const),
          ]}
          onPick={(type) => asked.set({ type })}
        />
        <label htmlFor={statusId}>
          {say('rcpt.status')}
          <input
            {...{ id: statusId, value: status, maxLength: 11, autoComplete: 'off' }}
            onChange={({ target }) => setStatus(target.value)}
            onBlur={look}
          />
        </label>
        <p className="find">
          <Button htmlType="submit">{say('rcpt.find')}</Button>
        </p>
      </form>
    </search>
  );
}

function Found({ asked: { type, status, number, set } }: { readonly asked: Asked }) {
  const { say } = useLanguage();
  const wanted = useSettled(`${type} ${status} ${number}`);
  const pages = useInfiniteQuery({
    queryKey: ['searchReceipts', wanted],
    queryFn: ({ pageParam, signal }) =>
      call('searchReceipts', {
        query: {
          ...(type !== '' && { type }),
          ...(status !== '' && { status }),
          ...(number !== '' && { number }),
          ...(pageParam > 0 && { before: pageParam }),
        },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });
  const columns = useColumns((cursor) => set({ receipt: String(cursor) }));
  const isNone = pages.data?.pages.every(({ receipts }) => receipts.length === 0) === true;
  if (isNone && pages.hasNextPage) {
    return (
      <>
        <p className="empty">{say('rcpt.further')}</p>
        <More of={pages} />
      </>
    );
  }
  return (
    <Pages
      of={pages}
      rowsOf={({ receipts }) => receipts}
      none={say('rcpt.none')}
      label={say('rcpt.title')}
      columns={columns}
      keyOf={({ cursor }) => cursor}
    />
  );
}

/** Of the elements of a receipt, the one by which people know its document. */
const NAMES = [
  'taxNo',
  'invtNo',
  'preNo',
  'orderNo',
  'logisticsNo',
  'paymentTransactionId',
  'copNo',
];
const nameOf = ({ keys, recordGuid }: Receipt): string =>
  NAMES.map((name) => keys[name]).find((one) => one !== undefined && one !== '') ??
  recordGuid ??
  '';

function useColumns(show: (cursor: number) => void): readonly Column<Receipt>[] {
  const { say } = useLanguage();
  return [
    { ...{ key: 'cursor', title: say('rcpt.cursor'), isNumber: true }, cell: (one) => one.cursor },
    { ...{ key: 'at', title: say('rcpt.at') }, cell: ({ at }) => <Time at={at} /> },
    {
      ...{ key: 'type', title: say('rcpt.type') },
      cell: ({ type }) => (
        <>
          <b className="no">{type}</b>
          <span className="soft">{wordOr(say, 'rcpt', type).replace(type, '')}</span>
        </>
      ),
    },
    {
      ...{ key: 'status', title: say('rcpt.status') },
      cell: ({ status, type }) => <Standing {...{ status, type }} />,
    },
    {
      ...{ key: 'what', title: say('rcpt.what') },
      cell: (receipt) => {
        const listNo = receipt.keys.invtNo ?? receipt.keys.preNo ?? '';
        return (
          <>
            <span className="no">{nameOf(receipt)}</span>
            {listNo.length === 18 && (
              <span className="soft">
                <Link to={`/declarations/${listNo}`} aria-label={`${say('rcpt.list')} ${listNo}`}>
                  {say('rcpt.list')}
                </Link>
              </span>
            )}
          </>
        );
      },
    },
    { ...{ key: 'info', title: say('rcpt.info') }, cell: ({ info }) => <span>{info}</span> },
    {
      ...{ key: 'xml', title: say('rcpt.xml') },
      cell: ({ cursor }) => (
        <Button
          size="small"
          aria-label={say('rcpt.open', { n: cursor })}
          onClick={() => show(cursor)}
        >
          {say('rcpt.show')}
        </Button>
      ),
    },
  ];
}

/** Statuses of bills are other ones than those of lists. */
function Standing({ status, type }: { readonly status: string; readonly type: string }) {
  const { say } = useLanguage();
  if (type === 'CEB816' || type === 'CEB818') return wordOr(say, 'bill.state', status);
  return <State of={status} />;
}

/** One receipt as the message that programs read. */
function Message({ cursor, onShut }: { readonly cursor: string; readonly onShut: () => void }) {
  const { say } = useLanguage();
  const asked = useQuery({
    queryKey: ['readReceipt', cursor],
    queryFn: ({ signal }) =>
      callText('readReceipt', { path: { cursor: Number(cursor) }, signal }, 'application/xml'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <section aria-label={say('rcpt.open', { n: cursor })}>
      <h2>{say('rcpt.open', { n: cursor })}</h2>
      <Shown of={asked}>
        {(xml) => (
          <>
            <p className="acts">
              <Copy text={xml} />
              <Button
                size="small"
                onClick={() => saveAs(`receipt-${cursor}.xml`, xml, 'application/xml')}
              >
                {say('firm.download')}
              </Button>
              <Button size="small" onClick={onShut}>
                {say('rcpt.shut')}
              </Button>
            </p>
            <textarea readOnly rows={12} aria-label={say('rcpt.xml')} value={xml} />
          </>
        )}
      </Shown>
    </section>
  );
}

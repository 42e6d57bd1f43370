import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { type Answer, CallError, call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { useTitle } from '../app/title.ts';
import { Facts } from '../ui/facts.tsx';
import { Field } from '../ui/fields.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import './public.css';

type Record = Answer<'readOwnParcels'>;
type Parcel = Record['parcels'][number];

/** Milliseconds after which the page forgets what it was told. */
const SHOWN_FOR = 10 * 60_000;
const NOTHING = { name: '', idNumber: '', number: '' };

/**
 * A person's own quota and parcels. Who it is goes out in the body of one call and stays nowhere:
 * not in the address, not in the browser, and on the page no longer than what came of it.
 */
export function PublicBuyerPage() {
  const { say } = useLanguage();
  const [told, setTold] = useState<{ readonly record: Record; readonly until: number } | null>(
    null,
  );
  useTitle(say('public.nav.buyer'));
  return (
    <>
      <h1>{say('public.nav.buyer')}</h1>
      {told === null ? (
        <Ask onTold={(record) => setTold({ record, until: Date.now() + SHOWN_FOR })} />
      ) : (
        <Told record={told.record} until={told.until} onEnd={() => setTold(null)} />
      )}
    </>
  );
}

function Ask({ onTold }: { readonly onTold: (record: Record) => void }) {
  const { say } = useLanguage();
  const [typed, setTyped] = useState(NOTHING);
  const asking = useMutation({
    mutationFn: (body: typeof NOTHING) => call('readOwnParcels', { body }),
    // What was typed is not kept beside the answer.
    gcTime: 0,
    onSuccess: onTold,
  });
  const type = (name: keyof typeof NOTHING) => (value: string) =>
    setTyped((before) => ({ ...before, [name]: value }));
  return (
    <section>
      <p>{say('public.buyer.lead')}</p>
      <form
        className="asked"
        onSubmit={(event) => {
          event.preventDefault();
          asking.mutate(typed);
        }}
      >
        <Why error={asking.error} retry={() => asking.mutate(typed)} />
        <Field
          label={say('public.buyer.name')}
          value={typed.name}
          most={60}
          onType={type('name')}
        />
        <Field
          label={say('public.buyer.id')}
          value={typed.idNumber}
          most={18}
          onType={type('idNumber')}
        />
        <Field label={say('public.buyer.number')} value={typed.number} onType={type('number')} />
        <p className="soft">{say('public.buyer.kept')}</p>
        <p>
          <Button type="primary" htmlType="submit" loading={asking.isPending}>
            {say('public.buyer.ask')}
          </Button>
        </p>
      </form>
    </section>
  );
}

/** Why nothing is shown: too often, or something does not belong together. */
function Why({ error, retry }: { readonly error: Error | null; readonly retry: () => void }) {
  const { say } = useLanguage();
  if (error === null) return null;
  const problem = error instanceof CallError ? error.problem : null;
  if (error instanceof CallError && problem?.status === 429) {
    const minutes = Math.ceil((error.retryAfter ?? 60) / 60);
    return <Alert type="error" role="alert" title={say('public.buyer.wait', { n: minutes })} />;
  }
  if (problem?.code === 'not-shown') {
    return <Alert type="error" role="alert" title={say('public.buyer.wrong')} />;
  }
  return <Failure error={error} retry={retry} />;
}

function Told({
  record,
  until,
  onEnd,
}: {
  readonly record: Record;
  readonly until: number;
  readonly onEnd: () => void;
}) {
  const { say } = useLanguage();
  const minutes = useMinutesLeft(until, onEnd);
  const columns = useColumns();
  const first = useRef<HTMLParagraphElement>(null);
  // The form is gone: the keyboard goes on at what came of it.
  useEffect(() => first.current?.focus(), []);
  const { name, idNumber, parcels, isCut } = record;
  return (
    <>
      <p className="public-asked" ref={first} tabIndex={-1}>
        <span>
          {name} <span className="no">{idNumber}</span>
        </span>
        <span className="soft">{say('public.buyer.left', { n: minutes })}</span>
        <Button onClick={onEnd}>{say('public.buyer.end')}</Button>
      </p>
      <Quota of={record} />
      <h2 className="public-parcels">{say('public.buyer.parcels')}</h2>
      {parcels.length === 0 ? (
        <p className="empty">{say('public.buyer.none')}</p>
      ) : (
        <Table
          label={say('public.buyer.parcels')}
          columns={columns}
          rows={parcels}
          keyOf={({ listNo }) => listNo}
        />
      )}
      {isCut && <p className="soft">{say('public.buyer.cut')}</p>}
      <p className="soft">{say('public.buyer.notMine')}</p>
    </>
  );
}

/** Whole minutes until a time, which ends what is shown. */
function useMinutesLeft(until: number, onEnd: () => void): number {
  const left = () => Math.max(0, Math.ceil((until - Date.now()) / 60_000));
  const [minutes, setMinutes] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => {
      const now = Math.max(0, Math.ceil((until - Date.now()) / 60_000));
      setMinutes(now);
      if (now === 0) onEnd();
    }, 1_000);
    return () => clearInterval(timer);
  }, [until, onEnd]);
  return minutes;
}

function Quota({ of: { quota, singleLimit } }: { readonly of: Record }) {
  const { say, pick } = useLanguage();
  const { year, limit, used, reserved, remaining, counters } = quota;
  const label = say('public.quota', { n: year });
  return (
    <section>
      <h2>{label}</h2>
      <meter
        className="public-meter"
        aria-label={label}
        min={0}
        max={Number(limit)}
        value={Number(limit) - Number(remaining)}
      />
      <Facts
        of={[
          [say('public.quota.remaining'), <b key="left">¥{remaining}</b>],
          [say('public.quota.used'), `¥${used}`],
          [say('public.quota.reserved'), `¥${reserved}`],
          [say('public.quota.limit'), `¥${limit}`],
          [say('public.quota.single'), `¥${singleLimit}`],
          ...counters
            .filter((one) => one.used !== '0')
            .map(
              (one) => [pick(one.zh, one.en), `${one.used} / ${one.limit} ${one.unit}`] as const,
            ),
        ]}
      />
    </section>
  );
}

const TONES: Readonly<{ [state in Parcel['state']]: Tone }> = {
  ...{ released: 'good', arriving: 'busy', checking: 'busy', returned: 'bad' },
  ...{ withdrawn: 'calm', 'sent-back': 'bad', destroyed: 'bad' },
};

function useColumns(): readonly Column<Parcel>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'order', title: say('lists.col.order') },
      cell: ({ orderNo, platform }) => (
        <>
          <span className="no">{orderNo}</span>
          <span className="soft">{platform}</span>
        </>
      ),
    },
    {
      ...{ key: 'waybill', title: say('lists.col.waybill') },
      cell: ({ waybillNo, carrier }) => (
        <>
          <span className="no">{waybillNo}</span>
          <span className="soft">{carrier}</span>
        </>
      ),
    },
    {
      ...{ key: 'state', title: say('lists.col.state') },
      cell: ({ state }) => (
        <>
          <Tag tone={TONES[state]}>{say(`public.state.${state}`)}</Tag>
          <span className="soft">{say(`public.state.${state}.what`)}</span>
        </>
      ),
    },
    {
      ...{ key: 'tax', title: say('public.buyer.tax'), isNumber: true },
      cell: ({ tax, refunded, dutiable, state }) =>
        state === 'returned' || state === 'withdrawn' ? (
          '—'
        ) : (
          <>
            ¥{tax}
            <span className="soft">{say('public.buyer.of', { n: dutiable })}</span>
            {refunded !== '0.00' && (
              <span className="soft">{say('public.buyer.refunded', { n: refunded })}</span>
            )}
          </>
        ),
    },
    {
      ...{ key: 'times', title: say('public.buyer.times') },
      cell: ({ declaredAt, at }) => (
        <>
          <Time at={declaredAt} />
          <span className="soft">
            {say('public.buyer.since')} <Time at={at} />
          </span>
        </>
      ),
    },
    {
      ...{ key: 'list', title: say('lists.col.list') },
      cell: ({ listNo }) => (
        <>
          <span className="no">{listNo}</span>
          <Link to={`/public/inspections?number=${listNo}`} className="soft">
            {say('public.buyer.inspected')}
          </Link>
        </>
      ),
    },
  ];
}

import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { type Answer, call } from '../api/call.ts';
import { Refused, useDeed } from '../app/deed.tsx';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { Barred } from '../ui/barred.tsx';
import { Field, Lines } from '../ui/fields.tsx';
import { Pick } from '../ui/pick.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';

type WatchList = Answer<'readWatchLists'>['lists'][number];

const KINDS = [
  ...(['enterprise', 'buyer', 'account', 'phone', 'address', 'hs', 'waybill'] as const),
];
const AFTER = ['readWatchLists'] as const;

/** Watch lists with the number of their entries, which are never shown. */
export function WatchLists() {
  const { say } = useLanguage();
  const mayWrite = useRight('risk.write');
  const columns = useColumns();
  const asked = useQuery({
    queryKey: ['readWatchLists'],
    queryFn: ({ signal }) => call('readWatchLists', { signal }),
  });
  if (asked.isPending) return <Skeleton lines={6} label={say('loading')} />;
  if (asked.data === undefined) {
    return <Failure error={asked.error} retry={() => void asked.refetch()} />;
  }
  const { lists } = asked.data;
  return (
    <>
      {lists.length === 0 ? (
        <p className="empty">{say('lists.watch.none')}</p>
      ) : (
        <Table
          label={say('risk.tab.lists')}
          columns={columns}
          rows={lists}
          keyOf={({ name }) => name}
        />
      )}
      {mayWrite ? (
        <div className="beside">
          <Add />
          <Remove lists={lists} />
        </div>
      ) : (
        <section>
          <Barred why={say('right.risk.write')}>{say('watch.add')}</Barred>
        </section>
      )}
    </>
  );
}

function useColumns(): readonly Column<WatchList>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'name', title: say('watch.name') },
      cell: ({ name, reason }) => (
        <>
          <b>{name}</b>
          <span className="soft">{reason}</span>
        </>
      ),
    },
    {
      ...{ key: 'kind', title: say('watch.kind') },
      cell: ({ kind }) => <span>{wordOr(say, 'watch', kind)}</span>,
    },
    {
      ...{ key: 'entries', title: say('watch.entries'), isNumber: true },
      cell: ({ entries }) => <b>{entries.toLocaleString()}</b>,
    },
    {
      ...{ key: 'by', title: say('risk.by') },
      cell: ({ madeBy, madeAt }) => (
        <>
          <span>{madeBy}</span>
          <span className="soft">
            <Time at={madeAt} />
          </span>
        </>
      ),
    },
  ];
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function Add() {
  const { say } = useLanguage();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('enterprise');
  const [values, setValues] = useState('');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const deed = useDeed('addToWatchList', AFTER, () => setValues(''));
  return (
    <section>
      <h2>{say('watch.add')}</h2>
      <p className="soft">{say('watch.add.lead')}</p>
      <form
        className="asked"
        onSubmit={(event) => {
          event.preventDefault();
          const body = { kind, reason, values: linesOf(values), ...(until && { until }) };
          deed.mutate({ path: { name: name.trim() }, body });
        }}
      >
        <div className="row">
          <Field label={say('watch.name')} value={name} onType={setName} />
          <Pick
            label={say('watch.kind')}
            value={kind}
            options={KINDS.map((one) => [one, say(`watch.${one}`)])}
            onPick={setKind}
          />
        </div>
        <Lines
          {...{ label: say('watch.values'), value: values, isNeeded: true, most: 100_000 }}
          onType={setValues}
        />
        <Field label={say('risk.reason')} value={reason} most={500} onType={setReason} />
        <Field
          {...{ label: say('watch.until'), type: 'datetime-local', isNeeded: false }}
          value={until}
          onType={setUntil}
        />
        <Changed deed={deed} label={say('watch.add')} />
      </form>
    </section>
  );
}

function Remove({ lists }: { readonly lists: readonly WatchList[] }) {
  const { say } = useLanguage();
  const [chosen, setChosen] = useState('');
  const [values, setValues] = useState('');
  const deed = useDeed('removeFromWatchList', AFTER, () => setValues(''));
  const name = chosen || (lists[0]?.name ?? '');
  if (lists.length === 0) return null;
  return (
    <section>
      <h2>{say('watch.remove')}</h2>
      <form
        className="asked"
        onSubmit={(event) => {
          event.preventDefault();
          deed.mutate({ path: { name }, body: { values: linesOf(values) } });
        }}
      >
        <Pick
          label={say('watch.name')}
          value={name}
          options={lists.map((one) => [one.name, one.name])}
          onPick={setChosen}
        />
        <Lines
          {...{ label: say('watch.values'), value: values, isNeeded: true, most: 100_000 }}
          onType={setValues}
        />
        <Changed deed={deed} label={say('watch.remove')} />
      </form>
    </section>
  );
}

type Change = { readonly name: string; readonly changed: number };

/** The button of a change, and what came of it. */
function Changed<Told>({
  deed,
  label,
}: {
  readonly deed: {
    readonly data: Change | undefined;
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly variables: Told | undefined;
    mutate(told: Told): void;
  };
  readonly label: string;
}) {
  const { say } = useLanguage();
  const { data, isPending } = deed;
  return (
    <>
      <Refused deed={deed} />
      <p className="hands">
        <Button type="primary" htmlType="submit" loading={isPending}>
          {label}
        </Button>
        <span role="status">{data && say('watch.changed', { n: data.name, m: data.changed })}</span>
      </p>
    </>
  );
}

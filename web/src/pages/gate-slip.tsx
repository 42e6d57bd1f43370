import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useMe } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Facts } from '../ui/facts.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Table } from '../ui/table.tsx';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import '../ui/fields.css';
import './desk.css';
import './gate.css';
import { ANEW, useCrossingColumns } from './gate-crossings.tsx';
import { Holds } from './gate-holds.tsx';
import { Report, type Slip } from './gate-report.tsx';
import { Findings } from './list-findings.tsx';

/** One slip at the gate: what its vehicle has to be, what bars it, and what is done with it. */
export function GateSlipPage() {
  const { say } = useLanguage();
  const { slipNo = '' } = useParams();
  useTitle(`${say('gate.slip')} ${slipNo}`);
  const name = useMe().role === 'enterprise' ? 'readSlip' : 'readSlipOfAny';
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [name, slipNo],
    queryFn: ({ signal }) => call(name, { path: { slipNo }, signal }),
    refetchInterval: ANEW,
  });
  return (
    <>
      <p className="crumb">
        <Link to="/gate">{say('gate.back')}</Link>
      </p>
      <h1 className="no">{slipNo}</h1>
      {isPending && <Skeleton lines={8} label={say('loading')} />}
      {data === undefined && error !== null && (
        <Failure error={error} retry={() => void refetch()} />
      )}
      {data !== undefined && <One slip={data} />}
    </>
  );
}

type Of = { readonly slip: Slip };

function One({ slip }: Of) {
  const { say } = useLanguage();
  const columns = useCrossingColumns();
  return (
    <>
      <Head slip={slip} />
      <div className="beside">
        <div>
          <section>
            <h2>{say('gate.bars')}</h2>
            {slip.findings.length === 0 ? (
              <p>{say('gate.bars.none')}</p>
            ) : (
              <Findings of={slip.findings} />
            )}
          </section>
          <Holds slip={slip} />
        </div>
        <Report slip={slip} />
      </div>
      <Load slip={slip} />
      {slip.crossings.length > 0 && (
        <section>
          <h2>{say('gate.crossings')}</h2>
          <Table
            label={say('gate.crossings')}
            rows={slip.crossings}
            columns={columns}
            keyOf={({ crossingId }) => crossingId}
          />
        </section>
      )}
    </>
  );
}

const TONES = { approved: 'busy', crossed: 'good' } as const;

function Head({ slip }: Of) {
  const { say } = useLanguage();
  const { weights, tolerance } = slip;
  const tone = TONES[slip.state as keyof typeof TONES] ?? 'calm';
  return (
    <>
      <p className="standing apart">
        <b className="plate">{slip.vehicleNo}</b>{' '}
        <Tag tone={tone}>{wordOr(say, 'gate.state', slip.state)}</Tag>{' '}
        {slip.isHeld && <Tag tone="bad">{say('gate.held')}</Tag>}
      </p>
      <Facts
        of={[
          [say('gate.way'), wordOr(say, 'gate.way', slip.way)],
          [say('gate.type'), wordOr(say, 'gate.type', slip.type)],
          [say('gate.total'), slip.total],
          [say('gate.tolerance'), tolerance ?? say('gate.tolerance.none')],
          [say('gate.tare'), weights.tare],
          [say('gate.gross'), weights.gross],
          [say('gate.ic'), slip.vehicleIc],
          [
            say('gate.book'),
            <span key="book" className="no">
              {slip.bookNo}
            </span>,
          ],
          [
            say('gate.firm'),
            <span key="firm" className="no">
              {slip.enterprise}
            </span>,
          ],
          [say('gate.since'), <Time key="since" at={slip.madeAt} />],
        ]}
      />
    </>
  );
}

type Parcel = Answer<'readLoad'>['parcels'][number];

/** What is on the vehicle: papers, goods that come in, parcels that leave. */
function Load({ slip }: Of) {
  const { say } = useLanguage();
  const goods = [
    ...slip.shares.map(({ paperNo, seq, quantity }) => {
      return { name: say('gate.goods.line', { n: paperNo, m: seq }), quantity };
    }),
    ...slip.goods.map(({ recordNo, quantity }) => {
      return { name: say('gate.goods.record', { n: recordNo }), quantity };
    }),
  ];
  return (
    <section>
      <h2>{say('gate.load')}</h2>
      <Facts
        of={[
          [
            say('gate.documents'),
            slip.documents.length === 0 ? '—' : <Papers key="documents" slip={slip} />,
          ],
          ...goods.map(({ name, quantity }) => [name, quantity] as const),
        ]}
      />
      {slip.way === 'E' && <Parcels slip={slip} />}
    </section>
  );
}

function Papers({ slip }: Of) {
  const { say } = useLanguage();
  return (
    <>
      {slip.documents.map(({ paperNo, state }) => (
        <span className="paper" key={paperNo}>
          <span className="no">{paperNo}</span> {wordOr(say, 'gate.paper', state)}
        </span>
      ))}
    </>
  );
}

const BINDINGS = { bound: 'good', held: 'bad', gone: 'calm', off: 'calm' } as const;

function Parcels({ slip: { slipNo } }: Of) {
  const { say, pick } = useLanguage();
  const name = useMe().role === 'enterprise' ? 'readLoad' : 'readLoadOfAny';
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [name, slipNo],
    queryFn: ({ signal }) => call(name, { path: { slipNo }, signal }),
  });
  if (isPending) return <Skeleton lines={4} label={say('loading')} />;
  if (data === undefined) return <Failure error={error} retry={() => void refetch()} />;
  // Those that keep the vehicle stand first.
  const parcels = data.parcels.toSorted(
    (a, b) => Number(b.binding === 'held') - Number(a.binding === 'held'),
  );
  return (
    <Table
      label={say('gate.parcels')}
      rows={parcels}
      keyOf={({ listNo }) => listNo}
      columns={[
        {
          ...{ key: 'list', title: say('gate.parcel') },
          cell: ({ listNo }: Parcel) => (
            <Link className="no" to={`/declarations/${listNo}`}>
              {listNo}
            </Link>
          ),
        },
        {
          ...{ key: 'waybill', title: say('gate.waybill') },
          cell: ({ logisticsNo }) => <span className="no">{logisticsNo ?? '—'}</span>,
        },
        {
          ...{ key: 'weight', title: say('gate.weight'), isNumber: true },
          cell: ({ grossWeight }) => <span>{grossWeight ?? '—'}</span>,
        },
        {
          ...{ key: 'binding', title: say('gate.binding') },
          cell: ({ binding, status, findings }) => (
            <>
              <Tag tone={BINDINGS[binding as keyof typeof BINDINGS] ?? 'calm'}>
                {wordOr(say, 'gate.binding', binding)} {status}
              </Tag>
              {findings.map(({ zh, en }) => (
                <span className="soft" key={en}>
                  {pick(zh, en)}
                </span>
              ))}
            </>
          ),
        },
      ]}
    />
  );
}

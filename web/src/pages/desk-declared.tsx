import { Link } from 'react-router';
import { Coded } from '../app/coded.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { State } from '../app/state.tsx';
import { Facts } from '../ui/facts.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import type { Task } from './desk-task-view.ts';
import { Findings } from './list-findings.tsx';

type Declaration = NonNullable<Task['declaration']>;
type Line = Declaration['lines'][number];

/** What was declared, without the persons in it. */
export function Declared({ of }: { readonly of: Task['declaration'] }) {
  const { say } = useLanguage();
  const columns = useColumns();
  if (of === null) return <p className="soft">{say('task.declared.none')}</p>;
  const { preNo, status, findings, lines, grossWeight, netWeight } = of;
  return (
    <>
      <Facts
        of={[
          [say('lists.col.state'), status && <State of={status} />],
          [
            say('f.preNo'),
            isInFull(preNo) ? (
              preNo
            ) : (
              <Link key="list" className="no" to={`/declarations/${preNo}`}>
                {preNo}
              </Link>
            ),
          ],
          [say('lists.ways'), wordOr(say, 'way', of.way)],
          [say('f.tradeMode'), <Coded key="mode" table="tradeMode" code={of.tradeMode} />],
          [say('f.ebp'), of.ebpCode],
          [say('f.ebc'), of.ebcCode],
          [say('f.agent'), of.agentCode],
          [say('f.order'), of.orderNo],
          [say('f.waybill'), `${of.logisticsNo} (${of.logisticsCode})`],
          [say('task.weight'), `${grossWeight} / ${netWeight}`],
          [say('task.packs'), of.packNo],
        ]}
      />
      {findings.length > 0 && <Findings of={findings} />}
      <h3>{say('task.goods')}</h3>
      <Table label={say('task.goods')} columns={columns} rows={lines} keyOf={({ gnum }) => gnum} />
    </>
  );
}

/** A customs declaration, which the pages of lists do not show. */
const isInFull = (preNo: string): boolean => preNo.startsWith('D');

function useColumns(): readonly Column<Line>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'name', title: say('goods.name') },
      cell: ({ gnum, gname, gcode, itemNo }) => (
        <>
          <b>
            {gnum}. {gname}
          </b>
          <span className="soft no">
            {gcode} {itemNo}
          </span>
        </>
      ),
    },
    {
      key: 'origin',
      title: say('goods.origin'),
      cell: ({ country }) => <Coded table="country" code={country} />,
    },
    {
      ...{ key: 'quantity', title: say('goods.quantity'), isNumber: true },
      cell: ({ qty, unit }) => (
        <>
          <span>{qty}</span>
          <span className="soft">
            <Coded table="unit" code={unit} />
          </span>
        </>
      ),
    },
    {
      ...{ key: 'total', title: say('goods.total'), isNumber: true },
      cell: ({ totalPrice, price, currency }) => (
        <>
          <b>{totalPrice}</b>
          <span className="soft">
            {price} · <Coded table="currency" code={currency} />
          </span>
        </>
      ),
    },
  ];
}

/** How the parcel came to be opened, and by whom. */
export function Opening({ of }: { readonly of: NonNullable<Task['opening']> }) {
  const { say } = useLanguage();
  const { label, rules, place, needs, draw, officersDraw, arrivedAt, outcome } = of;
  return (
    <section>
      <h2>{say('task.opening')}</h2>
      <Facts
        of={[
          [say('opening.label'), wordOr(say, 'opening.label', label)],
          [say('opening.rules'), rules.join(', ')],
          [say('opening.place'), wordOr(say, 'opening.place', place)],
          [say('opening.needs'), needs.map((one) => wordOr(say, 'licence', one)).join(', ')],
          [
            say('opening.classes'),
            [
              wordOr(say, 'class', of.enterpriseClass),
              wordOr(say, 'credit.goods', of.goodsClass),
            ].join(' / '),
          ],
          [say('f.ebc'), of.enterpriseCode],
          [say('opening.draw'), draw],
          [say('opening.officersDraw'), officersDraw],
          [say('opening.arrivedAt'), arrivedAt && <Time at={arrivedAt} />],
          [say('opening.outcome'), outcome && wordOr(say, 'outcome', outcome)],
        ]}
      />
    </section>
  );
}

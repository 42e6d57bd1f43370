import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { type Answer, call } from '../api/call.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { Shown } from '../app/shown.tsx';
import { useTitle } from '../app/title.ts';
import { Facts } from '../ui/facts.tsx';
import { money } from '../ui/money.ts';
import { type Column, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { Pdf, useSums } from './tax-parts.tsx';

type Line = Answer<'readTaxBill'>['lines'][number];

/** One tax bill with the lines of its list. */
export function BillPage() {
  const { say } = useLanguage();
  const may = useRight('firm.read');
  const { taxNo = '' } = useParams();
  const asked = useQuery({
    queryKey: ['readTaxBill', taxNo],
    queryFn: ({ signal }) => call('readTaxBill', { path: { taxNo }, signal }),
    enabled: may,
  });
  const columns: readonly Column<Line>[] = [
    { key: 'gnum', title: say('tax.line'), cell: ({ gnum }) => gnum },
    {
      ...{ key: 'code', title: say('duty.code') },
      cell: ({ gcode }) => <span className="no">{gcode}</span>,
    },
    {
      key: 'price',
      title: say('tax.price'),
      isNumber: true,
      cell: (line) => money(line.dutiablePrice),
    },
    ...useSums<Line>(),
  ];
  useTitle(taxNo);
  if (!may) return <p className="empty">{say('right.firm')}</p>;
  return (
    <>
      <p className="crumb">
        <Link to="/tax">{say('duty.back')}</Link>
      </p>
      <h1 className="no">{taxNo}</h1>
      <Shown of={asked}>
        {(bill) => (
          <section>
            <Facts
              of={[
                [say('bill.state'), wordOr(say, 'bill.state', bill.state)],
                [
                  say('duty.list'),
                  <Link key="list" className="no" to={`/declarations/${bill.listNo}`}>
                    {bill.listNo}
                  </Link>,
                ],
                [
                  say('duty.no'),
                  bill.dutyNo && (
                    <Link key="notice" className="no" to={`/tax/notices/${bill.dutyNo}`}>
                      {bill.dutyNo}
                    </Link>
                  ),
                ],
                [say('duty.released'), bill.releasedDay],
                [say('bill.at'), <Time key="at" at={bill.issuedAt} />],
                [say('tax.total'), <b key="total">{money(bill.total)}</b>],
                [say('duty.hash'), bill.hash && <code key="hash">{bill.hash}</code>],
              ]}
            />
            <p>
              {bill.state === '3' ? say('duty.void.pdf') : <Pdf of="bills" no={taxNo} isLong />}
            </p>
            {bill.lines.length > 0 && (
              <Table label={taxNo} columns={columns} rows={bill.lines} keyOf={({ gnum }) => gnum} />
            )}
          </section>
        )}
      </Shown>
    </>
  );
}

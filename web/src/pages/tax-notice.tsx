import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { call } from '../api/call.ts';
import { useLanguage } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { Shown } from '../app/shown.tsx';
import { useTitle } from '../app/title.ts';
import { Facts } from '../ui/facts.tsx';
import { money } from '../ui/money.ts';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import { BillPages, NOTICE_TONES, Pdf } from './tax-parts.tsx';

/** One payment notice, down to the lists whose bills it collects. */
export function NoticePage() {
  const { say } = useLanguage();
  const may = useRight('firm.read');
  const { dutyNo = '' } = useParams();
  useTitle(dutyNo);
  if (!may) return <p className="empty">{say('right.firm')}</p>;
  return (
    <>
      <p className="crumb">
        <Link to="/tax">{say('duty.back')}</Link>
      </p>
      <h1 className="no">{dutyNo}</h1>
      <Notice dutyNo={dutyNo} />
    </>
  );
}

function Notice({ dutyNo }: { readonly dutyNo: string }) {
  const { say } = useLanguage();
  const asked = useQuery({
    queryKey: ['readTaxNotice', dutyNo],
    queryFn: ({ signal }) => call('readTaxNotice', { path: { dutyNo }, signal }),
  });
  return (
    <Shown of={asked}>
      {(notice) => (
        <>
          <section>
            <Facts
              of={[
                [
                  say('duty.state'),
                  <Tag key="state" tone={NOTICE_TONES[notice.state]}>
                    {say(`duty.state.${notice.state}`)}
                  </Tag>,
                ],
                [say('duty.by'), notice.due],
                [say('duty.released'), notice.releasedDay],
                [say('duty.issued'), <Time key="issued" at={notice.issuedAt} />],
                [say('duty.document'), notice.document],
                [say('duty.bills'), notice.document === null ? notice.bills : null],
                [say('tax.duty'), money(notice.duty)],
                [say('tax.consumption'), money(notice.consumptionTax)],
                [say('tax.vat'), money(notice.vat)],
                [say('tax.total'), <b key="total">{money(notice.total)}</b>],
                [say('duty.late'), notice.lateFee === '0.00' ? null : money(notice.lateFee)],
                [say('duty.paid'), notice.paidAt && <Time key="paid" at={notice.paidAt} />],
                [say('duty.hash'), <code key="hash">{notice.hash}</code>],
              ]}
            />
            <p>
              <Pdf of="notices" no={dutyNo} isLong />
            </p>
          </section>
          {notice.document === null && <Bills dutyNo={dutyNo} />}
        </>
      )}
    </Shown>
  );
}

function Bills({ dutyNo }: { readonly dutyNo: string }) {
  const { say } = useLanguage();
  const pages = useInfiniteQuery({
    queryKey: ['listTaxNoticeBills', dutyNo],
    queryFn: ({ pageParam, signal }) =>
      call('listTaxNoticeBills', {
        path: { dutyNo },
        query: pageParam === '' ? {} : { after: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  return (
    <section>
      <h2>{say('list.bills')}</h2>
      <BillPages of={pages} label={say('list.bills')} />
    </section>
  );
}

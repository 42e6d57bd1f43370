import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useTitle } from '../app/title.ts';
import { Facts } from '../ui/facts.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { PaperActs } from './stock-paper-acts.tsx';
import { PaperGoods } from './stock-paper-goods.tsx';
import { isSeen, overseasOf, type Paper, textOf } from './stock-paper-view.ts';
import { PAPER_KINDS, PaperState, paperTo, useFirm, useIsFirm } from './stock-parts.tsx';

/** One paper of bonded stock: what it says, how it stands, and what may be done with it. */
export function PaperPage() {
  const { say } = useLanguage();
  const { kind: asked = '', paperNo = '' } = useParams();
  const kind = PAPER_KINDS.find((one) => one === asked) ?? null;
  const isFirm = useIsFirm();
  const name = isFirm ? 'readPaper' : 'readPaperOfAny';
  useTitle(`${wordOr(say, 'stockKind', asked)} ${paperNo}`);
  const paper = useQuery({
    queryKey: [name, kind, paperNo],
    queryFn: ({ signal }) => call(name, { path: { kind: kind ?? 'entry', paperNo }, signal }),
    enabled: kind !== null,
  });
  const firm = useFirm();
  const { bookNo } = paper.data ?? {};
  const mayOpen = paper.data !== undefined && isSeen(paper.data, firm, paper.data.bookNo);
  return (
    <>
      <p className="crumb">
        {!mayOpen ? (
          <Link to="/stock">{say('stock.to')}</Link>
        ) : (
          <Link to={`/stock/${bookNo}?tab=papers&kind=${kind}`}>
            {say('stock.to.book', { n: bookNo })}
          </Link>
        )}
      </p>
      <h1>
        {wordOr(say, 'stockKind', asked)} <span className="no">{paperNo}</span>
      </h1>
      {kind === null && <p className="empty">{say('deed.kind.none')}</p>}
      {kind !== null && paper.isPending && <Skeleton lines={6} label={say('loading')} />}
      {paper.isError && <Failure error={paper.error} retry={() => void paper.refetch()} />}
      {paper.data !== undefined && (
        <>
          <Head paper={paper.data} />
          <PaperGoods paper={paper.data} />
          <PaperActs key={paper.data.changedAt} paper={paper.data} />
        </>
      )}
    </>
  );
}

function Head({ paper }: { readonly paper: Paper }) {
  const { say } = useLanguage();
  const { kind, bookNo, enterprise, ownNo, state, madeAt, changedAt, content } = paper;
  const read = (name: string) => textOf(content, name);
  const overseas = overseasOf(paper);
  const worded = (prefix: string, name: string) =>
    read(name) === '' ? null : wordOr(say, prefix, read(name));
  const firm = useFirm();
  const book = (number: string) =>
    isSeen(paper, firm, number) && number !== '' ? (
      <Link to={`/stock/${number}`}>{number}</Link>
    ) : (
      number
    );
  const isTransfer = kind === 'transfer';
  const isChange = kind === 'change';
  const papers = Array.isArray(content.papers) ? content.papers.map(String) : [];
  const listed = read('way') === 'I' ? 'entry' : 'exit';
  return (
    <section>
      <Facts
        of={[
          [say('stock.paper.state'), <PaperState key="state" of={state} />],
          [say('stock.book'), isTransfer ? null : book(bookNo)],
          [say('deed.fromBook'), book(read('fromBook'))],
          [say('deed.toBook'), book(read('toBook'))],
          [
            say('deed.zones'),
            isTransfer &&
              say(content.isBetweenZones === true ? 'deed.zones.two' : 'deed.zones.one'),
          ],
          [say('deed.work'), worded('stockWork', 'work')],
          [say('deed.way'), kind === 'disposal' ? worded('stockWay', 'way') : null],
          [say('deed.status'), worded('stockStatus', 'status')],
          [say('deed.from'), isChange ? worded('stockStatus', 'from') : null],
          [say('deed.to'), isChange ? worded('stockStatus', 'to') : null],
          [say('deed.proof'), read('proof')],
          [say('deed.location'), read('location')],
          [say('deed.until'), read('until')],
          [say('deed.reason'), read('reason')],
          [say('deed.refused'), read('refused')],
          [say('deed.declaration'), read('declarationNo') || textOf(overseas, 'declarationNo')],
          [say('deed.warehouse'), textOf(overseas, 'warehouse')],
          [say('deed.vehicle'), read('vehicleNo')],
          [
            say('deed.papers'),
            papers.length > 0 &&
              papers.map((no) => (
                <Link key={no} to={paperTo(listed, no)}>
                  {no}{' '}
                </Link>
              )),
          ],
          [say('deed.owner'), read('owner')],
          [say('stock.paper.by'), enterprise],
          [say('stock.paper.own'), ownNo],
          [say('stock.paper.made'), <Time key="made" at={madeAt} />],
          [say('stock.paper.changed'), <Time key="changed" at={changedAt} />],
        ].map(([name, value]) => [String(name), value === false ? null : value] as const)}
      />
    </section>
  );
}

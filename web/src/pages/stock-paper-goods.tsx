import { Link } from 'react-router';
import { useLanguage } from '../app/language.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { cellOf, isSeen, overseasOf, type Paper, type Row, rowsOf } from './stock-paper-view.ts';
import { lineTo, useFirm } from './stock-parts.tsx';

/** The goods of a paper: those it takes, what comes out of them, lines and lists. */
export function PaperGoods({ paper }: { readonly paper: Paper }) {
  const { say } = useLanguage();
  const { content, bookNo, kind } = paper;
  const from = kind === 'transfer' ? String(content.fromBook ?? bookNo) : bookNo;
  const goods = [...rowsOf(content, 'parts'), ...rowsOf(content, 'lines')];
  const beyond = rowsOf(overseasOf(paper), 'parts');
  const [outputs, lists] = [rowsOf(content, 'outputs'), rowsOf(content, 'lists')];
  const columns = useColumns(paper, from, String(content.toBook ?? ''));
  return (
    <>
      <Rows title={say('deed.parts')} rows={goods.length > 0 ? goods : beyond} columns={columns} />
      <Outputs rows={outputs} />
      <Rows title={say('deed.lists')} rows={lists} columns={[useListColumn()]} />
    </>
  );
}

function useColumns(paper: Paper, from: string, to: string): readonly Column<Row>[] {
  const { say } = useLanguage();
  const firm = useFirm();
  const line = (bookNo: string, recordNo: string) =>
    isSeen(paper, firm, bookNo) ? <Link to={lineTo(bookNo, recordNo)}>{recordNo}</Link> : recordNo;
  const record: Column<Row> = {
    ...{ key: 'record', title: say(to === '' ? 'deed.record' : 'deed.record.from') },
    cell: (row) => line(from, cellOf(row, 'recordNo')),
  };
  const other: Column<Row> = {
    ...{ key: 'to', title: say('deed.record.to') },
    cell: (row) => line(to, cellOf(row, 'toRecordNo')),
  };
  return [
    record,
    ...(to === '' ? [] : [other]),
    {
      ...{ key: 'lot', title: say('stock.lot') },
      cell: (row) => <span className="no">{cellOf(row, 'lotNo')}</span>,
    },
    {
      ...{ key: 'quantity', title: say('stock.quantity'), isNumber: true },
      cell: (row) => <b>{cellOf(row, 'quantity')}</b>,
    },
  ];
}

function useListColumn(): Column<Row> {
  const { say } = useLanguage();
  return {
    ...{ key: 'list', title: say('stockDoc.list') },
    cell: (row) => (
      <Link to={`/declarations/${cellOf(row, 'listNo')}`}>{cellOf(row, 'listNo')}</Link>
    ),
  };
}

function Outputs({ rows }: { readonly rows: readonly Row[] }) {
  const { say } = useLanguage();
  const columns: readonly Column<Row>[] = [
    {
      ...{ key: 'count', title: say('deed.count'), isNumber: true },
      cell: (row) => <b>{cellOf(row, 'count')}</b>,
    },
    {
      ...{ key: 'components', title: say('deed.components') },
      cell: (row) => (
        <ul className="plain-list">
          {rowsOf({ components: row.components }, 'components').map((one) => (
            <li key={one.key}>
              {say('stock.line', { n: cellOf(one, 'recordNo') })} × {cellOf(one, 'quantity')}
            </li>
          ))}
        </ul>
      ),
    },
    { key: 'set', title: say('deed.setNo'), cell: (row) => cellOf(row, 'setNo') },
    { key: 'hs', title: say('stock.hs'), cell: (row) => cellOf(row, 'hs') },
    { key: 'place', title: say('stock.place'), cell: (row) => cellOf(row, 'location') },
  ];
  return <Rows title={say('deed.outputs')} rows={rows} columns={columns} />;
}

function Rows({
  title,
  rows,
  columns,
}: {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
}) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <Table label={title} columns={columns} rows={rows} keyOf={({ key }) => key} />
    </section>
  );
}

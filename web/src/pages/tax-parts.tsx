import { Link } from 'react-router';
import type { Answer } from '../api/call.ts';
import { type Say, useLanguage } from '../app/language.tsx';
import { type Asked, Pages } from '../app/pages.tsx';
import { money } from '../ui/money.ts';
import type { Column } from '../ui/table.tsx';
import type { Tone } from '../ui/tag.tsx';

type Bill = Answer<'listTaxBills'>['bills'][number];
type Notice = Answer<'listTaxNotices'>['notices'][number];
type Sums = Pick<Bill, 'duty' | 'consumptionTax' | 'vat' | 'total'>;

/** How the state of a notice is coloured. */
export const NOTICE_TONES: Readonly<Record<Notice['state'], Tone>> = {
  ...{ open: 'busy', overdue: 'bad', paid: 'good', void: 'calm' },
};

/** The three taxes and their sum, in yuan as the platform wrote them. */
export function useSums<Row extends Sums>(): readonly Column<Row>[] {
  const { say } = useLanguage();
  return [
    { key: 'duty', title: say('tax.duty'), isNumber: true, cell: ({ duty }) => money(duty) },
    {
      ...{ key: 'consumption', title: say('tax.consumption'), isNumber: true },
      cell: ({ consumptionTax }) => money(consumptionTax),
    },
    { key: 'vat', title: say('tax.vat'), isNumber: true, cell: ({ vat }) => money(vat) },
    {
      ...{ key: 'total', title: say('tax.total'), isNumber: true },
      cell: ({ total }) => <b>{money(total)}</b>,
    },
  ];
}

/** A bill, the list it is of, and what it asks for. */
function billColumns(say: Say, sums: readonly Column<Bill>[]): readonly Column<Bill>[] {
  return [
    {
      ...{ key: 'no', title: say('bill.no') },
      cell: ({ taxNo }) => (
        <Link className="no" to={`/tax/bills/${taxNo}`}>
          {taxNo}
        </Link>
      ),
    },
    {
      ...{ key: 'list', title: say('duty.list') },
      cell: ({ listNo }) => (
        <Link className="no" to={`/declarations/${listNo}`}>
          {listNo}
        </Link>
      ),
    },
    ...sums,
    { ...{ key: 'pdf', title: 'PDF' }, cell: ({ taxNo }) => <Pdf of="bills" no={taxNo} /> },
  ];
}

/** Bills, page by page. */
export function BillPages({
  of,
  label,
}: {
  readonly of: Asked<{ readonly bills: readonly Bill[] }>;
  readonly label: string;
}) {
  const { say } = useLanguage();
  const columns = billColumns(say, useSums());
  return (
    <Pages
      {...{ of, label, columns }}
      rowsOf={({ bills }) => bills}
      none={say('duty.open.none')}
      keyOf={({ taxNo }) => taxNo}
    />
  );
}

/** The paper of a notice or a bill. */
export function Pdf({
  of,
  no,
  isLong = false,
}: {
  readonly of: 'notices' | 'bills';
  readonly no: string;
  readonly isLong?: boolean;
}) {
  const { say } = useLanguage();
  return (
    <a
      href={`/v1/tax/${of}/${no}/pdf`}
      download={`${no}.pdf`}
      aria-label={isLong ? undefined : say('duty.pdf.of', { n: no })}
    >
      {isLong ? say('duty.pdf') : 'PDF'}
    </a>
  );
}

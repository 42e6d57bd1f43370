import { useLanguage, wordOr } from '../app/language.tsx';
import { Facts } from '../ui/facts.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import type { View } from './list-view.ts';

type TaxBill = NonNullable<NonNullable<View['verdict']>['tax']>;

/** Tax of a list, line by line, in yuan. */
export function Tax({ view: { verdict } }: { readonly view: View }) {
  const { say } = useLanguage();
  const tax = verdict?.tax ?? null;
  if (tax === null) return null;
  const columns: readonly Column<TaxBill['lines'][number]>[] = [
    { key: 'gnum', title: say('tax.line'), cell: ({ gnum }) => gnum },
    { key: 'price', title: say('tax.price'), isNumber: true, cell: (line) => line.dutiablePrice },
    { key: 'duty', title: say('tax.duty'), isNumber: true, cell: ({ duty }) => duty },
    {
      ...{ key: 'consumption', title: say('tax.consumption'), isNumber: true },
      cell: (line) => line.consumptionTax,
    },
    { key: 'vat', title: say('tax.vat'), isNumber: true, cell: ({ vat }) => vat },
  ];
  return (
    <section>
      <h2>{say('list.tax')}</h2>
      <Facts
        of={[
          [say('f.channel'), wordOr(say, 'tax.channel', tax.channel)],
          [say('tax.price'), tax.dutiablePrice],
          [say('tax.total'), <b key="total">{tax.total}</b>],
        ]}
      />
      <Table
        label={say('list.tax')}
        columns={columns}
        rows={tax.lines}
        keyOf={({ gnum }) => gnum}
      />
    </section>
  );
}

export function Bills({ view: { bills } }: { readonly view: View }) {
  const { say } = useLanguage();
  if (bills.length === 0) return null;
  const columns: readonly Column<View['bills'][number]>[] = [
    { key: 'no', title: say('bill.no'), cell: ({ taxNo }) => <span className="no">{taxNo}</span> },
    {
      ...{ key: 'state', title: say('bill.state') },
      cell: ({ state }) => wordOr(say, 'bill.state', state),
    },
    { key: 'at', title: say('bill.at'), cell: ({ issuedAt }) => <Time at={issuedAt} /> },
    { key: 'duty', title: say('tax.duty'), isNumber: true, cell: ({ duty }) => duty },
    {
      ...{ key: 'consumption', title: say('tax.consumption'), isNumber: true },
      cell: (bill) => bill.consumptionTax,
    },
    { key: 'vat', title: say('tax.vat'), isNumber: true, cell: ({ vat }) => vat },
  ];
  return (
    <section>
      <h2>{say('list.bills')}</h2>
      <Table label={say('list.bills')} columns={columns} rows={bills} keyOf={(one) => one.taxNo} />
    </section>
  );
}

export function Refunds({ view: { refunds } }: { readonly view: View }) {
  const { say } = useLanguage();
  if (refunds.length === 0) return null;
  return (
    <section>
      <h2>{say('list.refunds')}</h2>
      {refunds.map(({ preNo, state, due, reason, relief }) => (
        <Facts
          key={preNo}
          of={[
            [say('refund.no'), preNo],
            [say('refund.state'), wordOr(say, 'refund.state', state)],
            [say('refund.due'), due],
            [say('lists.why'), reason],
            [say('refund.price'), relief.dutiablePrice],
            [say('tax.duty'), relief.duty],
            [say('tax.consumption'), relief.consumptionTax],
            [say('tax.vat'), relief.vat],
          ]}
        />
      ))}
    </section>
  );
}

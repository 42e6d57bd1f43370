import type { Sql } from '../../src/io/postgres.ts';
import { WAITS } from './declared.ts';
import { PASSED } from './export-law-breaks.ts';
import { forge, otherAmount, rewriteFacts, rewriteReceipts } from './forgeries.ts';

/** Where a document of the first passed export is, with the number that stands in its record. */
const paper = (table: string, no: 'order_no' | 'logistics_no'): string => `
  select m.message_id, m.stream, m.sequence, m.start_at, m.length, d.${no} as no
  from documents.${table} d join documents.messages m using (message_id)
  join export.cases c using (${no === 'order_no' ? 'ebp_code' : 'logistics_code'}, ${no})
  where c.list_no = ${PASSED}`;
/** Where a document of the customs declaration that waits is. */
const declaredPaper = (table: string, no: 'order_no' | 'logistics_no'): string => `
  select m.message_id, m.stream, m.sequence, m.start_at, m.length, d.${no} as no
  from documents.${table} d join documents.messages m using (message_id)
  join b2b.declarations b using (${no === 'order_no' ? 'ebp_code' : 'logistics_code'}, ${no})
  where b.${WAITS}`;
const FACTS = `
  select c.stream, c.sequence, c.position, s.body from export.cases c
  join clearance.segments s using (stream, sequence) where c.list_no = ${PASSED}`;

/** Changes of exports that take more than a statement. */
export const EXPORT_FORGERIES: readonly (readonly [string, string, (tx: Sql) => Promise<void>])[] =
  [
    [
      'another sum was collected for an export, and the whole chain was made again',
      'export-release evidence',
      (tx) => forge(tx, paper('collections', 'order_no'), otherAmount('charge')),
    ],
    [
      'the waybill of an export says another freight, and the whole chain was made again',
      'export-release evidence',
      (tx) => forge(tx, paper('export_waybills', 'logistics_no'), otherAmount('freight')),
    ],
    [
      'an export declares another price, and the whole chain was made again',
      'export-values export-release evidence',
      (tx) => forge(tx, paper('export_lists', 'order_no'), otherAmount('totalPrice')),
    ],
    ...(
      [
        ['quantity', 'export_orders', 'order_no', 'qty'],
        ['worth', 'export_orders', 'order_no', 'goodsValue'],
        ['weight', 'export_waybills', 'logistics_no', 'grossWeight'],
        ['freight', 'export_waybills', 'logistics_no', 'freight'],
      ] as const
    ).map(([what, table, no, element]): (typeof EXPORT_FORGERIES)[number] => [
      `the paper of a customs declaration says another ${what}, and the chain was made again`,
      'declarations evidence',
      (tx) => forge(tx, declaredPaper(table, no), otherAmount(element)),
    ]),
    [
      'the facts of an export are of another moment',
      'facts',
      (tx) => rewriteFacts(tx, (entry) => entry.replace(/\t\[\d+,\d/, (head) => `${head}0`), FACTS),
    ],
    [
      'that an export left was told as a release',
      'receipts',
      (tx) =>
        rewriteReceipts(tx, ({ type, status }) => {
          const at = status!.findIndex((one, i) => one === '899' && type![i] === 'CEB604');
          if (at >= 0) status![at] = '800';
          return at >= 0;
        }),
    ],
    [
      'a line of a declaration was not told',
      'summary-results',
      (tx) =>
        rewriteReceipts(tx, ({ type, lines }) => {
          const at = type!.indexOf('CEB792');
          const told = (lines as unknown as Record<string, unknown[]> | undefined)?.[at];
          return told?.pop() !== undefined;
        }),
    ],
  ];

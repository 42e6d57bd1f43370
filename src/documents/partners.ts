import type { Direction } from '../base/direction.ts';
import type { Refusable } from './cause.ts';
import type { StoredKind } from './filing-store.ts';

/** A document that a list is declared with: which message brings it, and where it is filed. */
export type Partner = {
  readonly direction: Direction;
  readonly document: Exclude<Refusable, 'list'>;
  readonly message: string;
  readonly kind: StoredKind;
  readonly table: string;
  /** Its key: columns of the table, and elements of the head. */
  readonly columns: readonly [firm: string, number: string];
  readonly elements: readonly [firm: string, number: string];
};

const ORDER = {
  columns: ['ebp_code', 'order_no'],
  elements: ['ebpCode', 'orderNo'],
} as const;
const PAYMENT = {
  columns: ['pay_code', 'pay_transaction_id'],
  elements: ['payCode', 'payTransactionId'],
} as const;
const WAYBILL = {
  columns: ['logistics_code', 'logistics_no'],
  elements: ['logisticsCode', 'logisticsNo'],
} as const;

export const PARTNERS: readonly Partner[] = [
  {
    ...{ direction: 'import', document: 'order', message: 'CEB311' },
    ...{ kind: 'order', table: 'documents.orders', ...ORDER },
  },
  {
    ...{ direction: 'import', document: 'payment', message: 'CEB411' },
    ...{ kind: 'payment', table: 'documents.payments', ...PAYMENT },
  },
  {
    ...{ direction: 'import', document: 'waybill', message: 'CEB511' },
    ...{ kind: 'waybill', table: 'documents.waybills', ...WAYBILL },
  },
  {
    ...{ direction: 'export', document: 'order', message: 'CEB303' },
    ...{ kind: 'exportOrder', table: 'documents.export_orders', ...ORDER },
  },
  {
    ...{ direction: 'export', document: 'payment', message: 'CEB403' },
    ...{ kind: 'collection', table: 'documents.collections', ...ORDER },
  },
  {
    ...{ direction: 'export', document: 'waybill', message: 'CEB505' },
    ...{ kind: 'exportWaybill', table: 'documents.export_waybills', ...WAYBILL },
  },
];

/**
 * The four documents of a parcel, the arrival detail of one that comes from abroad, and what may be
 * asked about its list afterwards: withdrawal (CEB623) and refund (CEB625).
 */
export type DocumentType =
  | 'CEB311'
  | 'CEB411'
  | 'CEB511'
  | 'CEB621'
  | 'CEB623'
  | 'CEB625'
  | 'CEB711';

/**
 * The four documents of a parcel that leaves, what is told of it on its way (arrival, master
 * waybill, departure), and what is asked afterwards: withdrawal (CEB605), summary (CEB701), return
 * of goods (CEB213) with the tally of what came back (CEB215).
 */
export type ExportType =
  | 'CEB303'
  | 'CEB403'
  | 'CEB505'
  | 'CEB603'
  | 'CEB507'
  | 'CEB607'
  | 'CEB509'
  | 'CEB605'
  | 'CEB701'
  | 'CEB213'
  | 'CEB215';

export type WorldType = DocumentType | ExportType;

/** Elements of one group in the order of the schema, as they will stand in the message. */
export type Elements = Record<string, string>;

/** One record of a message before it is written. */
export type WorldDocument<T extends WorldType = DocumentType> = {
  readonly type: T;
  readonly head: Elements;
  readonly lines: readonly Elements[];
};

/**
 * How a message of each type nests its records, and what the parts of a record are called. Where
 * there is no head its elements stand in the record itself.
 */
export const SHAPES: Readonly<
  Record<WorldType, { record: string; head: string | null; line: string | null }>
> = {
  CEB311: { record: 'Order', head: 'OrderHead', line: 'OrderList' },
  CEB411: { record: 'Payment', head: 'PaymentHead', line: null },
  CEB511: { record: 'Logistics', head: 'LogisticsHead', line: null },
  CEB621: { record: 'Inventory', head: 'InventoryHead', line: 'InventoryList' },
  CEB623: { record: 'InvtCancel', head: null, line: null },
  CEB625: { record: 'InvtRefund', head: 'InvtRefundHead', line: 'InvtRefundList' },
  CEB711: { record: 'Delivery', head: 'DeliveryHead', line: 'DeliveryList' },
  CEB303: { record: 'Order', head: 'OrderHead', line: 'OrderList' },
  CEB403: { record: 'Receipts', head: null, line: null },
  CEB505: { record: 'Logistics', head: null, line: null },
  CEB603: { record: 'Inventory', head: 'InventoryHead', line: 'InventoryList' },
  CEB507: { record: 'Arrival', head: 'ArrivalHead', line: 'ArrivalList' },
  CEB607: { record: 'WayBill', head: 'WayBillHead', line: 'WayBillList' },
  CEB509: { record: 'Departure', head: 'DepartureHead', line: 'DepartureList' },
  CEB605: { record: 'InvtCancel', head: null, line: null },
  CEB701: { record: 'SummaryApply', head: 'SummaryApplyHead', line: 'SummaryApplyList' },
  CEB213: { record: 'InvtRefund', head: 'InvtRefundHead', line: 'InvtRefundList' },
  CEB215: { record: 'InvtRefundDetail', head: null, line: null },
};

/** The party element before the firm's own number in keys of these types. */
const REPORTERS: Readonly<Partial<Record<WorldType, string>>> = {
  ...{ CEB711: 'operatorCode', CEB623: 'agentCode', CEB625: 'agentCode' },
  ...{ CEB507: 'operatorCode', CEB607: 'agentCode', CEB509: 'logisticsCode' },
  ...{ CEB605: 'agentCode', CEB701: 'agentCode' },
  ...{ CEB213: 'agentCode', CEB215: 'operatorCode' },
};

/** One record of a message of export. */
export type ExportDocument = WorldDocument<ExportType>;

/** The document's business key as reports name it. */
export function keyOfDocument({ type, head }: WorldDocument<WorldType>): string {
  if (type === 'CEB411') return `${head.payCode}/${head.payTransactionId}`;
  if (type === 'CEB511' || type === 'CEB505') return `${head.logisticsCode}/${head.logisticsNo}`;
  const reporter = REPORTERS[type];
  if (reporter !== undefined) return `${head[reporter]}/${head.copNo ?? head.coElNo}`;
  return `${head.ebpCode}/${head.orderNo}`;
}

/** A copy with some elements of the head changed; an element set to undefined is left out. */
export function withHead<T extends WorldType>(
  document: WorldDocument<T>,
  changes: Readonly<Record<string, string | undefined>>,
): WorldDocument<T> {
  return { ...document, head: changed(document.head, changes) };
}

/** A copy with some elements of one line changed; an element set to undefined is left out. */
export function withLine<T extends WorldType>(
  document: WorldDocument<T>,
  index: number,
  changes: Readonly<Record<string, string | undefined>>,
): WorldDocument<T> {
  const lines = document.lines.map((line, i) => (i === index ? changed(line, changes) : line));
  return { ...document, lines };
}

function changed(from: Elements, changes: Readonly<Record<string, string | undefined>>): Elements {
  const copy: Elements = {};
  for (const [name, value] of Object.entries({ ...from, ...changes })) {
    if (value !== undefined) copy[name] = value;
  }
  return copy;
}

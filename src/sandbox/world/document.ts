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

/** Elements of one group in the order of the schema, as they will stand in the message. */
export type Elements = Record<string, string>;

/** One record of a message before it is written. */
export type WorldDocument = {
  readonly type: DocumentType;
  readonly head: Elements;
  readonly lines: readonly Elements[];
};

/**
 * How a message of each type nests its records, and what the parts of a record are called. Where
 * there is no head its elements stand in the record itself.
 */
export const SHAPES: Readonly<
  Record<DocumentType, { record: string; head: string | null; line: string | null }>
> = {
  CEB311: { record: 'Order', head: 'OrderHead', line: 'OrderList' },
  CEB411: { record: 'Payment', head: 'PaymentHead', line: null },
  CEB511: { record: 'Logistics', head: 'LogisticsHead', line: null },
  CEB621: { record: 'Inventory', head: 'InventoryHead', line: 'InventoryList' },
  CEB623: { record: 'InvtCancel', head: null, line: null },
  CEB625: { record: 'InvtRefund', head: 'InvtRefundHead', line: 'InvtRefundList' },
  CEB711: { record: 'Delivery', head: 'DeliveryHead', line: 'DeliveryList' },
};

/** The document's business key as reports name it. */
export function keyOfDocument({ type, head }: WorldDocument): string {
  if (type === 'CEB411') return `${head.payCode}/${head.payTransactionId}`;
  if (type === 'CEB511') return `${head.logisticsCode}/${head.logisticsNo}`;
  if (type === 'CEB711') return `${head.operatorCode}/${head.copNo}`;
  if (type === 'CEB623' || type === 'CEB625') return `${head.agentCode}/${head.copNo}`;
  return `${head.ebpCode}/${head.orderNo}`;
}

/** A copy with some elements of the head changed; an element set to undefined is left out. */
export function withHead(
  document: WorldDocument,
  changes: Readonly<Record<string, string | undefined>>,
): WorldDocument {
  return { ...document, head: changed(document.head, changes) };
}

/** A copy with some elements of one line changed; an element set to undefined is left out. */
export function withLine(
  document: WorldDocument,
  index: number,
  changes: Readonly<Record<string, string | undefined>>,
): WorldDocument {
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

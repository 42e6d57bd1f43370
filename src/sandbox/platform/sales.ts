import { keyOf } from '../../base/keys.ts';
import { decodeMessage, type Values } from '../../documents/codec.ts';
import { messageIn } from '../../documents/dxp/message-in.ts';
import { MESSAGE_LIMITS } from '../../xml/limits.ts';
import { withDocument } from '../../xml/scan.ts';

/** An order with its goods and its payments, as they were sent. */
export type Sale = {
  readonly order: Values;
  readonly items: readonly Values[];
  /** At least one. */
  readonly payment: Values;
};

type Order = Pick<Sale, 'order' | 'items'>;

/** Orders and payments of messages, gathered in the order in which the messages are sent. */
export type SaleBook = {
  /** Takes in the records of one message; what cannot be read or is no order or payment is not. */
  add(bytes: Uint8Array): void;
  /** By platform and order number, see `keyOf`: orders that were paid. */
  sales(): ReadonlyMap<string, Sale>;
};

/** Nothing is known yet. */
export function openSaleBook(): SaleBook {
  const orders = new Map<string, Order>();
  const payments = new Map<string, Values>();
  return {
    add: (bytes) => {
      const message = messageOf(bytes);
      for (const { head, lines, findings } of message?.records ?? []) {
        if (findings.length > 0) continue;
        if (message?.type === 'CEB311') {
          file(orders, orderKey(head), head, { order: head, items: lines });
        } else {
          file(payments, keyOf(head.payCode ?? '', head.payTransactionId ?? ''), head, head);
        }
      }
    },
    sales: () => joined(orders, payments),
  };
}

const orderKey = (head: Values): string => keyOf(head.ebpCode ?? '', head.orderNo ?? '');

function messageOf(bytes: Uint8Array) {
  const decoded = withDocument(Buffer.from(messageIn(bytes)), MESSAGE_LIMITS, (doc) =>
    decodeMessage(doc),
  );
  const message = decoded.ok && decoded.value.ok ? decoded.value.message : null;
  return message !== null && /^CEB[34]11$/.test(message.type) ? message : null;
}

/** The first record of a key stays, as with the authority; a change replaces it. */
function file<T>(shelf: Map<string, T>, key: string, { appType }: Values, record: T): void {
  if (appType === '3') shelf.delete(key);
  else if (appType === '2' || !shelf.has(key)) shelf.set(key, record);
}

/** Of several payments of an order that which the order names, or else the last. */
function joined(
  orders: ReadonlyMap<string, Order>,
  payments: ReadonlyMap<string, Values>,
): ReadonlyMap<string, Sale> {
  const sales = new Map<string, Sale>();
  for (const payment of payments.values()) {
    const key = orderKey(payment);
    const order = orders.get(key);
    const named = order?.order.payTransactionId;
    const isNamed = sales.get(key)?.payment.payTransactionId === named && named !== undefined;
    if (order !== undefined && !isNamed) sales.set(key, { ...order, payment });
  }
  return sales;
}

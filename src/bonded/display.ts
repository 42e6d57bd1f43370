import type { BusinessDate, Instant } from '../base/dates.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { stockFinding } from './codes.ts';
import { bookEvent } from './events.ts';

/** What of a lot is on display; 0.00001 of the declared unit of its line. */
export type Displayed = {
  readonly recordNo: string;
  readonly lotNo: string;
  readonly location: string;
  readonly quantity: Scaled5;
  readonly unit: string;
};

/** Goods that went on display by a change of status whose last day is over, and are not back. */
export type OverdueDisplay = {
  readonly bookNo: string;
  /** Numbers of the change. */
  readonly paperNo: string;
  readonly ownNo: string;
  readonly until: BusinessDate;
  readonly goods: readonly Displayed[];
};

/** What is wrong with it. The goods stay what they are: only a document changes that (STK-8). */
export function displayFinding({ paperNo: paper, until, goods }: OverdueDisplay): Finding {
  const amounts = goods.map(({ quantity, recordNo }) => [formatScaled5(quantity), recordNo]);
  const values = {
    ...{ paper, until },
    left: amounts.map(([quantity, record]) => `${quantity} of line ${record}`).join(', '),
    leftZh: amounts.map(([quantity, record]) => `序号${record}数量${quantity}`).join('、'),
  };
  return stockFinding('BND-OVERDUE', null, values);
}

/** The event by which the book is told of it, once a day. */
export function overdueEvent(display: OverdueDisplay, at: Instant): AddressedReceipt {
  const { bookNo, paperNo, ownNo, goods } = display;
  const lines = goods.map(({ recordNo, quantity, unit }) => {
    return { recordNo, quantity: formatScaled5(quantity), unit };
  });
  const keys = { kind: 'change', number: paperNo, ownNo };
  return bookEvent(bookNo, keys, 'overdue', at, { lines, findings: [displayFinding(display)] });
}

/** As JSON; quantities are decimals. */
export function displayJson(display: OverdueDisplay) {
  const { paperNo, ownNo, until, goods } = display;
  return {
    ...{ paperNo, ownNo, until },
    goods: goods.map((one) => ({ ...one, quantity: formatScaled5(one.quantity) })),
    finding: displayFinding(display),
  };
}

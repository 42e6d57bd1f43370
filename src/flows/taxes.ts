import { assert, present } from '../base/assert.ts';
import { addMonths, type BusinessDate, businessDate, isoShanghai } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import { type BillContent, billContent, billTotal, taxNoOf } from '../clearance/bill.ts';
import type { Bill } from '../clearance/bill-store.ts';
import { guaranteeAccount } from '../clearance/facts.ts';
import { exemptBy } from '../clearance/guarantee.ts';
import { type NoticeState, noticeJson } from '../clearance/notice-json.ts';
import { type Notice, noticeNumbered } from '../clearance/notice-store.ts';
import { refundsOf } from '../clearance/refund-store.ts';
import { sumsJson } from '../clearance/tax/bill-json.ts';
import { billHash, billPaper, noticeHash, noticePaper } from '../clearance/tax-paper.ts';
import {
  billNumbered,
  billsIn,
  noticesOf,
  type TaxMonth,
  taxMonths,
  uncollectedBills,
} from '../clearance/tax-view-store.ts';
import { writePdf } from '../io/pdf.ts';
import { accountKey } from '../ledger/movement.ts';
import { limitOf, usedOf } from '../ledger/running-balances.ts';
import { balances } from '../ledger/store.ts';
import { guaranteeOn } from '../registry/snapshot.ts';
import type { House } from './house.ts';
import { standingLists } from './standing-lists.ts';

/** Months that are told of, this one included. */
const MONTHS = 24;

/** Which notices or bills: of lists released in this month, `2026-10`. */
export type OfMonth = { readonly month: string; readonly after: string; readonly limit: number };

/** What an enterprise has to pay as guarantor, and what it lodged for that; null: not there. */
export type Taxes = ReturnType<typeof taxesOn>;

/** A file to be kept. */
export type Paper = { readonly name: string; readonly bytes: Buffer };

/**
 * Views of the tax that an enterprise guarantees. Of another enterprise nothing is there: neither
 * its notices nor its bills. `code` null reads any.
 */
export function taxesOn(house: House) {
  return { ...guaranteeViews(house), ...noticeViews(house), ...billViews(house) };
}

const todayOf = ({ clock }: House): BusinessDate => businessDate(clock.now());

function guaranteeViews(house: House) {
  return {
    guarantee: (code: string) => guaranteeOf(house, code, todayOf(house)),
    months: async (code: string) => {
      const from = addMonths(`${todayOf(house).slice(0, 7)}-01`, 1 - MONTHS);
      return (await taxMonths(house.db, code, from)).map(monthJson);
    },
  };
}

function noticeViews(house: House) {
  const { db } = house;
  const own = async (dutyNo: string, code: string | null): Promise<Notice | null> => {
    const notice = await noticeNumbered(db, dutyNo);
    return code === null || notice?.assureCode === code ? notice : null;
  };
  return {
    /** A page of notices, those of the newest day of release first. */
    notices: async (code: string, asked: OfMonth & { readonly state: NoticeState | null }) => {
      const { after, limit, state } = asked;
      const today = todayOf(house);
      const range = { ...rangeOf(asked.month), today, state, after, limit: limit + 1 };
      const found = await noticesOf(db, code, range);
      return pageOf(found, limit, ({ dutyNo }) => dutyNo, viewOf(today));
    },
    notice: async (dutyNo: string, code: string | null) => {
      const notice = await own(dutyNo, code);
      if (notice === null) return null;
      const hash = noticeHash(notice, await billsIn(db, dutyNo));
      return { ...viewOf(todayOf(house))(notice), hash };
    },
    /** A page of the bills that a notice collects. */
    bills: async (
      dutyNo: string,
      code: string | null,
      { after, limit }: Pick<OfMonth, 'after' | 'limit'>,
    ) => {
      if ((await own(dutyNo, code)) === null) return null;
      const found = await billsIn(db, dutyNo, after, limit + 1);
      return pageOf(found, limit, ({ listNo }) => listNo, billView);
    },
    noticePdf: async (dutyNo: string, code: string | null): Promise<Paper | null> => {
      const notice = await own(dutyNo, code);
      if (notice === null) return null;
      const payer = await payerOf(house, notice.assureCode);
      const paper = noticePaper(notice, await billsIn(db, dutyNo), payer, todayOf(house));
      return { name: `${dutyNo}.pdf`, bytes: await writePdf(paper, notice.issuedAt) };
    },
  };
}

function billViews(house: House) {
  const { db } = house;
  const own = async (taxNo: string, code: string | null): Promise<Bill | null> => {
    const bill = await billNumbered(db, taxNo);
    return code === null || bill?.assureCode === code ? bill : null;
  };
  return {
    /** A page of bills that no notice collects yet, the oldest first. */
    uncollected: async (code: string, { month, after, limit }: OfMonth) => {
      const range = { ...rangeOf(month), after, limit: limit + 1 };
      const found = await uncollectedBills(db, code, range);
      return pageOf(found, limit, ({ listNo }) => listNo, billView);
    },
    /** One bill with the lines of its list; of a void one the lines are not told. */
    bill: async (taxNo: string, code: string | null) => {
      const bill = await own(taxNo, code);
      if (bill === null) return null;
      const content = await contentOf(house, bill);
      const hash = content === null ? null : billHash(bill, content);
      return { ...billView(bill), hash, lines: (content?.lines ?? []).map(lineJson) };
    },
    billPdf: async (taxNo: string, code: string | null): Promise<Paper | null> => {
      const bill = await own(taxNo, code);
      const content = bill === null ? null : await contentOf(house, bill);
      if (bill === null || content === null) return null;
      const paper = billPaper(bill, content, await payerOf(house, bill.assureCode));
      return { name: `${taxNo}.pdf`, bytes: await writePdf(paper, bill.issuedAt) };
    },
  };
}

/** What is lodged, taken and left, and whether the enterprise has to lodge at all. */
async function guaranteeOf({ db, registry }: House, code: string, today: BusinessDate) {
  const { snapshot, index } = await registry.fresh(db);
  const lodged = snapshot.guarantees.get(code) ?? [];
  const account = guaranteeAccount(code);
  const balance = (await balances(db, [account])).get(accountKey(account)) ?? null;
  const limit = limitOf(balance, guaranteeOn(lodged, today));
  const used = usedOf(balance);
  const table = index.covers(today) ? index.classes(today) : null;
  return {
    limit: formatFen(limit),
    used: formatFen(used),
    left: formatFen(used > limit ? 0n : limit - used),
    exempt: exemptBy(snapshot.enterprises.get(code), table),
    lodged: lodged.map(({ amount, from, until }) => ({
      ...{ amount: formatFen(amount), from, until },
      inForce: from <= today && (until === null || today < until),
    })),
  };
}

/** The lines of a bill as it stands; null of a void one, as its list was billed anew. */
async function contentOf(house: House, bill: Bill): Promise<BillContent | null> {
  if (bill.state === '3') return null;
  const lists = await standingLists(house.db, house, [bill.listNo]);
  const { list, verdict } = present(lists.get(bill.listNo), 'the list of a bill');
  const content = billContent(list, verdict, await refundsOf(house.db, [bill.listNo]));
  assert(billTotal(content) === billTotal(bill), 'a bill asks for what its lines ask for');
  return content;
}

async function payerOf({ db, registry }: House, code: string) {
  const { snapshot } = await registry.fresh(db);
  return { code, name: snapshot.enterprises.get(code)?.name ?? '' };
}

const rangeOf = (month: string) => ({ from: `${month}-01`, until: addMonths(`${month}-01`, 1) });

function pageOf<Row, View>(
  rows: readonly Row[],
  limit: number,
  nameOf: (row: Row) => string,
  view: (row: Row) => View,
) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? nameOf(last) : null;
  return { rows: shown.map(view), next };
}

const viewOf = (today: BusinessDate) => (notice: Notice) => ({
  ...noticeJson(notice, today),
  issuedAt: isoShanghai(notice.issuedAt),
  paidAt: notice.paidAt === null ? null : isoShanghai(notice.paidAt),
});

const billView = (bill: Bill) => ({
  ...{ taxNo: taxNoOf(bill.listNo, bill.serial), listNo: bill.listNo, state: bill.state },
  ...{ releasedDay: bill.releasedDay, issuedAt: isoShanghai(bill.issuedAt), dutyNo: bill.dutyNo },
  ...sumsJson(bill),
  total: formatFen(billTotal(bill)),
});

const lineJson = (line: BillContent['lines'][number]) => ({
  ...{ gnum: line.gnum, gcode: line.gcode, dutiablePrice: formatFen(line.dutiablePrice) },
  ...sumsJson(line),
  total: formatFen(billTotal(line)),
});

const monthJson = ({ month, openBills, uncollected, notices, due, paid }: TaxMonth) => ({
  ...{ month: month.slice(0, 7), openBills, notices },
  ...{ uncollected: formatFen(uncollected), due: formatFen(due), paid: formatFen(paid) },
  total: formatFen(uncollected + due + paid),
});

import { isoShanghai } from '../base/dates.ts';
import { countJson } from '../bonded/count-json.ts';
import { bookStream } from '../bonded/events.ts';
import { noticeJson } from '../clearance/notice-json.ts';
import { viewCount } from '../flows/counts.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { readReceipts } from '../receipts/store.ts';
import { NotDone } from './command.ts';
import type { Told } from './told.ts';

/** Shows a stock-take: shelf, warehouse, book. @throws NotDone when there is none */
export async function showCount(db: Database, [countNo = '']: readonly string[]): Promise<Told> {
  const view = await viewCount({ db, clock: systemClock }, countNo, null);
  if (view === null) throw new NotDone(`There is no count ${countNo}.`);
  const notice = view.notice && noticeJson(view.notice, view.today);
  const json = { ...countJson(view), notice };
  const rows = json.rows.map((row) => {
    const { recordNo, lotNo, location, book, shelf, warehouse, differs } = row;
    const figures = `shelf ${shelf ?? '-'}, warehouse ${warehouse ?? '-'}, book ${book}`;
    return `${recordNo.padEnd(6)} ${lotNo} at ${location}: ${figures}${differs ? '  DIFFERS' : ''}`;
  });
  const apart = json.lines.map(({ recordNo, promised, undeclared, onSlips }) => {
    const figures = `promised ${promised}, undeclared ${undeclared}, on slips ${onSlips}`;
    return `${recordNo.padEnd(6)} ${figures}`;
  });
  const settled = (view.count.body.settled ?? []).map(({ lotNo, how, document, reason, tax }) => {
    const value = tax === null ? '' : `, dutiable value ${tax.dutiablePrice}, duty ${tax.duty}`;
    const more = tax === null ? '' : `, consumption tax ${tax.consumptionTax}, VAT ${tax.vat}`;
    const by = document === null ? '' : `, by ${document}`;
    return `${lotNo} ${how}: ${reason}${by}${value}${more}`;
  });
  const head = [
    `Count ${countNo} is ${json.state}.`,
    ...(json.refused === null ? [] : [`Customs refused what was said of it: ${json.refused}`]),
  ];
  return { json, lines: [...head, ...rows, ...apart, ...settled, ...billed(notice)] };
}

function billed(notice: ReturnType<typeof noticeJson> | null): string[] {
  if (notice === null) return [];
  const { dutyNo, assureCode, total, due, state } = notice;
  return [`Notice ${dutyNo} of ${total} to ${assureCode}, due ${due}, is ${state}.`];
}

const PAGE = 1_000;

/** Shows the events of a book from the first one on. */
export async function showEvents(db: Database, [bookNo = '']: readonly string[]): Promise<Told> {
  const events: { cursor: number; at: string; kind: string; number: string; state: string }[] = [];
  for (let after = 0n; ; ) {
    const page = await readReceipts(db, bookStream(bookNo), after, PAGE);
    for (const { cursor, at, keys, status: state } of page) {
      const { kind = '', number = '' } = keys;
      events.push({ cursor: Number(cursor), at: isoShanghai(at), kind, number, state });
    }
    if (page.length < PAGE) break;
    after = page.at(-1)?.cursor ?? after;
  }
  const lines = events.map(({ cursor, at, kind, number, state }) => {
    return `${String(cursor).padStart(6)}  ${at}  ${kind} ${number} ${state}`;
  });
  return { json: { events }, lines };
}

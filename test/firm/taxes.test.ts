import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { formatFen as yuan } from '../../src/base/fen.ts';
import { billStep } from '../../src/flows/collect-bills.ts';
import { settleNotice } from '../../src/flows/pay-notice.ts';
import { endRefund } from '../../src/flows/report-goods.ts';
import { type Taxes, taxesOn } from '../../src/flows/taxes.ts';
import { settableClock } from '../../src/io/clock.ts';
import { call } from '../cli/terminal.ts';
import { type Desk, openDesk } from '../flows/desk.ts';
import { type Papers, paperMill } from '../flows/papers.ts';
import { refundOf } from '../flows/request-papers.ts';
import { AGENT, EVENING, openZone, POOR_AGENT, type Zone } from '../flows/zone.ts';
import { hasEmbeddedFonts, pdfText } from '../pdf-text.ts';

// What a guarantor reads of its tax: guarantee, months, notices, bills, and papers of both.
let zone: Zone;
let desk: Desk;
let taxes: Taxes;
let sold: Papers[];
let listNos: string[];

beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone, { clock: settableClock(EVENING) });
  taxes = taxesOn(desk.house);
  const mill = paperMill(zone.profile);
  sold = [mill.parcel(), mill.parcel(), mill.parcel()];
  for (const papers of sold) await desk.sendAll(papers);
  const news = await desk.news(AGENT);
  listNos = news.filter(({ status }) => status === '800').map(({ keys }) => keys.invtNo!);
});
afterAll(() => zone?.database.drop());

const MONTH = { month: '2020-09', after: '', limit: 50 };

async function settle(): Promise<void> {
  while (await billStep(desk.house));
}

it('has frozen the tax of what was released, and bills it on the next day', async () => {
  expect(listNos.length).toBe(3);
  const total = sold.reduce((sum, { tax }) => sum + tax, 0n);
  const before = await taxes.guarantee(AGENT.code);
  expect(before).toMatchObject({ used: yuan(total), exempt: false });
  expect(Number(before.left)).toBeCloseTo(Number(before.limit) - Number(before.used), 2);
  expect(before.lodged).toMatchObject([{ from: '2016-04-08', until: null, inForce: true }]);
  expect(await taxes.months(AGENT.code)).toEqual([]);
  desk.clock.advance(DAY);
  await settle();
  expect(await taxes.months(AGENT.code)).toEqual([
    {
      ...{ month: '2020-09', openBills: 3, notices: 0, uncollected: yuan(total) },
      ...{ due: '0.00', paid: '0.00', total: yuan(total) },
    },
  ]);
});

it('pages through bills that no notice collects', async () => {
  const first = await taxes.uncollected(AGENT.code, { ...MONTH, limit: 2 });
  const rest = await taxes.uncollected(AGENT.code, { ...MONTH, after: first.next! });
  expect([...first.rows, ...rest.rows].map(({ listNo }) => listNo)).toEqual([...listNos].sort());
  expect(rest.next).toBeNull();
  expect((await taxes.uncollected(AGENT.code, { ...MONTH, month: '2020-10' })).rows).toEqual([]);
  expect((await taxes.uncollected(POOR_AGENT.code, MONTH)).rows).toEqual([]);
});

it('shows the lines of a bill, and none of one that was made void', async () => {
  const [papers, listNo] = [sold[0]!, listNos[0]!];
  const whole = await taxes.bill(`${listNo}01`, AGENT.code);
  expect(whole).toMatchObject({ state: '1', lines: [{ gnum: 1, dutiablePrice: '348.00' }] });
  await desk.news(AGENT);
  await desk.send(AGENT, refundOf(papers.list, listNo, '1'));
  const preNo = (await desk.news(AGENT)).at(-1)!.keys.preNo!;
  await endRefund(desk.house, { preNo, refused: null });
  const old = await taxes.bill(`${listNo}01`, AGENT.code);
  expect(old).toMatchObject({ state: '3', lines: [], hash: null });
  expect(await taxes.billPdf(`${listNo}01`, AGENT.code)).toBeNull();
  const now = await taxes.bill(`${listNo}02`, AGENT.code);
  expect(now).toMatchObject({ state: '1', listNo });
  expect(Number(now!.total)).toBeLessThan(Number(whole!.total));
});

it('collects them in a notice, whose paper says what it is made of', async () => {
  desk.clock.advance(31 * DAY);
  await settle();
  const { rows } = await taxes.notices(AGENT.code, { ...MONTH, state: null });
  const [notice] = rows;
  expect(rows).toMatchObject([{ state: 'open', due: '2020-11-02', lateFee: '0.00' }]);
  const { dutyNo, total, vat } = notice!;
  const bills = (await taxes.bills(dutyNo, AGENT.code, { after: '', limit: 50 }))!.rows;
  expect(bills.length).toBe(notice!.bills);
  const paper = await taxes.noticePdf(dutyNo, AGENT.code);
  expect(paper!.name).toBe(`${dutyNo}.pdf`);
  expect(hasEmbeddedFonts(paper!.bytes)).toBe(true);
  const text = pdfText(paper!.bytes).join('\n');
  const { hash } = (await taxes.notice(dutyNo, AGENT.code))!;
  for (const one of [dutyNo, AGENT.name, '2020-11-02', total, vat, hash, '人民币', '待缴']) {
    expect(text).toContain(one);
  }
  for (const { taxNo, listNo } of bills) {
    expect(text).toContain(taxNo);
    expect(text).toContain(listNo);
  }
  const bill = (await taxes.billPdf(bills[0]!.taxNo, AGENT.code))!;
  expect(pdfText(bill.bytes).join('\n')).toContain('电子税单');
});

it('by state, and paid or overdue as the day has it, under one hash', async () => {
  const numbers = async (state: 'open' | 'overdue' | 'paid' | 'void') =>
    (await taxes.notices(AGENT.code, { ...MONTH, state })).rows.map(({ dutyNo }) => dutyNo);
  const [dutyNo = ''] = await numbers('open');
  const { hash } = (await taxes.notice(dutyNo, AGENT.code))!;
  desk.clock.advance(20 * DAY);
  expect([await numbers('open'), await numbers('overdue')]).toEqual([[], [dutyNo]]);
  const late = (await taxes.notice(dutyNo, AGENT.code))!;
  expect(Number(late.lateFee)).toBeGreaterThan(0);
  expect(pdfText((await taxes.noticePdf(dutyNo, AGENT.code))!.bytes)[0]).toContain('滞纳金');
  await settleNotice(desk.house, dutyNo);
  expect([await numbers('overdue'), await numbers('paid')]).toEqual([[], [dutyNo]]);
  expect(await taxes.notice(dutyNo, AGENT.code)).toMatchObject({ state: 'paid', hash });
  expect(await taxes.months(AGENT.code)).toMatchObject([{ due: '0.00', paid: late.total }]);
  expect((await taxes.guarantee(AGENT.code)).used).toBe('0.00');
});

it('is written from the command line as well', async () => {
  const { rows } = await taxes.notices(AGENT.code, { ...MONTH, state: null });
  const { dutyNo, total } = rows[0]!;
  const { hash } = (await taxes.notice(dutyNo, null))!;
  const folder = mkdtempSync(join(tmpdir(), 'onestep-tax-'));
  const file = join(folder, 'papers', 'notice.pdf');
  const run = (...args: string[]) =>
    call('tax', 'bill', ...args, '--database-url', zone.database.url);
  try {
    const told = await run(dutyNo, '--pdf', file);
    expect(told.code).toBe(0);
    expect(told.out).toContain(hash);
    expect(pdfText(readFileSync(file)).join('\n')).toContain(hash);
    expect((await run(dutyNo, '--json')).json()).toMatchObject({ dutyNo, total, hash });
    const bill = (await run(`${listNos[1]}01`, '--json')).json();
    expect(bill).toMatchObject({ listNo: listNos[1], dutyNo });
    expect((await run('JK0')).err).toBe('There is no payment notice and no tax bill JK0.');
    const isVoid = `The tax bill ${listNos[0]}01 is void: there is no paper of it.`;
    expect((await run(`${listNos[0]}01`, '--pdf', file)).err).toBe(isVoid);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('is nobody else’s', async () => {
  const { rows } = await taxes.notices(AGENT.code, { ...MONTH, state: null });
  const [{ dutyNo } = { dutyNo: '' }] = rows;
  const other = POOR_AGENT.code;
  expect(await taxes.notice(dutyNo, other)).toBeNull();
  expect(await taxes.noticePdf(dutyNo, other)).toBeNull();
  expect(await taxes.bills(dutyNo, other, { after: '', limit: 9 })).toBeNull();
  expect(await taxes.bill(`${listNos[1]}01`, other)).toBeNull();
  expect(await taxes.billPdf(`${listNos[1]}01`, other)).toBeNull();
  expect((await taxes.notices(other, { ...MONTH, after: dutyNo, state: null })).rows).toEqual([]);
  // An officer, who is of no enterprise, reads any.
  expect(await taxes.notice(dutyNo, null)).toMatchObject({ dutyNo });
  expect(await taxes.notice('JK0', null)).toBeNull();
});

/** Counting on a phone and the desk of a gate, in a real Chromium. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stockOn } from '../../src/flows/stock.ts';
import { PASSWORD } from '../console-stage.ts';
import { BOOK_NO } from '../flows/shelves.ts';
import { AREA, must, RECORD } from '../flows/yard.ts';
import { openStockStage, type StockStage } from '../stock-stage.ts';
import { launch } from './chromium.ts';
import { expectFit, LOOKS, type Seats, seatsOf, signIn } from './console-page.ts';

let stage: StockStage;
let browser: Browser;
let seats: Seats;
beforeAll(async () => {
  browser = await launch();
  stage = await openStockStage();
  seats = seatsOf(browser, stage);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const HOSTILE = '<img src=x onerror=alert(1)>';

/** A scanner: it types and presses Enter, wherever the keyboard is. */
async function scan(page: Page, ...codes: readonly string[]): Promise<void> {
  for (const code of codes) {
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
  }
}

const hasKeyboard = (page: Page, label: string) =>
  expect.poll(() => page.evaluate('document.activeElement?.labels?.[0]?.textContent')).toBe(label);

let countNo = '';
const scans = () =>
  stage.zone.db.query<{ lotNo: string; quantity: bigint }>(
    `select lot_no as "lotNo", quantity from bonded.scans where count_no = $1 order by at, lot_no`,
    [countNo],
  );

describe('a stock-take on a phone', () => {
  test('is counted by a scanner, with the network away and a reload between', async () => {
    const { page, context, complaints, to } = await seats.signedIn('keeper', { size: 'narrow' });
    await to('/counts');
    await page.getByText('There is no stock-take.').waitFor();
    await page.getByLabel('Account book').fill(BOOK_NO);
    await page.getByLabel('Places, with commas between').fill('B-01-1，B-02-1');
    await page.getByRole('button', { name: 'Open it' }).click();
    await page.waitForURL('**/counts/PD*');
    countNo = page.url().split('/').at(-1)!;
    await page.getByText('0/2').waitFor();
    expect(await page.locator('main').textContent()).not.toMatch(/5\.5|Book\b/);
    await page.getByRole('button', { name: 'Scan with the camera' }).waitFor();
    await hasKeyboard(page, 'Place');
    await scan(page, 'B-01-1', 'M1', '9');
    await hasKeyboard(page, 'Lot or goods code');
    await expect.poll(async () => (await scans()).length).toBe(1);
    await page.getByText('1/2').waitFor();
    await context.setOffline(true);
    await scan(page, 'M2', '6901234567892');
    await page.getByRole('alert').getByText('That looks like a code').waitFor();
    await page.keyboard.press('Control+a');
    await scan(page, '5', 'B-02-1', 'M3', '7');
    await page.getByText('2 wait to be sent').waitFor();
    await page.getByText('The platform is away').waitFor();
    expect(await scans()).toHaveLength(1);
    // The page itself cannot come without a network; what waits is there when it does.
    await page.evaluate('globalThis.isOld = true');
    await page.route('**/v1/stock/counts/*/scans', (route) => route.abort());
    await context.setOffline(false);
    await page.reload();
    expect(await page.evaluate('globalThis.isOld')).toBeUndefined();
    await page.getByText('2 wait to be sent').waitFor();
    await page.unroute('**/v1/stock/counts/*/scans');
    await page.evaluate('dispatchEvent(new Event("online"))');
    await page.getByText('All is sent').waitFor();
    expect(await scans()).toMatchObject([
      { lotNo: 'M1', quantity: 9_00000n },
      { lotNo: 'M2', quantity: 5_00000n },
      { lotNo: 'M3', quantity: 7_00000n },
    ]);
    expect(await page.evaluate('Object.keys(localStorage).join()')).not.toContain('count.');
    await page.getByRole('button', { name: 'B-01-1' }).click();
    await page.getByRole('listitem').filter({ hasText: 'M2' }).getByText('Count anew').click();
    await scan(page, '5.5');
    await page.getByText('5.5').waitFor();
    await expect.poll(async () => (await scans()).length).toBe(4);
    await scan(page, 'NEW-1', 'none', '3');
    const refused = page.getByRole('list', { name: 'Refused' }).getByRole('listitem');
    await refused.getByText(`line none of book ${BOOK_NO} is not there`).waitFor();
    await refused.getByRole('button', { name: 'Drop it' }).click();
    await page.getByText('All is sent').waitFor();
    expect(complaints.filter((one) => !/ERR_(INTERNET|FAILED)/.test(one))).toEqual([]);
    await context.close();
  }, 120_000);

  test('keeps what was counted when the session ends, and sends it afterwards', async () => {
    const { page, context, to } = await seats.signedIn('keeper');
    await to(`/counts/${countNo}?place=B-02-1`);
    await hasKeyboard(page, 'Lot or goods code');
    await context.clearCookies();
    await scan(page, 'M3', '0.5');
    await page.getByRole('dialog').locator('#password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('All is sent').waitFor();
    expect((await scans()).filter(({ lotNo }) => lotNo === 'M3')).toHaveLength(2);
    await context.close();
  });

  test('is settled, decided by a supervisor, refused, and taxed with a notice', async () => {
    const own = await seats.signedIn('keeper');
    await own.to(`/counts/${countNo}?tab=differences`);
    const { page } = own;
    const group = (lot: string) => page.getByRole('group', { name: lot });
    await group('M3').getByLabel('Reason').fill('found behind');
    await group('M1').getByLabel('What becomes of it').selectOption('explained');
    await group('M1').getByLabel('Reason').fill(HOSTILE);
    await group('M1').getByLabel('Paper behind it').fill('exit none');
    const close = page.getByRole('button', { name: 'Close the stock-take' });
    await close.click();
    await group('M1').getByText('names no standing paper of the book').waitFor();
    await group('M1').getByLabel('Paper behind it').fill(`exit ${stage.out.body.papers[0]}`);
    await close.click();
    await page.getByText('Waits for customs').waitFor();
    const officer = await seats.signedIn('officer');
    await officer.to(`/counts/${countNo}`);
    await officer.page.getByText(HOSTILE, { exact: true }).waitFor();
    await officer.page.getByRole('button', { name: 'Agree' }).focus();
    await officer.page.getByText('Supervisors decide on what is missing.').waitFor();
    await officer.context.close();
    const boss = await seats.signedIn('supervisor', { language: 'zh' });
    await boss.to('/counts');
    await boss.page.getByRole('link', { name: countNo }).click();
    await boss.page.getByLabel('不同意的原因').fill('no proof');
    await boss.page.getByRole('button', { name: '不同意' }).click();
    await boss.page.getByText('盘点中').waitFor();
    await boss.context.close();
    await page.reload();
    await page.getByText('no proof').waitFor();
    await group('M3').getByLabel('Reason').fill('found behind');
    await group('M1').getByLabel('Reason').fill('broken');
    await close.click();
    await page.getByText('Closed', { exact: true }).waitFor();
    await page.getByText(`JK${countNo}`).waitFor();
    await page.getByText('Dutiable value').waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(own.complaints).toEqual([]);
    await own.context.close();
  }, 120_000);
});

describe('the desk of a gate', () => {
  test('holds a vehicle, lets it go, and lets it pass, with the answer shown', async () => {
    const { paperNo, body } = stage.out;
    const gate = await seats.signedIn('gatekeeper');
    await gate.page.getByRole('link', { name: 'Gate' }).click();
    await gate.page.getByRole('row', { name: new RegExp(body.vehicleNo) }).waitFor();
    await hasKeyboard(gate.page, 'Slip or plate');
    await scan(gate.page, 'nothing');
    await gate.page.getByText('There is no such slip').waitFor();
    await scan(gate.page, body.vehicleNo);
    await gate.page.waitForURL(`**/gate/${paperNo}`);
    const officer = await seats.signedIn('officer');
    await officer.to(`/gate/${paperNo}`);
    await officer.page.getByText('Papers and goods are in order').waitFor();
    await officer.page.getByRole('row', { name: /May leave/ }).waitFor();
    await officer.page.getByLabel('This gate').fill('zz09');
    await officer.page.getByRole('button', { name: 'Hold it' }).focus();
    await officer.page.getByRole('tooltip').getByText('Say why first.').first().waitFor();
    await officer.page.getByLabel('Why it is held or turned back').fill(HOSTILE);
    await officer.page.getByRole('button', { name: 'Hold it' }).click();
    await officer.page.getByRole('status').getByText('GATE-HELD').waitFor();
    await gate.page.getByText('held by O1').waitFor({ timeout: 10_000 });
    await gate.page.getByRole('button', { name: 'Let it go' }).focus();
    await gate.page.getByText('Officers and supervisors let it go.').waitFor();
    await gate.page.getByLabel('This gate').fill('ZZ09');
    await gate.page.getByRole('button', { name: 'Check and let pass' }).click();
    await gate.page.getByRole('status').getByText('GATE-SEAL').waitFor();
    await officer.page.getByLabel('Why it may go').fill('nothing found');
    await officer.page.getByRole('button', { name: 'Let it go' }).click();
    await officer.page.getByText('let go by O1: nothing found').waitFor();
    await gate.page.getByLabel('The seal is whole').check();
    await gate.page.getByLabel('What the scale says, kg').fill('1601');
    await gate.page.getByRole('button', { name: 'Check and let pass' }).click();
    await gate.page.getByRole('status').getByText('GATE-WEIGHT').waitFor();
    await gate.page.getByLabel('What the scale says, kg').fill('1500.5');
    await gate.page.getByRole('button', { name: 'Check and let pass' }).click();
    await gate.page.getByRole('status').getByText('Passed', { exact: true }).waitFor();
    await officer.page.getByText('Crossed', { exact: true }).waitFor({ timeout: 10_000 });
    await gate.to('/gate?gate=ZZ01');
    await gate.page.getByText('Nothing was reported.').waitFor();
    // Key upon key, before the page has followed its address: none is lost.
    await gate.page.getByLabel('Gate', { exact: true }).fill('');
    await gate.page.evaluate(
      `for (const key of 'zz09') document.execCommand('insertText', false, key)`,
    );
    await gate.page.getByRole('row', { name: /Passed/ }).waitFor();
    expect(gate.page.url()).toContain('gate=ZZ09');
    expect(await officer.page.locator('img').count()).toBe(0);
    expect([...gate.complaints, ...officer.complaints]).toEqual([]);
    await gate.context.close();
    await officer.context.close();
  }, 120_000);

  test('is not for a firm without a gate, and another one sees no slip', async () => {
    const { page, context, to } = await seats.signedIn('enterprise');
    await to('/gate');
    await page.getByRole('alert').first().waitFor();
    await to(`/gate/${stage.out.paperNo}`);
    await page.getByRole('alert').first().waitFor();
    expect(await page.locator('main').textContent()).not.toContain(stage.out.body.vehicleNo);
    await to(`/counts/${countNo}`);
    await page.getByRole('alert').first().waitFor();
    await context.close();
  });
});

test.each(LOOKS)(
  'every page holds to WCAG 2.2 AA and the screen: $language $scheme $size',
  async (look) => {
    const said = { bookNo: BOOK_NO, records: [RECORD], locations: null, blind: false };
    const ownNo = JSON.stringify(look).slice(0, 60);
    const stock = stockOn(stage.desk.house);
    const { paper } = await must(stock.count({ ...said, ownNo }, AREA));
    const { page, complaints, to, context } = await seats.opened(look);
    await to('/counts');
    await signIn(page, 'keeper');
    await page.locator('.frame').waitFor();
    for (const path of [
      ...['/counts', `/counts/${paper.paperNo}?place=B-01-1`],
      `/counts/${paper.paperNo}?tab=differences`,
    ]) {
      await to(path);
      await page.locator('.counting, .settle, .rows').first().waitFor();
      await expectFit(page, path);
    }
    await context.clearCookies();
    await to('/sign-in');
    await signIn(page, 'officer');
    await page.locator('.frame').waitFor();
    for (const path of ['/gate', `/gate/${stage.out.paperNo}`, `/counts/${countNo}`]) {
      await to(path);
      await page.locator('.rows, .lots').first().waitFor();
      await expectFit(page, path);
    }
    expect(complaints).toEqual([]);
    await context.close();
    await must(stock.cancel({ kind: 'count', paperNo: paper.paperNo }, AREA));
  },
);

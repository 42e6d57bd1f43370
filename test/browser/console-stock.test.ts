/** The bonded centre in a real Chromium: books, lots, the plan, papers from form to decision. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStock } from '../../src/flows/open-stock.ts';
import { writeBooks } from '../../src/registry/book-store.ts';
import { browserOf, enter, openStage, PASSWORD, type Stage } from '../console-stage.ts';
import { BOOK_NO, writeBook, writeLines } from '../flows/shelves.ts';
import { AGENT, AGENT_2 } from '../flows/zone.ts';
import { launch } from './chromium.ts';
import { expectFit, LOOKS, pressAfterEnd, type Seats, seatsOf } from './console-page.ts';

const OTHER = 'T4612W000099';
const HOSTILE = '<img src=x onerror=alert(1)>';
let stage: Stage;
let browser: Browser;
let seats: Seats;
beforeAll(async () => {
  [browser, stage] = await Promise.all([
    launch(),
    openStage({}, { seats: [['other', 'enterprise', AGENT_2.code]] }),
  ]);
  seats = seatsOf(browser, stage);
  await stage.zone.register(async (tx) => {
    await writeBook(tx, AGENT.code);
    const terms = { customsCode: '4612', from: '2016-04-08', until: null };
    const firm = { enterpriseCode: AGENT_2.code, areaCode: AGENT_2.code };
    await writeBooks(tx, [{ bookNo: OTHER, ...firm, ...terms }]);
    await writeLines(tx, OTHER);
    await tx.execute(`update registry.book_lines set name = $1 where record_no = '102'`, [HOSTILE]);
  });
  const shelf = { bookNo: BOOK_NO, recordNo: '101', owner: AGENT.code, expiresOn: null };
  const lots = [
    { ...shelf, lotNo: 'OLD', location: 'B-02-01', expiresOn: '2020-10-01' },
    { ...shelf, lotNo: 'NEW', location: 'B-01-01' },
    { ...shelf, recordNo: '102', lotNo: HOSTILE.slice(1, 9), location: 'B-01-02' },
    { ...shelf, recordNo: '103', lotNo: 'L3', location: 'C-01' },
  ].map((lot) => ({ ...lot, quantity: 100_00000n }));
  await stage.zone.db.transaction((tx) => openStock(tx, lots, Date.parse('2020-09-01T00:00:00Z')));
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const as = async (name: string) => browserOf(stage.url, (await enter(stage.url, name)).cookie);

/** The reason that is shown of what has the keyboard. */
const barred = (page: Page, why: string) => page.getByRole('tooltip').getByText(why).waitFor();

describe('an enterprise', () => {
  test('follows goods to their document, finds them on the plan, repacks them', async () => {
    const { page, complaints, context } = await seats.signedIn('enterprise');
    await page.getByRole('link', { name: 'Bonded centre' }).click();
    await page.getByText('1 lots expire soon, the first on 2020-10-01').waitFor();
    await page.getByRole('link', { name: BOOK_NO }).click();
    await page.getByRole('cell', { name: HOSTILE }).waitFor();
    await page.getByRole('searchbox').fill('101');
    await page.getByRole('cell', { name: HOSTILE }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: '101', exact: true }).click();
    await page.getByRole('link', { name: 'OLD' }).click();
    await page.getByRole('heading', { name: 'Movements of lot OLD' }).waitFor();
    await page
      .getByRole('cell', { name: `Opening stock ${BOOK_NO}` })
      .last()
      .waitFor();
    await page.getByRole('link', { name: 'B-02-01' }).click();
    await page.waitForURL('**/stock/warehouse?**');
    const cell = (code: string) => page.locator('svg').getByRole('link', { name: code });
    await cell('B-02-01').focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Place B-01-02' }).waitFor();
    await page.locator('#place').getByText(HOSTILE).waitFor();
    await page.getByRole('combobox', { name: 'Goods' }).fill('101');
    await page.locator('[role="option"]').first().click();
    await page.locator('svg .pale').first().waitFor();
    await expect.poll(() => page.locator('tbody').first().getByRole('row').count()).toBe(2);
    expect(page.url()).toContain('record=101');
    await page.getByRole('link', { name: `Back to book ${BOOK_NO}` }).click();
    await page.getByRole('link', { name: 'Processing' }).click();
    await page.getByRole('combobox', { name: 'Line' }).fill('101');
    await page.keyboard.press('Escape');
    await page.getByLabel('Quantity').fill('3');
    await page.getByLabel('Units').fill('2');
    await page.getByLabel('One unit holds').fill('101 1');
    await page.getByLabel('Place afterwards').fill('LIST:1');
    await page.getByRole('button', { name: 'Declare' }).click();
    await page.locator('.wrong', { hasText: 'BND-PLACE' }).waitFor();
    await page.getByRole('alert').getByText('1 points are to be mended').waitFor();
    await page.getByLabel('Place afterwards').fill('C-02');
    await pressAfterEnd(context, page.getByRole('button', { name: 'Declare' }));
    await page.getByRole('dialog').locator('#password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Declare' }).click();
    await page.getByText('BND-CONSERVE').waitFor();
    await page.getByLabel('Units').fill('3');
    await page.getByRole('button', { name: 'Declare' }).click();
    await page.getByText('done', { exact: true }).waitFor();
    await page.getByText('C-02').waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('confirms a transfer of another, line by line', async () => {
    const two = await seats.signedIn('other');
    await two.to(`/stock/${OTHER}/new/transfer`);
    await two.page.getByLabel('Giving book').fill(BOOK_NO);
    await two.page.getByLabel('Receiving book').fill(OTHER);
    await two.page.getByRole('combobox', { name: 'Line that gives' }).fill('101');
    await two.page.getByRole('combobox', { name: 'Line that receives' }).fill('999');
    await two.page.getByLabel('Quantity').fill('4');
    await two.page.getByRole('button', { name: 'Declare' }).click();
    await two.page.locator('.said.wrong', { hasText: 'Line that receives' }).waitFor();
    await two.page.getByRole('combobox', { name: 'Line that receives' }).fill('101');
    await two.page.getByRole('button', { name: 'Declare' }).click();
    await two.page.getByRole('button', { name: 'Confirm the transfer' }).focus();
    await barred(two.page, 'the other side confirms it');
    const path = new URL(two.page.url()).pathname.replace('/console', '');
    const one = await seats.signedIn('enterprise');
    await one.to(`/stock/${BOOK_NO}?tab=waiting`);
    await one.page.getByRole('link', { name: path.split('/').at(-1)! }).click();
    await one.page.getByLabel('Quantity').fill('5');
    await one.page.getByRole('button', { name: 'Confirm the transfer' }).click();
    await one.page.getByText(/4 .*5/).first().waitFor();
    await one.page.getByLabel('Quantity').fill('4');
    await one.page.getByRole('button', { name: 'Confirm the transfer' }).click();
    await one.page.getByText('done', { exact: true }).waitFor();
    await one.page.getByRole('button', { name: 'Refuse the transfer' }).focus();
    await barred(one.page, 'It is over and cannot be taken back');
    expect([...one.complaints, ...two.complaints]).toEqual([]);
    await one.context.close();
    await two.context.close();
  }, 120_000);

  test('is refused what is of another, by whatever address', async () => {
    const { page, to, context } = await seats.signedIn('other');
    for (const path of [`/stock/${BOOK_NO}`, `/stock/${BOOK_NO}/lines/101`]) {
      await to(path);
      await page.getByRole('alert').first().waitFor();
      expect(await page.locator('main').textContent()).not.toContain('OLD');
    }
    await context.close();
  });
});

test('customs decides what waits for it, and those alone whose it is', async () => {
  const firm = await as('enterprise');
  const parts = [{ recordNo: '103', quantity: '2' }];
  const said = { way: 'destruction', status: 'bonded', proof: 'P-1', reason: HOSTILE, parts };
  const { json } = await firm('POST', '/v1/stock/disposals', {
    ...{ bookNo: BOOK_NO, ownNo: 'CZ-1', ...said },
  });
  const path = `/stock/papers/disposal/${json.paperNo}`;
  const auditor = await seats.signedIn('auditor');
  await auditor.to(path);
  await auditor.page.getByText(HOSTILE).waitFor();
  await auditor.page.getByRole('button', { name: 'Approve' }).focus();
  await barred(auditor.page, 'Officers and supervisors decide, nobody else.');
  await auditor.to(`/stock/${BOOK_NO}`);
  await auditor.page.getByRole('button', { name: 'Disposal' }).focus();
  await barred(auditor.page, 'Papers of a book are declared by the enterprise that keeps it.');
  const officer = await seats.signedIn('officer', { language: 'zh' });
  await officer.to(path);
  await officer.page.getByLabel('理由').fill('证明不符');
  await officer.page.getByRole('button', { name: '不予同意' }).click();
  await officer.page.getByText('证明不符').waitFor();
  await officer.page.getByRole('button', { name: '同意', exact: true }).focus();
  await barred(officer.page, '此单证不需海关决定');
  expect([...auditor.complaints, ...officer.complaints]).toEqual([]);
  await auditor.context.close();
  await officer.context.close();
}, 120_000);

test.each(LOOKS)('holds to WCAG 2.2 AA: $language $scheme $size', async (look) => {
  const role = look.size === 'wide' ? 'supervisor' : 'enterprise';
  const { page, complaints, to, context } = await seats.signedIn(role, look);
  const book = `/stock/${BOOK_NO}`;
  const plan = `/stock/warehouse?book=${BOOK_NO}&at=B-01-01&record=101`;
  const line = `${book}/lines/101?lot=OLD`;
  const pages = {
    'zh light': [book, line, plan],
    'en dark': ['/stock', plan, `${book}?tab=movements`],
    'zh dark': [line, `${book}/new/processing`, '/stock/T0'],
    'en light': [book, plan, `${book}/new/transfer`],
  }[`${look.language} ${look.scheme}` as const];
  for (const path of pages) {
    await to(path);
    await expectFit(page, path);
  }
  await to(`${book}?tab=papers&kind=transfer`);
  await page.locator('tbody a').first().click();
  await page.locator('.facts').waitFor();
  await expectFit(page, 'a paper');
  expect(complaints).toEqual([]);
  await context.close();
});

/** Declaring in a real Chromium: the form from search to release, files, bad input. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DECLARATION_FIELDS, GOODS_FIELDS } from '../../src/documents/declaration/fields.ts';
import * as store from '../../src/registry/store.ts';
import { openStage, PASSWORD, type Stage } from '../console-stage.ts';
import { workbook } from '../fixtures/workbook.ts';
import { type Body, bodyOf } from '../flows/bodies.ts';
import { type Papers, paperMill } from '../flows/papers.ts';
import { AGENT, CARRIER, PAYFIRM, PLATFORM, SELLER, undertaking } from '../flows/zone.ts';
import { launch } from './chromium.ts';
import { expectFit, LOOKS, pressAfterEnd, type Seats, seatsOf } from './console-page.ts';

let stage: Stage;
let browser: Browser;
let seats: Seats;
let parcel: () => Papers;
beforeAll(async () => {
  browser = await launch();
  stage = await openStage();
  await stage.zone.register((tx) =>
    store.writeUndertakings(tx, [
      ...[PLATFORM, SELLER].map((party) => undertaking(AGENT, party, 'order')),
      ...[undertaking(AGENT, PAYFIRM, 'payment'), undertaking(AGENT, CARRIER, 'waybill')],
    ]),
  );
  seats = seatsOf(browser, stage);
  const mill = paperMill(stage.zone.profile);
  // The first three of a mill are those of the stage.
  for (let i = 0; i < 3; i += 1) mill.parcel();
  parcel = () => mill.parcel({ platform: PLATFORM, seller: SELLER });
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const at = (object: unknown, path: string): string =>
  (path
    .split('.')
    .reduce<unknown>((one, step) => (one as Record<string, unknown> | undefined)?.[step], object) ??
    '') as string;

const idOf = (path: string, scope = '') => `#f${scope}-${path.replaceAll('.', '-')}`;

/** Types a declaration into the form; the tax is left to it. */
async function fill(page: Page, body: Body): Promise<void> {
  for (const _ of body.goods.slice(1))
    await page.getByRole('button', { name: 'Add a line' }).click();
  await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
  const put = async (id: string, value: string): Promise<void> => {
    if (value !== '') await page.locator(id).fill(value);
  };
  for (const { path } of DECLARATION_FIELDS) {
    if (path !== 'tax') await put(idOf(path), at(body, path));
  }
  for (const [i, line] of body.goods.entries()) {
    for (const { path } of GOODS_FIELDS) await put(idOf(path, `${i}`), line[path] ?? '');
  }
}

describe('the form', () => {
  test('from the search of goods by keyboard, over a mended mistake, to the release', async () => {
    const papers = parcel();
    const body = bodyOf(papers);
    const { page, context, complaints, to } = await seats.signedIn('enterprise');
    await page.getByRole('link', { name: 'Declare', exact: true }).click();
    await page.locator('#find-0').fill('infant');
    await page.locator('[role="option"]').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator(idOf('hs', '0')).inputValue()).toMatch(/^19011010/);
    await page.locator(idOf('unit', '0')).fill('kilog');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator(idOf('unit', '0')).inputValue()).toBe('035');
    await fill(page, body);
    const { idNumber } = body.buyer as { idNumber: string };
    const masked = await page.locator(idOf('buyer.idNumber')).inputValue();
    expect(masked).toBe(`${idNumber.slice(0, 3)}${'*'.repeat(14)}${idNumber.at(-1)}`);
    await page.locator(`.sum[data-tax="${at(body, 'tax')}"]`).waitFor();
    await page.getByText('26000.00').first().waitFor();
    await page.locator(idOf('freight')).fill('free');
    await page.getByRole('button', { name: 'Declare', exact: true }).click();
    const freight = page.locator(`.field:has(${idOf('freight')})`);
    await freight.getByText('DECL-YUAN').waitFor();
    expect(await freight.getByText('Write it as 12.50').count()).toBe(1);
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('f-freight');
    await page.locator(idOf('freight')).fill(at(body, 'freight'));
    await page.locator(`.sum[data-tax="${at(body, 'tax')}"]`).waitFor();
    // The session ends before it is sent: everything is still there afterwards.
    await pressAfterEnd(context, page.getByRole('button', { name: 'Declare', exact: true }));
    await page.getByRole('dialog').locator('#password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.locator(idOf('orderNo')).inputValue()).toBe(papers.orderNo);
    await page.getByRole('button', { name: 'Declare', exact: true }).click();
    await page.getByRole('heading', { name: 'The declaration was taken' }).waitFor();
    await page.getByText('Released 800').waitFor();
    const kept = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])',
    );
    expect(kept).not.toContain(idNumber);
    await page.getByRole('link', { name: /Open list/ }).click();
    await page.getByRole('link', { name: 'Declare another like it' }).click();
    await page.getByText('Goods, firms and the like are those of list').waitFor();
    expect(page.url()).toMatch(/\/declare\?copy=B\d+$/);
    expect(await page.locator(idOf('hs', '0')).inputValue()).toBe(body.goods[0]?.hs);
    expect(await page.locator(idOf('payment.company')).inputValue()).toBe(PAYFIRM.code);
    for (const path of ['orderNo', 'buyer.idNumber', 'payment.no', 'consignee.address']) {
      expect([path, await page.locator(idOf(path)).inputValue()]).toEqual([path, '']);
    }
    await page.locator('#template-name').fill('<b>milk</b>');
    await page.keyboard.press('Enter');
    await page.getByText('Template “<b>milk</b>” is kept in this browser').waitFor();
    await to('/declare');
    await page.locator('.begin select').selectOption('<b>milk</b>');
    expect(await page.locator(idOf('hs', '0')).inputValue()).toBe(body.goods[0]?.hs);
    expect(await page.locator(idOf('orderNo')).inputValue()).toBe('');
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('shows hostile text as text, and the list of another as none', async () => {
    const { page, context, complaints, to } = await seats.signedIn('enterprise');
    await to('/declare?copy=46122020I000098765');
    await page.getByRole('alert').getByText('there is nothing under this number').first().waitFor();
    await page.locator('#find-0').fill('<img src=x onerror=alert(1)>');
    await page.getByText('No goods found.').waitFor();
    await page.locator(idOf('list.customs')).fill('<script>alert(1)</script>');
    await page.getByRole('button', { name: 'Declare', exact: true }).click();
    await page.locator('[aria-invalid="true"]').first().waitFor();
    expect(await page.locator('img, main script').count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('is barred for all who are no enterprise, with the reason', async () => {
    const { page, context, complaints, to } = await seats.signedIn('officer');
    await page.getByRole('button', { name: 'Declare' }).focus();
    await page.getByRole('tooltip').getByText('Only enterprises declare.').waitFor();
    for (const path of ['/declare', '/declare/file']) {
      await to(path);
      await page.getByRole('alert').getByText('Only enterprises declare.').waitFor();
    }
    expect(complaints).toEqual([]);
    await context.close();
  });
});

const FIELDS = [...DECLARATION_FIELDS, ...GOODS_FIELDS];
const rowsOf = (body: Body, changes: Readonly<Record<string, string>> = {}): string[][] =>
  body.goods.map((line) => {
    return FIELDS.map(({ path }) => changes[path] ?? line[path] ?? at(body, path));
  });
const csvOf = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(
    rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'),
  );
const HEADER = FIELDS.map(({ zh }) => zh);

describe('a file', () => {
  test('of 600 parcels, every tenth broken, is told by cell, sent and mended', async () => {
    const bodies = Array.from({ length: 600 }, () => bodyOf(parcel()));
    const hostile = '<img src=x onerror=alert(1)>';
    const rows = bodies.flatMap((body, i) => {
      if (i % 10 !== 0) return rowsOf(body);
      return rowsOf(body, i === 0 ? { freight: hostile } : { price: 'much' });
    });
    const { page, context, complaints, to } = await seats.signedIn('enterprise');
    await to('/declare/file');
    const choose = (name: string, buffer: Buffer) =>
      page.locator('#file').setInputFiles({ name, mimeType: 'text/csv', buffer });
    await choose('parcels.csv', csvOf([HEADER, ...rows]));
    const send = page.getByRole('button', { name: 'Send the 540 that are right' });
    // Each step is the work of hundreds of parcels here.
    page.setDefaultTimeout(30_000);
    await send.waitFor();
    await page.getByRole('button', { name: 'All or nothing' }).waitFor();
    expect(await page.getByRole('cell', { name: hostile }).count()).toBeGreaterThan(0);
    expect(await page.locator('main img').count()).toBe(0);
    const table = page.getByRole('table', { name: 'Errors' });
    await page.locator('#errors-find').fill('much');
    await page.locator('#errors-find').fill('单价');
    await page.locator('.sieve select').selectOption('DECL-DECIMAL');
    await page.waitForURL(/code=DECL-DECIMAL/);
    await table.getByText('DECL-DECIMAL').first().waitFor();
    await expect.poll(() => table.getByText('DECL-YUAN').count()).toBe(0);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the wrong rows' }).click(),
    ]);
    const wrong = readFileSync(await download.path(), 'utf8');
    expect(wrong.trim().split('\r\n').length).toBe(
      1 + bodies.filter((_, i) => i % 10 === 0).flatMap(({ goods }) => goods).length,
    );
    await send.click();
    await page.getByRole('heading', { name: 'What was filed' }).waitFor();
    await page.getByText('540', { exact: true }).nth(1).waitFor();
    const first = page.getByRole('table', { name: 'What was filed' }).getByRole('link').first();
    expect(await first.getAttribute('href')).toMatch(/\/declarations\/B\d+$/);
    // The wrong rows as they were downloaded, mended and sent as they are.
    const mended = wrong.replaceAll('much', '100').replaceAll(hostile, '0');
    await page.getByRole('button', { name: 'Another file' }).click();
    await choose('mended.csv', Buffer.from(mended));
    await page.getByRole('button', { name: 'Send the 60 that are right' }).click();
    await page.getByRole('heading', { name: 'What was filed' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('that is a workbook, or no table at all, is told as well', async () => {
    const { page, context, complaints, to } = await seats.signedIn('enterprise');
    await to('/declare/file');
    const choose = (name: string, buffer: Buffer) =>
      page.locator('#file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    const rows = [HEADER, ...rowsOf(bodyOf(parcel())), ...rowsOf(bodyOf(parcel()), { price: '' })];
    await choose('two.xlsx', workbook(rows));
    await page
      .getByRole('cell', { name: /Sheet1!/ })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Send the 1 that are right' }).click();
    await page.getByRole('table', { name: 'What was filed' }).getByRole('link').waitFor();
    await page.getByRole('button', { name: 'Another file' }).click();
    await choose('none.csv', Buffer.from('name,price\nmilk,1'));
    await page.getByRole('alert').getByText('the message is refused').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });
});

test.each(LOOKS)(
  'both pages hold to WCAG 2.2 AA and the screen: $language $scheme $size',
  async (look) => {
    const { page, context, complaints, to } = await seats.signedIn('enterprise', look);
    await to('/declare');
    await page.locator('#find-0').fill('1901');
    await page.locator('[role="option"]').first().waitFor();
    await expectFit(page, 'search');
    await page.keyboard.press('Escape');
    await page.locator('button[type=submit]').last().click();
    await page.locator('[aria-invalid="true"]').first().waitFor();
    await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
    await expectFit(page, 'form');
    await to('/declare/file');
    await page.locator('#file').waitFor();
    await expectFit(page, 'file');
    const rows = [HEADER, ...rowsOf(bodyOf(parcel()), { price: 'x' }), ...rowsOf(bodyOf(parcel()))];
    const file = { name: 'parcels.csv', mimeType: 'text/csv', buffer: csvOf(rows) };
    await page.locator('#file').setInputFiles(file);
    await page.locator('.sieve').waitFor();
    await expectFit(page, 'errors');
    expect(complaints).toEqual([]);
    await context.close();
  },
);

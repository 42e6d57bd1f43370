import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Window } from '../../src/window/server.ts';
import { openWindow, smallPlatform } from '../window-platform.ts';
import { launch } from './chromium.ts';

const isSet = (value: string | undefined) => value !== undefined && value !== '';

/** Where pictures go, to be looked at by a person; none without it. */
const PICTURES = process.env.ONESTEP_PICTURES;
async function picture(page: Page, name: string, fullPage = true): Promise<void> {
  if (!isSet(PICTURES)) return;
  mkdirSync(PICTURES!, { recursive: true });
  await page.screenshot({ path: join(PICTURES!, `${name}.png`), fullPage });
}

/** Pixels by which the page is wider than the screen. */
const overflow = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');

const SIZES = [
  { name: 'wide', width: 1280, height: 900 },
  { name: 'narrow', width: 390, height: 844 },
];
const SCHEMES = ['light', 'dark'] as const;
const VIEWS = SIZES.flatMap((size) => SCHEMES.map((scheme) => ({ ...size, scheme })));

/** Opens a path; every complaint of the page and every request elsewhere is collected. */
async function open(browser: Browser, url: string, view: (typeof VIEWS)[number]) {
  const { width, height, scheme } = view;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const own = request.url().startsWith(new URL(url).origin);
    if (!own && !request.url().startsWith('data:')) complaints.push(`asks ${request.url()}`);
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  return { page, complaints, close: () => context.close() };
}

/** What the page describes, a path once for each method. */
const PATHS = [
  '/ceb2grab/grab/realTimeDataUpload',
  '/draws',
  '/draws/{day}/{sequence}',
  '/healthz',
  '/inspections.csv',
  '/inspections.json',
  '/metrics',
  '/readyz',
  '/v1/buyers/quota',
  '/v1/certificates',
  '/v1/certificates/requests',
  '/v1/certificates/requests',
  '/v1/certificates/requests/{id}',
  '/v1/certificates/{serial}',
  '/v1/credit',
  '/v1/declarations',
  '/v1/declarations',
  '/v1/declarations/choices',
  '/v1/declarations/search',
  '/v1/declarations/template.csv',
  '/v1/declarations/template.xlsx',
  '/v1/declarations/uploads',
  '/v1/declarations/{listNo}',
  '/v1/declarations/{listNo}/copy',
  '/v1/declarations/{listNo}/documents',
  '/v1/exports/channel',
  '/v1/exports/declarations',
  '/v1/exports/declarations/{number}',
  '/v1/exports/declarations/{number}/withdraw',
  '/v1/exports/due',
  '/v1/exports/summaries',
  '/v1/exports/summaries/{id}',
  '/v1/exports/summaries/{id}/lists',
  '/v1/gate/crossings',
  '/v1/gate/crossings',
  '/v1/gate/slips',
  '/v1/gate/slips/{slipNo}',
  '/v1/goods',
  '/v1/lane/key',
  '/v1/lane/reconciliations',
  '/v1/lane/releases',
  '/v1/lane/scans',
  '/v1/lane/scans/{scanId}/image',
  '/v1/messages',
  '/v1/messages/{messageId}',
  '/v1/office/actions',
  '/v1/office/certificates',
  '/v1/office/certificates/{id}',
  '/v1/office/declarations',
  '/v1/office/declarations/search',
  '/v1/office/declarations/{listNo}',
  '/v1/office/declarations/{listNo}/documents',
  '/v1/office/enterprises',
  '/v1/office/enterprises/{code}',
  '/v1/office/exports/summaries',
  '/v1/office/exports/summaries/{id}',
  '/v1/office/exports/summaries/{id}/lists',
  '/v1/office/gate/crossings',
  '/v1/office/gate/crossings',
  '/v1/office/gate/slips',
  '/v1/office/gate/slips/{slipNo}',
  '/v1/office/gate/slips/{slipNo}/load',
  '/v1/office/gate/slips/{slipNo}/release',
  '/v1/office/messages/{messageId}',
  '/v1/office/stock/books',
  '/v1/office/stock/books/{bookNo}/lines',
  '/v1/office/stock/books/{bookNo}/lines/{recordNo}',
  '/v1/office/stock/books/{bookNo}/movements',
  '/v1/office/stock/books/{bookNo}/now',
  '/v1/office/stock/books/{bookNo}/papers',
  '/v1/office/stock/books/{bookNo}/places',
  '/v1/office/stock/books/{bookNo}/places/lots',
  '/v1/office/stock/counts',
  '/v1/office/stock/counts/{countNo}',
  '/v1/office/stock/counts/{countNo}/approve',
  '/v1/office/stock/counts/{countNo}/refuse',
  '/v1/office/stock/papers/{kind}/{paperNo}',
  '/v1/office/stock/papers/{kind}/{paperNo}/decision',
  '/v1/payment-data/pulls',
  '/v1/payment-data/service',
  '/v1/payment-data/service',
  '/v1/payment-data/service',
  '/v1/payment-data/service/test',
  '/v1/public/buyer',
  '/v1/public/codes',
  '/v1/public/exports/statistics',
  '/v1/public/imports/statistics',
  '/v1/public/tour',
  '/v1/public/tour',
  '/v1/public/tour/{id}',
  '/v1/public/tour/{id}/documents',
  '/v1/receipts',
  '/v1/receipts/search',
  '/v1/receipts/{cursor}',
  '/v1/refunds/{preNo}/goods',
  '/v1/repairs',
  '/v1/repairs',
  '/v1/repairs/causes',
  '/v1/repairs/causes/{cause}/lists',
  '/v1/repairs/{id}',
  '/v1/repairs/{id}/cancel',
  '/v1/repairs/{id}/documents/{part}',
  '/v1/repairs/{id}/lists',
  '/v1/repairs/{id}/send',
  '/v1/session',
  '/v1/session',
  '/v1/session',
  '/v1/session/ways',
  '/v1/stock/books',
  '/v1/stock/books/{bookNo}',
  '/v1/stock/books/{bookNo}/lines',
  '/v1/stock/books/{bookNo}/lines/{recordNo}',
  '/v1/stock/books/{bookNo}/lines/{recordNo}/lots',
  '/v1/stock/books/{bookNo}/movements',
  '/v1/stock/books/{bookNo}/now',
  '/v1/stock/books/{bookNo}/papers',
  '/v1/stock/books/{bookNo}/places',
  '/v1/stock/books/{bookNo}/places/lots',
  '/v1/stock/changes',
  '/v1/stock/counts',
  '/v1/stock/counts',
  '/v1/stock/counts/{countNo}',
  '/v1/stock/counts/{countNo}/close',
  '/v1/stock/counts/{countNo}/lines',
  '/v1/stock/counts/{countNo}/scans',
  '/v1/stock/counts/{countNo}/sheet',
  '/v1/stock/disposals',
  '/v1/stock/entries',
  '/v1/stock/entries/{paperNo}/received',
  '/v1/stock/events',
  '/v1/stock/exits',
  '/v1/stock/movements',
  '/v1/stock/papers/{kind}/{paperNo}',
  '/v1/stock/papers/{kind}/{paperNo}/cancel',
  '/v1/stock/processing',
  '/v1/stock/slips',
  '/v1/stock/slips/{slipNo}/load',
  '/v1/stock/slips/{slipNo}/unload',
  '/v1/stock/transfers',
  '/v1/stock/transfers/{paperNo}/confirm',
  '/v1/tax',
  '/v1/tax/bills',
  '/v1/tax/bills/{taxNo}',
  '/v1/tax/bills/{taxNo}/pdf',
  '/v1/tax/guarantee',
  '/v1/tax/notices',
  '/v1/tax/notices/{dutyNo}',
  '/v1/tax/notices/{dutyNo}/bills',
  '/v1/tax/notices/{dutyNo}/pdf',
  '/v1/tokens',
  '/v1/tokens',
  '/v1/tokens/{label}',
  '/v1/webhooks',
  '/v1/webhooks',
  '/v1/webhooks/{id}',
  '/v1/webhooks/{id}',
  '/v1/webhooks/{id}',
  '/v1/webhooks/{id}/attempts',
  '/v1/webhooks/{id}/replay',
  '/v1/webhooks/{id}/secret',
  '/v1/webhooks/{id}/test',
];

describe('in a browser', () => {
  let browser: Browser;
  let window: Window & { url: string };
  beforeAll(async () => {
    window = await openWindow(smallPlatform());
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await window?.close();
  });

  test.each(VIEWS)('the first page, $name $scheme', async (view) => {
    const { page, complaints, close } = await open(browser, `${window.url}/`, view);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Onestep');
    expect(await page.getByRole('status').textContent()).toContain('正常受理');
    expect(await page.locator('pre').textContent()).toContain(`${window.url}/v1/messages`);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await picture(page, `home-${view.name}-${view.scheme}`);
    await page.getByRole('link', { name: '接口文档' }).click();
    await page.waitForURL(`${window.url}/docs`);
    expect(complaints).toEqual([]);
    await close();
  });

  test.each(SIZES)('the description, $name', async (size) => {
    const { page, complaints, close } = await open(browser, `${window.url}/docs`, {
      ...size,
      scheme: 'light',
    });
    await page.locator('.opblock').first().waitFor();
    // Of so many the page draws those that the screen shows.
    await page.setViewportSize({ width: size.width, height: 20_000 });
    const paths = async () => {
      const texts = await page.locator('.opblock-summary-path').allTextContents();
      return texts.map((path) => path.replaceAll('\u200b', '').trim()).sort();
    };
    await expect.poll(paths, { timeout: 20_000 }).toEqual(PATHS);
    await page.setViewportSize({ width: size.width, height: size.height });
    await picture(page, `docs-${size.name}`);
    const send = page.locator('.opblock-post', { hasText: '/v1/messages' });
    await send.locator('.opblock-summary-control').click();
    await send.getByText('202', { exact: true }).first().waitFor();
    await expect.poll(() => send.textContent()).toContain('<ceb:CEB311Message');
    await picture(page, `docs-open-${size.name}`, false);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await close();
  });
});

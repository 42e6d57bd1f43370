/** The guided tour of a sample zone: over HTTP, and in a real Chromium. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { sampleTour } from '../../src/cli/tour-of.ts';
import { systemClock } from '../../src/io/clock.ts';
import { FROM_HERE, openStage, type Stage } from '../console-stage.ts';
import { launch } from './chromium.ts';
import { expectFit, LOOKS, type Seats, seatsOf } from './console-page.ts';

const tour = sampleTour();
/** What is looked at of an answer. */
type Told = {
  readonly id: string;
  readonly tax: string;
  readonly declaration: object | null;
  readonly messages: readonly { readonly state: string | null; readonly sentAt: string | null }[];
};

let stage: Stage;
let browser: Browser;
let seats: Seats;

beforeAll(async () => {
  // The documents of a tour are of today.
  [browser, stage] = await Promise.all([launch(), openStage({ tour, clock: systemClock })]);
  seats = seatsOf(browser, stage);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

async function ask(method: string, path: string, body?: unknown, headers: object = FROM_HERE) {
  const answer = await fetch(`${stage.url}/v1/public/tour${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: method === 'GET' ? null : JSON.stringify(body ?? {}),
  });
  return { status: answer.status, json: (await answer.json()) as Told };
}

describe('before the sample is there', () => {
  test('there is no tour, and the page says so', async () => {
    expect(await ask('GET', '')).toMatchObject({ status: 200, json: { isThere: false } });
    expect((await ask('POST', '')).status).toBe(404);
    const { page, to } = await seats.opened();
    await to('/tour');
    await page.getByText('This zone has no tour').waitFor();
  });
});

describe('of the sample zone', () => {
  beforeAll(() => {
    const { platform, zone, url } = stage;
    tour.open({ db: zone.db, house: platform.house, url }, 1210n, zone.profile);
  });

  test('a parcel is for pages of this site, and only those that were made are there', async () => {
    const elsewhere = { ...FROM_HERE, 'sec-fetch-site': 'cross-site' };
    const refused = await ask('POST', '', {}, elsewhere);
    expect(refused).toMatchObject({ status: 403, json: { code: 'cross-site' } });
    expect((await ask('GET', `/${crypto.randomUUID()}`)).status).toBe(404);
    const send = `/${crypto.randomUUID()}/documents`;
    expect((await ask('POST', send, { document: 'order' })).status).toBe(404);
    expect((await ask('POST', send, { document: 'bribe' })).status).toBe(400);
  });

  test('a newcomer sees one from order to release, without an account', async () => {
    const { page, to, complaints } = await seats.opened();
    await to('/sign-in');
    await page.getByRole('link', { name: 'See a parcel go from order to release' }).click();
    await page.getByRole('button', { name: 'Make up a parcel' }).click();
    // The first parcel has the keys of all firms made, which are seconds of a core.
    await page.locator('.steps').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Send The declaration list' }).click();
    await page.getByText('Waits for documents').waitFor();
    // What was begun is in the address, so a page that is loaded anew goes on.
    await page.reload();
    await page.getByRole('button', { name: 'Send The order' }).click();
    await page.getByRole('button', { name: 'Send The payment' }).click();
    await page.getByRole('button', { name: 'Send The waybill' }).click();
    const verdict = page.locator('.verdict');
    await verdict.waitFor();
    const id = new URL(page.url()).searchParams.get('id')!;
    const { json } = await ask('GET', `/${id}`);
    expect(json.declaration).toMatchObject({
      status: '800',
      verdict: { tax: { total: json.tax } },
    });
    expect(await verdict.textContent()).toContain(`${json.tax} yuan`);
    expect(json.messages.map(({ state }) => state)).toEqual(['filed', 'filed', 'filed', 'filed']);
    // Sent once more, it is the same message.
    const again = await ask('POST', `/${id}/documents`, { document: 'order' });
    expect(again.json.messages[0]).toEqual(json.messages[0]);
    expect(JSON.stringify({ ...json, messages: [] })).not.toMatch(/\d{17}[\dX]/);
    expect(complaints).toEqual([]);
  }, 120_000);

  test('documents that are sent at the same time are all told', async () => {
    const { json } = await ask('POST', '');
    const documents = ['order', 'payment', 'waybill', 'list'];
    await Promise.all(
      documents.map((document) => ask('POST', `/${json.id}/documents`, { document })),
    );
    const { messages } = (await ask('GET', `/${json.id}`)).json;
    expect(messages.map(({ sentAt }) => sentAt === null)).toEqual(documents.map(() => false));
  });

  test('the page plays it by itself', async () => {
    const { page, to } = await seats.opened();
    await to('/tour');
    await page.getByRole('button', { name: 'Make up a parcel' }).click();
    await page.getByRole('button', { name: 'Play it' }).click();
    await page.locator('.verdict').waitFor({ timeout: 60_000 });
    const { laws } = await audit(stage.zone.db, { now: systemClock.now(), full: true });
    expect(laws.filter(({ broken }) => broken > 0)).toEqual([]);
  }, 120_000);

  test.each(LOOKS)('holds to WCAG 2.2 AA and the screen: $language $scheme $size', async (look) => {
    const { page, to } = await seats.opened(look);
    const { json } = await ask('POST', '');
    await ask('POST', `/${json.id}/documents`, { document: 'list' });
    await to(`/tour?id=${json.id}`);
    await page.locator('.steps').waitFor();
    await expectFit(page, 'tour');
  });
});

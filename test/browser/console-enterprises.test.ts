/** Files of enterprises, as officers find and read them, in a real Chromium. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from '../console-stage.ts';
import { AGENT, SELLER } from '../flows/zone.ts';
import { launch } from './chromium.ts';
import { expectFit, LOOKS, type Seats, seatsOf } from './console-page.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';

let stage: Stage;
let browser: Browser;
let seats: Seats;
beforeAll(async () => {
  [browser, stage] = await Promise.all([launch(), openStage()]);
  seats = seatsOf(browser, stage);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

test('an officer finds one by its name and reads what is on file', async () => {
  const { page, complaints, to, context } = await seats.signedIn('officer');
  await to('/enterprises');
  const field = page.getByLabel('Beginning of a code');
  await field.fill(HOSTILE);
  await page.keyboard.press('Enter');
  await page.getByText(`There is nothing with “${HOSTILE}”.`).waitFor();
  await field.fill(AGENT.name.slice(1, -1));
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: AGENT.code }).click();
  await page.getByRole('heading', { level: 1, name: AGENT.name }).waitFor();
  await page
    .getByRole('row', { name: /SBX|DOC|\d{4}/ })
    .first()
    .waitFor();
  for (const title of ['Guarantee', 'Signing certificates', 'Account books']) {
    await page.getByRole('heading', { name: title }).first().waitFor();
  }
  await expectFit(page, 'one enterprise');
  await to('/enterprises/4101960X99');
  await page.getByRole('alert').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('the interface gives pages of them, and one as a whole', async () => {
  const { page, context } = await seats.signedIn('auditor');
  const headers = { 'x-onestep-console': '1' };
  const get = async (path: string) =>
    (await page.request.get(`${stage.url}/v1/office/enterprises${path}`, { headers })).json();
  const first = await get('?q=4&limit=1');
  expect([first.enterprises.length, first.next]).toEqual([1, first.enterprises[0].code]);
  const second = await get(`?q=4&limit=1&after=${first.next}`);
  expect(second.enterprises[0].code > first.next).toBe(true);
  const [seller] = (await get(`?q=${SELLER.code}`)).enterprises;
  expect(seller).toMatchObject({ code: SELLER.code, name: SELLER.name, status: 'active' });
  const one = await get(`/${AGENT.code}`);
  expect(one.refusals).toMatchObject([
    { direction: 'import', lists: 1, latest: expect.any(String) },
  ]);
  expect(one.certificates).toMatchObject([{ state: 'in-force' }]);
  expect(JSON.stringify(one.refusals)).not.toContain('"value"');
  await context.close();
});

test('it is for officers, and firms are told so', async () => {
  const { page, to, context } = await seats.signedIn('enterprise');
  await page.getByRole('button', { name: 'Enterprise files', exact: true }).focus();
  await page.getByRole('tooltip').getByText('Files of enterprises are for').waitFor();
  await to(`/enterprises/${AGENT.code}`);
  await page.getByText('Files of enterprises are for officers.').last().waitFor();
  await context.close();
});

test.each(LOOKS)('holds to WCAG 2.2 AA: $language $scheme $size', async (look) => {
  const { page, complaints, to, context } = await seats.signedIn('supervisor', look);
  for (const path of ['/enterprises?q=41', `/enterprises/${AGENT.code}`]) {
    await to(path);
    await page.locator('.rows').first().waitFor();
    await expectFit(page, path);
  }
  expect(complaints).toEqual([]);
  await context.close();
});

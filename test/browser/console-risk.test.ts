/** Draws with their proofs, and risk rules with their trials, in a real Chromium. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { EVENING, START } from '../flows/zone.ts';
import { launch } from './chromium.ts';
import { expectFit, LOOKS, type Seats, seatsOf, signIn } from './console-page.ts';
import { type OfficeStage, openOfficeStage } from './office-stage.ts';

let stage: OfficeStage;
let browser: Browser;
let seats: Seats;
beforeAll(async () => {
  browser = await launch();
  stage = await openOfficeStage();
  seats = seatsOf(browser, stage);
  await stage.arrive();
  stage.clock.set(EVENING + DAY);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

/** The reason that is shown of what has the keyboard. */
const barred = (page: Page, why: string) => page.getByRole('tooltip').getByText(why).waitFor();

describe('draws', () => {
  test('of a day are there with their proofs, once nobody in them waits', async () => {
    const { page, context, complaints, to } = await seats.signedIn('O1');
    await page.getByRole('link', { name: 'Draws' }).click();
    await page.getByText('There was no draw on this day.').waitFor();
    await page.getByLabel('Day', { exact: true }).fill(START);
    await page.getByRole('row', { name: /officers/ }).waitFor();
    expect(page.url()).toContain(`day=${START}`);
    await page.getByRole('button', { name: 'Verify' }).first().focus();
    await barred(page, 'Somebody in it waits to be inspected');
    expect(await page.locator('main').textContent()).not.toContain('46122020');
    await page.getByRole('button', { name: 'Show the statistics' }).focus();
    await barred(page, 'Statistics are for supervisors, operators and auditors.');
    await stage.zone.db.execute('update inspection.inspections set concluded_at = now()');
    await to(`/draws?day=${START}`);
    const proof = page.getByRole('link', { name: `Verify ${START}/1`, exact: true });
    await page.getByRole('link', { name: `Download ${START}/1`, exact: true }).waitFor();
    await proof.click();
    await page
      .getByText(/sound|well/)
      .first()
      .waitFor();
    await stage.zone.db.execute('update inspection.inspections set concluded_at = null');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('of a period are compared with chance and law', async () => {
    const { page, to, context, complaints } = await seats.signedIn('auditor', { language: 'zh' });
    await to(`/draws?day=${START}&from=${START}&to=${START}`);
    await page.getByRole('heading', { name: '法定比例', exact: true }).waitFor();
    await page.getByRole('heading', { name: /按执法人员/ }).waitFor();
    await page
      .getByRole('table', { name: '按执法人员' })
      .getByRole('cell', { name: 'O1' })
      .waitFor();
    await page.getByLabel('至').fill('2020-09-19');
    await page.getByRole('alert').first().waitFor();
    expect(page.url()).toContain('to=2020-09-19');
    expect(complaints).toEqual([]);
    await context.close();
  });
});

test.each(LOOKS)(
  'every page holds to WCAG 2.2 AA and the screen: $language $scheme $size',
  async (look) => {
    const { page, complaints, to, context } = await seats.opened(look);
    await to('/draws');
    await signIn(page, 'supervisor');
    await page.locator('.frame').waitFor();
    for (const path of [
      `/draws?day=${START}&from=${START}&to=${START}`,
    ]) {
      await to(path);
      await page.locator('.rows, form').first().waitFor();
      await expectFit(page, path);
    }
    expect(complaints).toEqual([]);
    await context.close();
  },
);

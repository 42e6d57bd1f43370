/** The desk of officers in a real Chromium: the queue, one task with its decisions, the lanes. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from './chromium.ts';
import { expectFit, LOOKS, type Seats, seatsOf, signIn } from './console-page.ts';
import { type Case, type OfficeStage, openOfficeStage } from './office-stage.ts';

let stage: OfficeStage;
let browser: Browser;
let seats: Seats;
let drawn: Case;
beforeAll(async () => {
  browser = await launch();
  stage = await openOfficeStage();
  seats = seatsOf(browser, stage);
  drawn = await stage.arrive();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const HOSTILE = '<img src=x onerror=alert(1)>';

describe('the queue', () => {
  test('shows a drawn parcel to its pair, and to nobody else which one it is (RAND-7)', async () => {
    const [first = '', second = ''] = drawn.pair;
    const other = ['O1', 'O2', 'O3'].find((one) => !drawn.pair.includes(one))!;
    for (const officer of [first, second]) {
      const { page, complaints, context } = await seats.signedIn(officer);
      await page.getByRole('link', { name: 'Desk' }).click();
      await page.getByRole('link', { name: drawn.listNo }).waitFor();
      await page.getByText('you are of the pair').waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    }
    const { page, to, context } = await seats.signedIn(other);
    await to('/desk');
    await page.getByText('There is no task.').waitFor();
    await to(`/desk/${drawn.id}`);
    expect(await page.locator('body').textContent()).not.toContain(drawn.listNo);
    await context.close();
    const watching = await seats.signedIn('S1');
    await watching.to('/desk');
    await watching.page.getByRole('link', { name: 'Look (it is noted)' }).waitFor();
    expect(await watching.page.locator('main').textContent()).not.toContain(drawn.listNo);
    await watching.context.close();
  });

  test('gives two who ask at once two tasks, says who has one, and holds its state in the address', async () => {
    const alarms = [await stage.alarm(HOSTILE, 'a1'), await stage.alarm('W2', 'a2')];
    const one = await seats.signedIn('O1', { language: 'zh' });
    const two = await seats.signedIn('O2');
    for (const { to } of [one, two]) await to('/desk?kind=pending');
    await one.page.getByRole('button', { name: '领取下一任务' }).click();
    await one.page.waitForURL('**/desk/*-*');
    await two.page.getByRole('button', { name: 'Take the next task' }).click();
    await two.page.waitForURL('**/desk/*-*');
    const taken = [one, two].map(({ page }) => page.url().split('/').at(-1)!);
    expect([...taken].sort()).toEqual([...alarms].sort());
    await two.to('/desk?kind=pending&filter=free');
    await two.page.getByText('There is no task.').waitFor();
    await two.page.getByRole('button', { name: 'Take the next task' }).click();
    await two.page.getByText('There is no task that you could take.').waitFor();
    await two.page.getByRole('link', { name: 'All', exact: true }).click();
    expect(two.page.url()).toMatch(/\?kind=pending$/);
    await two.page.getByRole('row', { name: /O1/ }).waitFor();
    await two.page.getByRole('link', { name: 'In my hands' }).click();
    await two.page.getByRole('row', { name: /me/ }).waitFor();
    await two.page.reload();
    await two.page.getByRole('row', { name: /me/ }).waitFor();
    expect(await two.page.getByRole('row', { name: /O1/ }).count()).toBe(0);
    expect([...one.complaints, ...two.complaints]).toEqual([]);
    await one.context.close();
    await two.context.close();
  });

  test('is not for auditors and operators, and says so', async () => {
    const { page, to } = await seats.signedIn('auditor');
    await page.getByRole('button', { name: 'Desk' }).focus();
    await page
      .getByRole('tooltip')
      .getByText('The desk is for officers and supervisors.')
      .waitFor();
    await to('/desk');
    await page.getByRole('alert').getByText('this is not yours to do').first().waitFor();
  });
});

test.each(LOOKS)(
  'every page holds to WCAG 2.2 AA and the screen: $language $scheme $size',
  async (look) => {
    const { page, complaints, to, context } = await seats.opened(look);
    await to('/desk');
    await signIn(page, drawn.pair[0]!);
    await page.locator('.frame').waitFor();
    for (const path of ['/desk', '/desk?filter=overdue']) {
      await to(path);
      await page.locator('.rows, .empty').first().waitFor();
      await expectFit(page, path);
    }
    expect(complaints).toEqual([]);
    await context.close();
  },
);

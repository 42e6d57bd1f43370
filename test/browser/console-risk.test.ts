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
});
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

describe('a risk rule', () => {
  const hostile = '<img src=x onerror=alert(1)>';

  test('is written by a form, tried on history, and put into force by another', async () => {
    const one = await seats.signedIn('O1');
    await one.page.getByRole('link', { name: 'Risk rules' }).click();
    await one.page.getByText('There is no rule.').waitFor();
    await one.page.getByRole('link', { name: 'Write a rule' }).click();
    await one.page.getByLabel('Value', { exact: true }).fill('2106 "x\\');
    const text = one.page.getByLabel('The rule as text');
    expect(await text.inputValue()).toBe('inspect when goods.hs starts "2106 \\"x\\\\"');
    await one.page.getByLabel('Value', { exact: true }).fill('');
    await one.page.getByLabel('Field').selectOption('list.lines');
    await one.page.getByLabel('Is', { exact: true }).selectOption('>=');
    await one.page.getByLabel('Value', { exact: true }).fill('one');
    await one.page.getByLabel('What it is for').fill(hostile);
    await one.page.getByRole('button', { name: 'Keep as a draft' }).click();
    await one.page.getByRole('alert').getByText('the value for list.lines is none').waitFor();
    await one.page.getByLabel('Value', { exact: true }).fill('1');
    await one.page.getByRole('button', { name: 'Add a condition' }).click();
    const second = one.page.getByRole('group', { name: 'Condition 2' });
    await second.getByLabel('Field').selectOption('seller.class');
    await second.getByLabel('Is', { exact: true }).selectOption('in');
    await second.getByLabel('Values').fill('GENERAL, ROUTINE');
    await one.page.getByLabel('Together').selectOption('or');
    await one.page.getByRole('button', { name: 'Keep as a draft' }).click();
    await one.page.getByRole('heading', { name: /R1\.1/ }).waitFor();
    const written = 'inspect when list.lines >= 1 or seller.class in (GENERAL, ROUTINE)';
    await one.page.getByText(written).first().waitFor();
    expect(one.page.url()).toContain('?rule=R1.1');
    await one.page.getByRole('button', { name: 'Put into force' }).focus();
    await barred(one.page, 'It has to be tried first.');
    await one.page.getByRole('button', { name: 'Try it' }).click();
    await one.page.getByRole('heading', { name: 'Trial' }).waitFor();
    // Both that it would have selected wait to be inspected, so neither is named (RAND-7).
    const selected = one.page.locator('.facts div', { hasText: 'Selected' }).first();
    expect(await selected.locator('dd').textContent()).toBe('2');
    expect(await one.page.locator('main').textContent()).not.toContain('46122020');
    await one.page.getByRole('button', { name: 'Put into force' }).click();
    await one.page.getByRole('alert').waitFor();
    const two = await seats.signedIn('S1');
    await two.to('/risk?rule=R1.1');
    await two.page.getByRole('button', { name: 'Put into force' }).click();
    await two.page.getByText('activated', { exact: true }).first().waitFor();
    await two.page.getByRole('link', { name: 'Write another version' }).click();
    expect(await two.page.getByLabel('The rule as text').inputValue()).toBe(written);
    await two.to('/risk?rule=R1.1');
    await two.page.getByRole('button', { name: 'End it' }).click();
    await two.page.getByText('There is no rule.').waitFor();
    await two.page.getByRole('link', { name: 'With those that ended' }).click();
    await two.page.getByRole('link', { name: 'R1.1' }).waitFor();
    const noted = await stage.zone.db.query<{ account: string }>(
      `select account from access.actions where route like '/v1/office/risk/rules%'
       and method = 'POST' and status = 200`,
    );
    expect(noted.map(({ account }) => account).sort()).toEqual(['o1', 'o1', 's1', 's1']);
    expect([...one.complaints, ...two.complaints]).toEqual([]);
    expect(await two.page.locator('img').count()).toBe(0);
    for (const { context } of [one, two]) await context.close();
  }, 120_000);

  test('may name a watch list, of which nobody sees the entries', async () => {
    const { page, to, context, complaints } = await seats.signedIn('O2', { language: 'zh' });
    await to('/risk?tab=lists');
    await page.getByLabel('名单', { exact: true }).fill('ring');
    await page.getByLabel('类型').selectOption('phone');
    await page.getByLabel('取值（每行一个）').fill('13800000001\n13800000002\n');
    await page.getByLabel('用途说明').fill('测试');
    await page.getByRole('button', { name: '加入名单' }).click();
    await page.getByText('ring：已变更 2 条').waitFor();
    await page.getByRole('row', { name: /ring/ }).waitFor();
    const remove = page.locator('section', { hasText: '移出名单' }).last();
    await remove.getByLabel('取值（每行一个）').fill('13800000001');
    await remove.getByRole('button', { name: '移出名单' }).click();
    await page.getByText('ring：已变更 1 条').waitFor();
    expect(await page.locator('main').textContent()).not.toContain('138');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('is for auditors to read, and for operators not at all', async () => {
    const auditor = await seats.signedIn('auditor');
    await auditor.page.getByRole('link', { name: 'Risk rules' }).click();
    await auditor.page.getByRole('button', { name: 'Write a rule' }).focus();
    await barred(auditor.page, 'Officers and supervisors write, try and activate.');
    await auditor.to('/risk?write=new');
    await auditor.page.getByRole('heading', { name: 'Risk rules' }).waitFor();
    expect(await auditor.page.locator('form').count()).toBe(0);
    const operator = await seats.signedIn('operator');
    await operator.page.getByRole('button', { name: 'Risk rules' }).focus();
    await barred(operator.page, 'Risk rules are for officers, supervisors and auditors.');
    await operator.to('/risk');
    const why = operator.page.getByRole('main');
    await why.getByText('Risk rules are for officers, supervisors and auditors.').waitFor();
    for (const { context } of [auditor, operator]) await context.close();
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
      ...['/risk?ended=1&rule=R1.1', '/risk?write=new', '/risk?tab=lists'],
    ]) {
      await to(path);
      await page.locator('.rows, form').first().waitFor();
      await expectFit(page, path);
    }
    expect(complaints).toEqual([]);
    await context.close();
  },
);

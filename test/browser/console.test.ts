/** The console in a real Chromium: a journey of each role, and what must hold on every page. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStage, PASSWORD, type Stage } from '../console-stage.ts';
import { caseOf, openDesk } from '../flows/desk.ts';
import { paperMill } from '../flows/papers.ts';
import { launch } from './chromium.ts';
import { expectFit, LOOKS, pressAfterEnd, type Seats, seatsOf, signIn } from './console-page.ts';

let stage: Stage;
let browser: Browser;
let seats: Seats;
let listNo: string;
beforeAll(async () => {
  browser = await launch();
  stage = await openStage();
  seats = seatsOf(browser, stage);
  listNo = (await caseOf(stage.zone.db, stage.returned))!.listNo!;
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

describe('a journey', () => {
  test('of an officer: from sign-in over the returned list to the message as it came', async () => {
    const { page, complaints, to } = await seats.opened({ language: 'zh' });
    await to('/declarations?state=returned');
    await page.waitForURL(/\/sign-in\?to=/);
    await signIn(page, 'officer', 'not the password');
    await page.getByRole('alert').getByText('用户名或密码不正确').waitFor();
    await signIn(page, 'officer');
    await page.getByRole('link', { name: listNo }).click();
    await page.getByRole('heading', { name: listNo }).waitFor();
    await page.getByText('如何修改').first().waitFor();
    await page.getByRole('link', { name: /查看原文: 清单/ }).click();
    const text = page.locator('textarea');
    await text.waitFor();
    expect(await text.inputValue()).toContain('<ceb:CEB621Message');
    expect(await page.locator('.message dl').textContent()).toMatch(/签名(rsa|sm2)/);
    expect(page.url()).toMatch(/\?message=[0-9a-f-]{36}$/);
    await page.getByRole('button', { name: '审计日志' }).focus();
    await page.getByRole('tooltip').getByText('审计日志仅主管和审计人员可看').waitFor();
    expect(complaints).toEqual([]);
  });

  test('of an enterprise: a number is found while it is typed, by keyboard alone', async () => {
    const { page, complaints } = await seats.signedIn('enterprise');
    await page.locator('.rows, .empty').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(stage.released.orderNo);
    await page.waitForURL(`**number=${stage.released.orderNo}`);
    // A part of the number may have found others too.
    const found = page.getByRole('row', { name: stage.released.orderNo });
    await found.getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Tax', exact: true }).waitFor();
    const order = page.getByRole('row', { name: /Order/ });
    await order.getByRole('button', { name: 'Show the message' }).hover();
    await page.getByText('Only the enterprise that sent a message may read it.').first().waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await page.goBack();
    await page.waitForURL('**/sign-in*');
    expect(complaints).toEqual([]);
  });

  test('of a supervisor: groups of lists, and what others did', async () => {
    const { page, complaints } = await seats.signedIn('supervisor');
    for (const group of ['Submitted', 'Inspection', 'Released', 'Returned']) {
      await page.getByRole('link', { name: group, exact: true }).click();
      await page.locator('.rows, .empty').first().waitFor();
    }
    await page.getByRole('link', { name: 'Export', exact: true }).click();
    await page.getByText('No list is in this group.').waitFor();
    await page.getByRole('link', { name: 'Audit trail' }).click();
    await page
      .getByRole('cell', { name: /POST \/v1\/session/ })
      .first()
      .waitFor();
    await page.reload();
    await page
      .getByRole('cell', { name: /POST \/v1\/session/ })
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
  });

  test('of an auditor and an operator: what is not theirs is there, with the reason', async () => {
    for (const role of ['auditor', 'operator']) {
      const { page, complaints } = await seats.signedIn(role);
      await page.getByRole('button', { name: 'Inspection' }).focus();
      const reason = 'Until the end only supervisors may list what is to be inspected.';
      await page.getByRole('tooltip').getByText(reason).waitFor();
      const trail = page.getByRole('link', { name: 'Audit trail' });
      expect(await trail.count()).toBe(role === 'auditor' ? 1 : 0);
      expect(complaints).toEqual([]);
    }
  });
});

test('the cockpit shows what happens while somebody looks, without a reload', async () => {
  const { page, complaints } = await seats.signedIn('operator');
  await page.getByRole('link', { name: 'Cockpit' }).click();
  await page.getByText('Live', { exact: true }).waitFor();
  const bars = page.getByRole('list', { name: 'Import: declared, matched, released' });
  const declared = async () => Number(await bars.locator('b').first().textContent());
  const before = await declared();
  expect(before).toBeGreaterThanOrEqual(3);
  const desk = await openDesk(stage.zone);
  // The first three of a mill are those of the stage.
  const mill = paperMill(stage.zone.profile);
  const papers = Array.from({ length: 4 }, () => mill.parcel());
  await desk.sendAll(papers.at(-1)!);
  await expect.poll(declared, { timeout: 10_000 }).toBe(before + 1);
  await page.getByRole('heading', { name: 'Why lists were returned today' }).waitFor();
  expect(await page.locator('.rows tbody tr').count()).toBeGreaterThan(0);
  const office = page.locator('.tiles li', { hasText: 'Zhengzhou Xinzheng' });
  expect(Number(await office.locator('.sum').textContent())).toBeGreaterThanOrEqual(2);
  // On a wall nothing but figures is there, on one screen; the address keeps that.
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.getByRole('button', { name: 'Wall display' }).click();
  await page.locator('.sections').waitFor({ state: 'hidden' });
  expect(new URL(page.url()).search).toBe('?wall=');
  const over = 'document.documentElement.scrollHeight - window.innerHeight';
  expect(await page.evaluate<number>(over)).toBeLessThanOrEqual(0);
  await page.keyboard.press('Escape');
  await page.locator('.sections').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

describe('bad input', () => {
  test('a session that ends while somebody types: nothing is lost', async () => {
    const { page, context } = await seats.signedIn('enterprise');
    const field = page.locator('#number');
    await field.fill('x');
    await context.clearCookies();
    await field.fill(stage.waiting.orderNo);
    await page.getByRole('dialog').getByText('what you typed is still there').waitFor();
    expect(await field.inputValue()).toBe(stage.waiting.orderNo);
    await page.getByRole('dialog').locator('#password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('cell', { name: stage.waiting.orderNo }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await field.inputValue()).toBe(stage.waiting.orderNo);
  });

  test('hostile text is shown as text', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const { page, complaints, to } = await seats.signedIn('supervisor');
    await to(`/declarations?number=${encodeURIComponent(hostile)}`);
    await page.getByText(`No list has the number “${hostile}”`).waitFor();
    await stage.zone.db.execute(
      `insert into clearance.cases (ebp_code, order_no, epoch, attempt, state, pre_no, list_no,
         logistics_code, logistics_no, agent_code, decided_at, codes)
       values ($1, $1, 1, 1, '300', 'B20200918000000999', '46122020I000000999', $1, $1, $1,
         '2020-09-18', array[$1])`,
      [hostile],
    );
    await to('/declarations?state=action');
    await expect.poll(() => page.getByRole('cell', { name: hostile }).count()).toBe(3);
    expect(await page.locator('img').count()).toBe(0);
    await to(`/sign-in?to=${encodeURIComponent('//elsewhere.example/')}`);
    await page.waitForURL('**/console/declarations*');
    expect(complaints).toEqual([]);
  });

  test('an address of what is another’s is refused, and that is recorded', async () => {
    const { page, to, complaints } = await seats.signedIn('enterprise');
    await to('/declarations/46122020I000098765');
    await page.getByRole('alert').getByText('there is nothing under this number').first().waitFor();
    await to('/actions');
    await page.getByRole('alert').getByText('this is not yours to do').first().waitFor();
    await to('/no/such/page');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    const rows = await stage.zone.db.query(
      `select 1 from access.actions where account = 'enterprise'
       and (target = '46122020I000098765' and status = 404
         or route = '/v1/office/actions' and status = 403)`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(2);
    expect(complaints).toEqual([]);
  });

  test('a platform that is away for a moment is said to be, and tried again', async () => {
    const { page, context } = await seats.signedIn('officer');
    await page.locator('.rows, .empty').first().waitFor();
    await context.setOffline(true);
    await page.getByRole('link', { name: 'Released' }).click();
    await context.setOffline(false);
    await page
      .getByRole('link', { name: stage.released.orderNo })
      .or(page.locator('.rows'))
      .first()
      .waitFor();
  });
});

test.each(LOOKS)(
  'every page holds to WCAG 2.2 AA and the screen: $language $scheme $size',
  async (look) => {
    const { page, complaints, to } = await seats.opened(look);
    const check = (name: string) => expectFit(page, name);
    await to('/');
    await page.locator('#name').waitFor();
    await check('sign-in');
    await signIn(page, 'supervisor');
    await page.locator('.frame').waitFor();
    const pages = [
      '/declarations?state=returned',
      '/declarations?state=inspection',
      '/declarations?number=nothing',
      `/declarations/${listNo}`,
      '/declarations/46122020I000098765',
      '/actions',
      '/nothing',
    ];
    for (const path of pages) {
      await to(path);
      await page.locator('h1').waitFor();
      await check(path);
    }
    // Its stream never ends, so the network is never idle there.
    await page.goto(`${stage.url}/console/cockpit`);
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await page.locator('.tag.good').waitFor();
    await check('/cockpit');
    await to(`/declarations/${listNo}`);
    await page.locator('tbody a').last().click();
    await page.locator('textarea').waitFor();
    await check('a message');
    if (look.size === 'narrow') {
      // Its sections are folded until somebody asks for them.
      await page.getByRole('button', { name: /^(菜单|Menu)$/ }).click();
      await check('the menu');
    }
    await pressAfterEnd(page.context(), page.locator('.sections a').first());
    await page.getByRole('dialog').waitFor();
    await check('signing in again');
    expect(complaints).toEqual([]);
    await page.context().close();
  },
  120_000,
);

/** Pages without an account, and the search by person, over HTTP and in a real Chromium. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countClosed } from '../../src/export/statistics/store.ts';
import { openStage, type Stage } from '../console-stage.ts';
import { countedList } from '../export/counted-lists.ts';
import { knowBuyer } from '../flows/zone.ts';
import { launch } from './chromium.ts';
import { expectFit, LOOKS, type Seats, seatsOf } from './console-page.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';
const LIST = '46122020I000012345';
const AUGUST = Date.parse('2020-08-20T12:00:00+08:00');

/** Three sellers' lists of August, of which one table of sums knows. */
const IMPORTED = `
  insert into clearance.statistics_lists
  select 1, 1, 1, 100000, 90000, 4001 + n, 0, 0, 300, '2020-08', '4612', '1210', '4612', 'S' || n
  from generate_series(0, 2) n;
  update clearance.progress set through = '2020-09-01T00:00+08' where name = 'imports'`;

let stage: Stage;
let browser: Browser;
let seats: Seats;
beforeAll(async () => {
  [browser, stage] = await Promise.all([launch(), openStage()]);
  seats = seatsOf(browser, stage);
  const { zone } = stage;
  await zone.register((tx) => knowBuyer(tx, stage.released.sale.buyer, false));
  await zone.db.execute(
    `insert into inspection.publications (list_no, serial, concluded_at, published_at, drawn_day,
       drawn_sequence, label, goods_class, outcome, enterprise_code, enterprise_name, officers)
     values ($1, 1, $2::timestamptz, $2::timestamptz, '2020-09-18', 7, 'random', 'ORDINARY',
       'release', 'X', $3, '{G****01,G****02}')`,
    [LIST, '2020-09-18T10:00:00+08:00', HOSTILE],
  );
  const lists = ['4101960097', '4101960098', '4101960099'].map((seller, i) =>
    countedList(`L${i}`, {
      ...{ office: '4612', mode: '9610', channel: 'A', country: '502', seller },
      ...{ packs: 2, gross: 150_000n, net: 140_000n },
      lines: [
        {
          ...{ gcode: '6109100021', destination: '502', currency: '502', unit: '011' },
          ...{ quantity: 300_000n, amount: 1_00n, fob: 70_07n },
        },
      ],
    }),
  );
  await zone.db.transaction((tx) => countClosed(tx, lists, AUGUST));
  await zone.db.script(IMPORTED);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

describe('without an account', () => {
  test('a buyer shows who it is, sees the own parcels, and the page forgets them', async () => {
    const { page, complaints, to, context } = await seats.opened();
    await page.clock.install();
    await to('/sign-in');
    await page.getByRole('link', { name: /^Without an account/ }).click();
    const { orderNo, sale } = stage.released;
    const fill = async (name: string) => {
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Identity number').fill(sale.buyer.idNumber);
      await page.getByLabel('Number of any order').fill(orderNo);
      await page.keyboard.press('Enter');
    };
    await fill(HOSTILE);
    await page.getByRole('alert').getByText('does not belong together').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe(HOSTILE);
    await expectFit(page, 'a buyer who is not shown');
    for (let times = 2; times < 7; times += 1) {
      const answered = page.waitForResponse('**/v1/public/buyer');
      await page.keyboard.press('Enter');
      expect((await answered).status()).toBe(times < 6 ? 403 : 429);
      await page.locator('.ant-btn-loading').waitFor({ state: 'detached' });
    }
    await page.getByRole('alert').getByText('try again in 15 minutes').waitFor();
    stage.clock.set(stage.clock.now() + 16 * 60_000);
    await fill(sale.buyer.name);
    await page.getByRole('row', { name: orderNo }).getByText('Released').waitFor();
    await page.getByText('Quota of 2020').first().waitFor();
    const text = (await page.locator('body').textContent()) ?? '';
    for (const personal of [sale.buyer.name, sale.buyer.idNumber]) {
      expect(text).not.toContain(personal);
    }
    expect(new URL(page.url()).search).toBe('');
    expect(await context.cookies()).toEqual([]);
    expect(
      await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })'),
    ).not.toMatch(/\d{17}/);
    await page.clock.fastForward(10 * 60_000 + 1_000);
    await page.getByLabel('Identity number').waitFor();
    expect(await page.getByLabel('Identity number').inputValue()).toBe('');
    expect(await page.getByText(orderNo).count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('everybody reads what was inspected, and what left', async () => {
    const { page, complaints, to, context } = await seats.opened({ language: 'zh' });
    await to('/public/inspections?day=2020-09-18');
    await page.getByText(HOSTILE).waitFor();
    await page.getByLabel('按办结日期').fill('2020-09-17');
    await page.getByText('该期间没有公布的查验结果。').waitFor();
    await page.getByLabel('按清单编号').fill(LIST);
    await page.keyboard.press('Enter');
    await page.getByText('未发现问题，放行').waitFor();
    expect(page.url()).toMatch(new RegExp(`\\?number=${LIST}$`));
    const proof = page.getByRole('link', { name: /^对象抽取/ });
    expect(await proof.getAttribute('href')).toBe('/draws/verify#/draws/2020-09-18/7.json');
    await page.getByLabel('按清单编号').fill(HOSTILE);
    await page.keyboard.press('Enter');
    await page.getByText('该编号没有公布的查验结果').waitFor();
    await to('/public/statistics?month=2020-08');
    await page.getByRole('cell', { name: '210.21' }).waitFor();
    await page.getByRole('link', { name: '品目' }).click();
    await page.getByRole('row', { name: /^6109/ }).waitFor();
    const href = await page.getByRole('link', { name: '下载 CSV' }).getAttribute('href');
    expect((await page.request.get(stage.url + href)).status()).toBe(200);
    await to('/public/statistics?month=2020-09');
    await page.getByText('当月结束后公布。', { exact: true }).waitFor();
    await to('/public/statistics?of=imports&month=2020-08');
    await page.getByRole('cell', { name: '120.06' }).waitFor();
    await page.getByRole('link', { name: '原产国' }).click();
    await page.getByText('该月没有可公布的数据').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test.each(LOOKS)('holds to WCAG 2.2 AA: $language $scheme $size', async (look) => {
    const { page, complaints, to, context } = await seats.opened(look);
    for (const path of [
      ...['inspections?day=2020-09-18', 'statistics?month=2020-08'],
      'statistics?of=imports&month=2020-08&by=mode',
    ]) {
      await to(`/public/${path}`);
      await page.locator('.rows').waitFor();
      await expectFit(page, path);
    }
    await to('/public/buyer');
    const { orderNo, sale } = stage.released;
    const fields = page.locator('form input');
    await fields.nth(0).fill(sale.buyer.name);
    await fields.nth(1).fill(sale.buyer.idNumber);
    await fields.nth(2).fill(orderNo);
    await page.keyboard.press('Enter');
    await page.locator('.rows').waitFor();
    await expectFit(page, 'a buyer');
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('statistics of the office', () => {
  test('have enterprises, and are for officers', async () => {
    const { page, complaints, to, context } = await seats.signedIn('auditor');
    await to('/statistics?of=imports&month=2020-08&by=enterprise');
    await page.getByRole('row', { name: /^S2 1 1 1 1 0.9 40.03/ }).waitFor();
    await expectFit(page, 'statistics of the office');
    const href = await page.getByRole('link', { name: 'Download as SDMX' }).getAttribute('href');
    expect((await page.request.get(stage.url + href)).status()).toBe(200);
    await to('/statistics?of=imports&month=2020-09');
    await page.getByText('about ten minutes after its release').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await context.close();
    const firm = await seats.signedIn('enterprise');
    await firm.page.getByRole('button', { name: 'Statistics', exact: true }).focus();
    await firm.page.getByRole('tooltip').getByText('Statistics with enterprises are').waitFor();
    await firm.context.close();
  });
});

describe('the lists of a person', () => {
  test('are found by an officer, with the number in no address', async () => {
    const { page, complaints, context } = await seats.signedIn('officer');
    const { idNumber } = stage.returned.sale.buyer;
    await page.getByText('Find by the identity number').click();
    await page.getByLabel('Identity number').fill('123');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('check digit is wrong').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByLabel('Identity number').fill(idNumber);
    await page.keyboard.press('Enter');
    await page.getByText(stage.returned.orderNo).waitFor();
    await page.getByText('for supervisors and not among them').waitFor();
    await expectFit(page, 'lists of a person');
    expect(page.url()).not.toContain(idNumber);
    expect(await page.locator('main').textContent()).not.toContain(idNumber);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('are not for auditors, who are told so', async () => {
    const { page, context } = await seats.signedIn('auditor');
    await page.getByRole('button', { name: 'Find by the identity number' }).focus();
    await page.getByRole('tooltip').getByText('This search is for officers').waitFor();
    await context.close();
  });
});

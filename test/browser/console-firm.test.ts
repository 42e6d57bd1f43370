/** An enterprise's own pages, in a real Chromium: keys, receipts, webhooks, tax, credit class. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { enterCredit } from '../../src/flows/credit.ts';
import { systemEntropy } from '../../src/io/random.ts';
import { makeCertificate } from '../../src/sandbox/world/certificate.ts';
import { newSm2KeyPair } from '../../src/xml/sm2-keys.ts';
import { browserOf, enter, openStage, type Stage } from '../console-stage.ts';
import { openDesk } from '../flows/desk.ts';
import { paperMill } from '../flows/papers.ts';
import { openReceiver, type Receiver } from '../flows/receivers.ts';
import { AGENT, POOR_AGENT } from '../flows/zone.ts';
import { pdfText } from '../pdf-text.ts';
import { launch } from './chromium.ts';
import { expectFit, LOOKS, type Seats, seatsOf } from './console-page.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';
let stage: Stage;
let browser: Browser;
let seats: Seats;
let receiver: Receiver;
/** A payment notice of the agent. */
let dutyNo: string;

beforeAll(async () => {
  const other = ['other', 'enterprise', POOR_AGENT.code] as const;
  [browser, stage, receiver] = await Promise.all([
    launch(),
    openStage({ webhooksLocal: true }, { seats: [other] }),
    openReceiver(() => 204),
  ]);
  seats = seatsOf(browser, stage);
  const desk = await openDesk(stage.zone, { clock: stage.clock });
  // The platform bills by itself once the day is another; a second biller would only race it.
  const settle = async (days: number, table: 'bills' | 'duty_notices', rows: number) => {
    stage.clock.advance(days * DAY);
    const counted = async () => {
      const [row] = await stage.zone.db.query<{ n: bigint }>(
        `select count(*) as n from clearance.${table}`,
      );
      expect(Number(row?.n)).toBe(rows);
    };
    await vi.waitFor(counted, { timeout: 20_000, interval: 200 });
  };
  await settle(1, 'bills', 1);
  await settle(31, 'duty_notices', 1);
  // In the month in which the first is collected, another list is billed.
  const mill = paperMill(stage.zone.profile);
  // The stage has sent as many of this mill before.
  for (const _ of [1, 2, 3]) mill.parcel();
  await desk.sendAll(mill.parcel());
  await settle(1, 'bills', 2);
  const event = { enterpriseCode: AGENT.code, day: '2020-10-01', enteredBy: 'O017' };
  const violation = { fine: 20_000_000n, documents: 41_200n };
  await enterCredit(desk.house, {
    ...{ ...event, kind: 'violation', paperNo: 'XZ-18', certified: null, violation },
  });
  const own = await as('enterprise');
  const notices = async () => (await own('GET', '/v1/tax/notices?month=2020-09')).json.notices;
  const bills = async () => (await own('GET', '/v1/tax/bills?month=2020-10')).json.bills;
  const billed = async () => expect([...(await notices()), ...(await bills())].length).toBe(2);
  await vi.waitFor(billed, { timeout: 20_000, interval: 200 });
  dutyNo = (await notices())[0].dutyNo;
});
afterAll(async () => {
  receiver?.close();
  await browser?.close();
  await stage?.close();
});

const as = async (name: string) => browserOf(stage.url, (await enter(stage.url, name)).cookie);

/** The first value that is only to be read: a secret, shown this once. */
const secretOn = (page: Page): Promise<string> => page.locator('.once input').inputValue();

test('keys are made, shown once, and revoked; a private key never leaves the page', async () => {
  const { page, context, complaints, to } = await seats.signedIn('enterprise');
  await to('/firm');
  await page.getByLabel('Label, such as “ERP 2027”').fill('ERP');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.locator('.once').waitFor();
  const token = await secretOn(page);
  const asked = await fetch(`${stage.url}/v1/tokens`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(asked.status).toBe(200);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await expect.poll(() => page.content()).not.toContain(token);
  await page.getByRole('button', { name: 'Revoke the token ERP' }).click();
  await page.getByRole('button', { name: 'Revoke it' }).click();
  await page.locator('tr', { hasText: 'ERP' }).getByText('Revoked').waitFor();
  const key = newSm2KeyPair((count) => systemEntropy.bytes(count));
  const terms = { serial: '0300000000000007', from: '2020-01-01', until: '2020-11-10' };
  const { pem } = makeCertificate(key, { ...terms, code: AGENT.code, name: AGENT.name });
  const secret = key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.postData() ?? ''));
  await page.getByLabel('Or paste it').fill(secret + pem);
  await page.getByText('This has a private key in it').waitFor();
  expect(await page.getByLabel('Or paste it').inputValue()).toBe('');
  await page.getByLabel('Or paste it').fill(pem);
  await page.getByRole('button', { name: 'Ask for it' }).click();
  await page.getByText('Sent: it waits for an operator.').waitFor();
  expect(sent.join()).not.toContain('PRIVATE');
  const operator = await seats.signedIn('operator');
  await operator.to('/enrolments');
  await operator.page.getByRole('button', { name: /^Register the certificate of/ }).click();
  await operator.page.getByRole('alert').getByRole('button', { name: 'Register' }).click();
  await operator.page.getByText('No certificate waits.').waitFor();
  await to('/firm');
  // It ends in less than a month, by the clock of the stage.
  await page.getByText('Ends soon').waitFor();
  await page.getByText('Registered').waitFor();
  expect([...complaints, ...operator.complaints]).toEqual([]);
  await operator.context.close();
  await context.close();
}, 120_000);

test('receipts are found, shown as messages, and lead to their list', async () => {
  const { page, context, complaints, to } = await seats.signedIn('enterprise');
  await to('/receipts?type=CEB816');
  const rows = page.locator('tbody tr');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(2);
  await page.getByLabel('Type').selectOption('CEB622');
  await page.getByLabel('Status').fill('100');
  await page.getByLabel('Status').press('Tab');
  await page.waitForURL(/status=100/);
  await expect.poll(() => rows.filter({ hasText: 'Returned 100' }).count()).toBe(2);
  await rows
    .first()
    .getByRole('button', { name: /^Show the message/ })
    .click();
  await page.waitForURL(/receipt=\d+/);
  const xml = page.getByLabel('Message', { exact: true });
  await expect.poll(() => xml.inputValue()).toContain('<CEB622Message');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^receipt-\d+\.xml$/);
  await page.getByRole('button', { name: 'Shut' }).click();
  await rows.first().getByRole('link').click();
  await page.waitForURL(/declarations\//);
  expect(complaints).toEqual([]);
  await context.close();
});

test('webhooks are made, tested, paused, replayed, and deleted', async () => {
  const { page, context, complaints, to } = await seats.signedIn('enterprise');
  await to('/firm/webhooks');
  await page.getByLabel('Address').fill('nonsense');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText('this is no whole http(s) address').waitFor();
  await page.getByLabel('Address').fill(receiver.url);
  await page.getByLabel('Description').fill(HOSTILE);
  await page.getByLabel(/^Begin behind cursor/).fill('0');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.locator('.once').waitFor();
  expect(await secretOn(page)).toMatch(/^whsec_/);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByText(HOSTILE).waitFor();
  await page.getByRole('link', { name: receiver.url }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByText(/^Taken after \d+ ms\.$/).waitFor();
  // The courier looks again when so much time has gone by, which here stands still.
  stage.clock.advance(5_000);
  await page.getByRole('cell', { name: 'Taken' }).first().waitFor({ timeout: 15_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Paused', { exact: true }).waitFor();
  const before = receiver.cursors().length;
  await page.getByLabel('Behind cursor').fill('0');
  await page.getByRole('button', { name: 'Send again' }).click();
  // It is empty once that was taken; the courier looks but once in the time that goes by below.
  await expect.poll(() => page.getByLabel('Behind cursor').inputValue()).toBe('');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Sending', { exact: true }).waitFor();
  stage.clock.advance(5_000);
  await expect.poll(() => receiver.cursors().length, { timeout: 10_000 }).toBeGreaterThan(before);
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByRole('button', { name: 'Replace it' }).click();
  expect(await secretOn(page)).toMatch(/^whsec_/);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await page.getByText('No webhook yet.').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

test('tax goes from months to notices, bills and papers; another firm’s is refused', async () => {
  const { page, context, complaints, to } = await seats.signedIn('enterprise');
  await to('/tax');
  await page.getByRole('link', { name: '2020-09' }).click();
  await page.getByRole('link', { name: dutyNo, exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download PDF' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe(`${dutyNo}.pdf`);
  const own = await as('enterprise');
  const { cookie } = await enter(stage.url, 'enterprise');
  const paper = () => {
    return fetch(`${stage.url}/v1/tax/notices/${dutyNo}/pdf`, { headers: { cookie } });
  };
  // One at a time: writing one takes a core. Two that are asked for at once need not meet, if the
  // first is written before the second comes.
  const both = async () => {
    const answers = await Promise.all([paper(), paper()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429]);
    return answers;
  };
  const answers = await vi.waitFor(both, { timeout: 20_000 });
  const answer = answers.find(({ ok }) => ok)!;
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  const text = pdfText(Buffer.from(await answer.arrayBuffer())).join('\n');
  const { hash, total } = (await own('GET', `/v1/tax/notices/${dutyNo}`)).json;
  for (const one of [dutyNo, AGENT.name, hash, total]) expect(text).toContain(one);
  await page.getByText(hash).waitFor();
  await page.locator('a[href*="/tax/bills/"]').first().click();
  await page.getByRole('columnheader', { name: 'Commodity code' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
  const other = await seats.signedIn('other');
  await other.to(`/tax/notices/${dutyNo}`);
  await other.page.getByRole('alert').waitFor();
  expect(await other.page.textContent('main')).not.toContain(total);
  const { json } = await (await as('supervisor'))('GET', '/v1/office/actions?limit=200');
  expect(json.actions).toContainEqual(
    expect.objectContaining({
      ...{ account: 'other', route: '/v1/tax/notices/:dutyNo', target: dutyNo, outcome: 'refused' },
    }),
  );
  await other.context.close();
}, 120_000);

describe.each(LOOKS)('in $language, $scheme, $size', (look) => {
  test('every page fits and can be used by all', async () => {
    const { page, context, complaints, to } = await seats.signedIn('enterprise', look);
    const paths = ['/firm', '/firm/credit', '/receipts', '/tax?month=2020-09'];
    for (const path of paths) {
      await to(path);
      await page.locator('main section, main .rows').first().waitFor();
      await expectFit(page, path);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });
});

test('an officer is told whose these pages are', async () => {
  const { page, context, to } = await seats.signedIn('officer');
  for (const path of ['/firm', '/enrolments']) {
    await to(path);
    expect(await page.locator('.empty').textContent()).toMatch(/enterprises|Operators/);
  }
  await context.close();
});

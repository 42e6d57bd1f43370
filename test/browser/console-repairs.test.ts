/** Bulk repair in a real Chromium: from the causes to the end of the last list. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStage, type Stage } from '../console-stage.ts';
import { caseOf, openDesk } from '../flows/desk.ts';
import { exportPapers } from '../flows/export-papers.ts';
import { exportYard } from '../flows/export-yard.ts';
import { as, type Papers, paperMill } from '../flows/papers.ts';
import { AGENT } from '../flows/zone.ts';
import { launch } from './chromium.ts';
import { expectFit, LOOKS, pressAfterEnd, type Seats, seatsOf } from './console-page.ts';

let stage: Stage;
let browser: Browser;
let seats: Seats;
let ticking: NodeJS.Timeout;
const returned: Papers[] = [];
/** Three characters are a unit for the schema, and nothing for a page. */
const HOSTILE = '<b>';

beforeAll(async () => {
  browser = await launch();
  stage = await openStage();
  seats = seatsOf(browser, stage);
  const desk = await openDesk(stage.zone, { clock: stage.clock });
  const mill = paperMill(stage.zone.profile);
  for (let i = 0; i < 6; i += 1) {
    const papers = mill.parcel();
    // The stage has used the first three.
    if (i < 3) continue;
    returned.push(papers);
    await desk.sendAll(papers, 'order', 'payment', 'waybill');
    const lines = papers.list.lines.map((line) => ({ ...line, unit1: HOSTILE }));
    await desk.send(AGENT, { ...as('1', papers.list), lines });
  }
  const leaving = exportPapers();
  const lines = leaving.list.lines.map((line) => ({ ...line, unit1: '035' }));
  await exportYard(stage.zone, () => desk).declare({
    ...leaving,
    list: { ...leaving.list, lines },
  });
  // The declarant sells by itself as well: an order of its own, and one that is not its to send.
  const [own, foreign] = [mill.parcel().order, mill.parcel().order];
  await desk.send(AGENT, as('1', own, { ebcCode: AGENT.code, currency: '502' }), foreign);
  ticking = setInterval(() => stage.clock.set(stage.clock.now() + 500), 250);
});
afterAll(async () => {
  clearInterval(ticking);
  await browser?.close();
  await stage?.close();
});

describe('a journey', () => {
  test('of an enterprise: one correction, tried, sent, and followed to the release', async () => {
    const { page, complaints } = await seats.signedIn('enterprise');
    await page.getByRole('link', { name: 'Bulk repair' }).click();
    const cause = page.getByRole('row', { name: /CODE-UNIT/ });
    await cause.getByText(`was “${HOSTILE}”`).waitFor();
    await page.getByRole('link', { name: 'Export', exact: true }).click();
    await page.getByRole('row', { name: /Export List EXP-UNIT/ }).waitFor();
    expect([await cause.count(), page.url()]).toEqual([0, expect.stringContaining('=export')]);
    await page.getByRole('link', { name: 'Correct: EXP-UNIT InventoryList/unit1' }).click();
    await page.getByLabel('New value').fill('011');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Trial' }).getByText('Would be held').waitFor();
    await page.getByRole('link', { name: 'Back to bulk repair' }).click();
    expect(await cause.getByRole('cell').first().textContent()).toBe('3');
    await cause.getByRole('link', { name: /Correct/ }).click();
    await page
      .getByRole('heading', { name: /999|code table|unit/i })
      .first()
      .waitFor();
    await page.getByRole('table', { name: 'Documents of this cause' }).waitFor();
    expect(await page.getByLabel('Only where it is').inputValue()).toBe(HOSTILE);
    await page.getByLabel('New value').fill('035');
    await page.keyboard.press('Enter');
    await page.getByText('Would be released').first().waitFor();
    const examples = page.getByRole('table', { name: /Before and after/ });
    await examples
      .getByRole('row', { name: /InventoryList\[1\]\/unit1/ })
      .first()
      .waitFor();
    expect(await examples.locator('.was').first().textContent()).toBe(HOSTILE);
    for (const papers of returned) {
      expect((await caseOf(stage.zone.db, papers))!.attempt).toBe(1);
    }
    await page.getByRole('button', { name: 'Send documents: 3' }).click();
    await page.getByText('Documents to be sent again in your name: 3').waitFor();
    await page.getByRole('button', { name: 'Send them' }).click();
    await page.getByText('3 of 3 have an end').waitFor({ timeout: 30_000 });
    const ends = page.getByRole('list', { name: 'Sending' });
    expect(await ends.textContent()).toBe('Released3');
    for (const papers of returned) {
      expect(await caseOf(stage.zone.db, papers)).toMatchObject({ state: '800', attempt: 2 });
    }
    await page.getByRole('link', { name: 'Back to bulk repair' }).click();
    // The cause may still have its own link, "Correct: …", until the figures are read again.
    await page.getByRole('link', { name: /^CODE-UNIT/ }).waitFor();
    const cleared = page.getByRole('row', { name: /CODE-UNIT.*Correct/ });
    await cleared.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  }, 120_000);

  test('by a table, with two corrections; what fails is told and not sent', async () => {
    const { page, complaints } = await seats.signedIn('enterprise');
    await page.getByRole('link', { name: 'Bulk repair' }).click();
    await page.getByRole('link', { name: /Correct: DOC-PACK-NO/ }).click();
    await page.getByLabel('How').selectOption('table');
    expect(await page.getByRole('button', { name: 'Try it on all' }).isDisabled()).toBe(true);
    await page.getByLabel(/^Table:/).fill('7,1,1');
    await page.getByText('Line 1 has not two columns').waitFor();
    await page.getByLabel(/^Table:/).fill('7,8');
    await page.getByRole('button', { name: 'Try it on all' }).click();
    await page.getByText('Would be returned again').first().waitFor();
    await page.getByRole('table', { name: 'Would still be refused for' }).waitFor();
    const send = page.getByRole('button', { name: 'There is nothing to send.' });
    expect(await send.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Cancel what is not sent' }).click();
    await page.getByText('Done', { exact: true }).first().waitFor();
    expect(complaints).toEqual([]);
  }, 120_000);

  test('of orders that were not filed; what is nobody to correct is said', async () => {
    const { page, complaints } = await seats.signedIn('enterprise');
    await page.getByRole('link', { name: 'Bulk repair' }).click();
    await page.getByRole('link', { name: 'Order', exact: true }).click();
    await page.getByRole('row', { name: /Import Order ENT-SENDER/ }).waitFor();
    expect(page.url()).toContain('document=order');
    await page.getByRole('link', { name: /^See them: ENT-SENDER/ }).click();
    await page
      .getByRole('alert')
      .getByText(/which no correction mends/)
      .waitFor();
    expect(await page.locator('form').count()).toBe(0);
    await page.getByRole('link', { name: 'Back to bulk repair' }).click();
    await page.getByRole('link', { name: 'Correct: FLD-VALUE OrderHead/currency' }).click();
    expect(await page.getByLabel('Only where it is').inputValue()).toBe('502');
    await page.getByLabel('New value').fill('142');
    await page.keyboard.press('Enter');
    await page.getByText('Would be filed').first().waitFor();
    await page.getByRole('button', { name: 'Send documents: 1' }).click();
    await page.getByRole('button', { name: 'Send them' }).click();
    await page.getByText('1 of 1 have an end').waitFor({ timeout: 30_000 });
    expect(await page.getByRole('list', { name: 'Sending' }).textContent()).toBe('Filed1');
    expect(complaints).toEqual([]);
  }, 60_000);

  test('of an officer: barred, with the reason, also under its address', async () => {
    const { page, complaints, to } = await seats.signedIn('officer');
    await page.getByRole('button', { name: 'Bulk repair' }).focus();
    const reason = /Correcting is for those who declare/;
    await page.getByRole('tooltip').getByText(reason).waitFor();
    for (const path of ['/repairs', '/repairs/causes/abc', '/repairs/none']) {
      await to(path);
      await page.locator('main').getByText(reason).waitFor();
    }
    expect(complaints).toEqual([]);
  });
});

test('what was typed is there when the session is over', async () => {
  const { page, context } = await seats.signedIn('enterprise');
  await page.getByRole('link', { name: 'Bulk repair' }).click();
  await page.getByRole('link', { name: /Correct: DOC-PACK-NO/ }).click();
  await page.getByLabel('New value').fill('42');
  await pressAfterEnd(context, page.getByRole('button', { name: 'Try it on all' }));
  await page.getByRole('heading', { name: 'The session is over' }).waitFor();
  expect(await page.locator('main input').nth(1).inputValue()).toBe('42');
});

describe.each(LOOKS)('in $language, $scheme, $size', (look) => {
  test('every page fits and is for everybody', async () => {
    const { page, complaints, to } = await seats.signedIn('enterprise', look);
    await to('/repairs');
    await page.locator('.rows').first().waitFor();
    await expectFit(page, 'causes');
    await page.locator('a[href*="/repairs/causes/"]').first().click();
    await page.locator('form').waitFor();
    await page.locator('.rows').first().waitFor();
    await expectFit(page, 'cause');
    await to('/repairs');
    await page.locator('section').last().locator('tbody a').last().click();
    await page.locator('.bars').first().waitFor();
    await expectFit(page, 'repair');
    expect(complaints).toEqual([]);
  }, 120_000);
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { FLAGS, findChromium } from '../test/browser/chromium.ts';
import { enterAs } from '../test/browser/sign-in.ts';

/*
 * node scripts/run.mjs scripts/screens.ts URL PASSWORD [FOLDER]: pictures of the console, from a
 * platform that `npm start` has started and with the password that it printed. With a folder every
 * page as a whole, in both languages, light and dark, narrow and wide, to be looked at; without one
 * the few that docs/CONSOLE.md shows, as much of each as a screen has.
 */

const [url = '', password = '', given] = process.argv.slice(2);
const folder = given ?? 'docs/screens';
const SHOWN = [
  ...['lists-returned-en-light-wide', 'list-zh-light-wide'],
  ...['list-released-en-dark-narrow', 'lists-submitted-zh-dark-narrow'],
  ...['declare-zh-light-wide', 'tour-en-light-wide', 'wall-zh-dark-wide'],
  ...['stock-plan-zh-light-wide', 'gate-en-light-wide', 'firm-en-dark-narrow'],
  ...['task-zh-light-wide'],
];
const SIZES = { narrow: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } };

/** Pages of officers that need nothing done before. */
const OF_OFFICERS = [
  ...['desk', 'statistics?of=imports', 'draws', 'risk', 'risk?write=new', 'counts', 'gate'],
  ...['actions', 'enterprises?q=41', 'enterprises/4101960S01'],
];

type View = {
  readonly language: 'zh' | 'en';
  readonly scheme: 'light' | 'dark';
  readonly size: keyof typeof SIZES;
};

const VIEWS: readonly View[] = (['zh', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((scheme) =>
    (['narrow', 'wide'] as const).map((size) => ({ language, scheme, size })),
  ),
);

async function pictures(browser: Browser, view: View): Promise<void> {
  const context = await browser.newContext({
    viewport: SIZES[view.size],
    colorScheme: view.scheme,
    locale: view.language === 'zh' ? 'zh-CN' : 'en-GB',
  });
  const page = await context.newPage();
  const take = async (name: string, isStill = true): Promise<void> => {
    const file = `${name}-${view.language}-${view.scheme}-${view.size}`;
    if (given === undefined && !SHOWN.includes(file)) return;
    if (isStill) await page.waitForLoadState('networkidle');
    await page.evaluate('scrollTo(0, 0)');
    const path = join(folder, `${file}.png`);
    await page.screenshot({ path, fullPage: given !== undefined });
  };
  await tour(page, take);
  await page.goto(`${url}/console/`);
  await page.waitForURL('**/sign-in*');
  await take('sign-in');
  for (const name of ['buyer', 'inspections', 'statistics', 'statistics?of=imports']) {
    await page.goto(`${url}/console/public/${name}`);
    await take(`public-${name.replace(/\W+/g, '-')}`);
  }
  await page.goto(`${url}/console/sign-in`);
  await signIn(page, 'sample-supervisor');
  for (const group of ['released', 'returned', 'submitted', 'inspection']) {
    await page.goto(`${url}/console/declarations?state=${group}`);
    await take(`lists-${group}`);
  }
  await page.goto(`${url}/console/declarations?number=nothing-has-this`);
  await take('lists-none');
  await page.goto(`${url}/console/declarations?state=returned`);
  await page.locator('tbody tr:has(.tag.bad) a').first().click();
  await page.locator('tbody a').last().click();
  await page.locator('textarea').waitFor();
  await take('list');
  await page.goto(`${url}/console/declarations?state=released`);
  await page.locator('tbody a').first().click();
  await take('list-released');
  for (const name of OF_OFFICERS) {
    await page.goto(`${url}/console/${name}`);
    await take(name.replace(/\W+/g, '-'));
  }
  await page.goto(`${url}/console/desk?kind=inspection`);
  await page.locator('tbody a').first().click();
  await page.locator('.xray img').first().waitFor();
  await take('task');
  await stock(page, take);
  // Its stream never ends, so the network is never idle there.
  await page.goto(`${url}/console/cockpit`);
  await page.locator('.tag.good').waitFor();
  await take('cockpit', false);
  await page.goto(`${url}/console/cockpit?wall`);
  await page.locator('.tag.good').waitFor();
  await take('wall', false);
  await page.goto(`${url}/console/lanes`);
  await page.locator('.tag.good').waitFor();
  await take('lanes', false);
  await page.goto(`${url}/console/actions/nothing`);
  await take('nothing');
  await repairs(page, take);
  await declaring(page, take);
  await own(page, take);
  await context.close();
}

/** The tour with its parcel released. */
async function tour(page: Page, take: (name: string) => Promise<void>): Promise<void> {
  await page.goto(`${url}/console/tour`);
  await page.locator('.go button').click();
  for (let sent = 1; sent <= 4; sent += 1) {
    await page.locator('.steps .ant-btn-primary').click();
    await page.locator(`.steps li.done >> nth=${sent - 1}`).waitFor();
  }
  await page.locator('.verdict').waitFor();
  await take('tour');
}

/** The first book of the sample: its goods, a line, its papers, and the warehouse as a plan. */
async function stock(page: Page, take: (name: string) => Promise<void>): Promise<void> {
  await page.goto(`${url}/console/stock`);
  await take('stock');
  const book = await page.locator('tbody a').first().textContent();
  for (const [name, path] of [
    ['book', `${book}`],
    ['line', `${book}/lines/101?lot=OPEN101`],
    ['papers', `${book}?tab=papers&kind=exit`],
    ['plan', `warehouse?book=${book}&at=A-01-1`],
  ] as const) {
    await page.goto(`${url}/console/stock/${path}`);
    await take(`stock-${name}`);
  }
}

/** What an enterprise sees of bulk repair, when something was returned to it. */
async function repairs(page: Page, take: (name: string) => Promise<void>): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${url}/console/sign-in`);
  await signIn(page, 'sample-enterprise');
  await page.goto(`${url}/console/repairs`);
  await take('repairs');
  await page
    .getByRole('link', { name: /^(更正|Correct)/ })
    .first()
    .click();
  await page.locator('.rows').first().waitFor();
  await take('repair-cause');
  await page.getByLabel(/^(改为|New value)/).fill('1');
  await page.getByRole('button', { name: /全部试算|Try it on all/ }).click();
  await page.locator('.tag.busy, .tag.good').first().waitFor();
  await take('repair');
}

/** What is an enterprise's own, and what an operator does with it. */
async function own(page: Page, take: (name: string) => Promise<void>): Promise<void> {
  for (const name of ['firm', 'firm/credit', 'firm/webhooks', 'receipts', 'tax']) {
    await page.goto(`${url}/console/${name}`);
    await take(name.replace('/', '-'));
  }
  await page.context().clearCookies();
  await page.goto(`${url}/console/sign-in`);
  await signIn(page, 'sample-operator');
  await page.goto(`${url}/console/enrolments`);
  await take('enrolments');
}

/** The form as somebody fills it in, and a file with a mistake. */
async function declaring(page: Page, take: (name: string) => Promise<void>): Promise<void> {
  await page.goto(`${url}/console/declare`);
  await page.locator('#find-0').fill('1901');
  await page.locator('[role="option"]').first().waitFor();
  await take('declare-search');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('#f0-quantity').fill('2');
  await page.locator('#f0-price').fill('168');
  await page.locator('.sum').first().waitFor();
  await page.locator('button[type=submit]').last().click();
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await take('declare');
  await page.goto(`${url}/console/declare/file`);
  const template = await page.request.get(`${url}/v1/declarations/template.csv`, {
    headers: { 'x-onestep-console': '1' },
  });
  const file = { name: 'parcels.csv', mimeType: 'text/csv', buffer: await template.body() };
  await page.locator('#file').setInputFiles(file);
  await page.locator('.sieve').waitFor();
  await take('declare-file');
}

async function signIn(page: Page, name: string): Promise<void> {
  await enterAs(page, name, password);
  await page.waitForURL('**/declarations*');
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
for (const view of VIEWS) await pictures(browser, view);
await browser.close();

import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { FLAGS, findChromium } from '../test/browser/chromium.ts';
import { enterAs } from '../test/browser/sign-in.ts';

/*
 * node scripts/run.mjs scripts/first-load.ts URL PASSWORD [TIMES]: how long pages of the console
 * take in a browser that has nothing of them yet, from the call of the address until the data are
 * there. The platform is one that `npm start` has started, with the password that it printed. Ends
 * with 1 when the middle time of a page is 2 seconds or more.
 */

const [url = '', password = '', times = '5'] = process.argv.slice(2);
const BOUND = 2_000;

const PAGES: readonly (readonly [account: string | null, paths: readonly string[]])[] = [
  [null, ['sign-in', 'tour', 'public/buyer', 'public/inspections', 'public/statistics']],
  [
    'sample-supervisor',
    [
      ...['declarations?state=released', 'cockpit', 'cockpit?wall', 'desk', 'lanes', 'draws'],
      ...['risk', 'exports', 'stock', 'stock/warehouse', 'counts', 'gate', 'actions'],
    ],
  ],
  [
    'sample-enterprise',
    [
      ...['declarations?state=returned', 'repairs', 'declare', 'declare/file', 'receipts'],
      ...['tax', 'firm', 'firm/credit', 'firm/webhooks'],
    ],
  ],
  ['sample-operator', ['enrolments']],
];

/** The time since the address was called, once a heading is there and nothing waits for data. */
const UNTIL_THERE = `new Promise((done) => {
  const look = () => document.querySelector('h1') && !document.querySelector('.skeleton')
    ? done(performance.now())
    : requestAnimationFrame(look);
  look();
})`;

async function firstLoad(browser: Browser, kept: Kept, path: string): Promise<number> {
  const context = await browser.newContext({ storageState: kept });
  const page = await context.newPage();
  await page.goto(`${url}/console/${path}`, { waitUntil: 'commit' });
  const time = await page.evaluate(UNTIL_THERE);
  await context.close();
  return Number(time);
}

type Kept = Awaited<ReturnType<BrowserContext['storageState']>>;

async function sessionOf(browser: Browser, name: string | null): Promise<Kept> {
  const context = await browser.newContext();
  if (name !== null) {
    const page = await context.newPage();
    await page.goto(`${url}/console/sign-in`);
    await enterAs(page, name, password);
    await page.waitForURL('**/declarations*');
  }
  const kept = await context.storageState();
  await context.close();
  return kept;
}

const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
for (const [account, paths] of PAGES) {
  const kept = await sessionOf(browser, account);
  for (const path of paths) {
    const loads: number[] = [];
    for (let i = 0; i < Number(times); i += 1) loads.push(await firstLoad(browser, kept, path));
    loads.sort((a, b) => a - b);
    const middle = loads[loads.length >> 1] ?? 0;
    if (middle >= BOUND) process.exitCode = 1;
    const all = loads.map((ms) => Math.round(ms)).join(', ');
    console.log(`${path.padEnd(30)} ${String(Math.round(middle)).padStart(5)} ms  (${all})`);
  }
}
await browser.close();

/** What tests of the console have in common: a page of its own for each, sign-in, and axe. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { PASSWORD, type Stage } from '../console-stage.ts';
import { enterAs } from './sign-in.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = { narrow: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } };

export type Look = {
  readonly language?: 'zh' | 'en';
  readonly scheme?: 'light' | 'dark';
  readonly size?: keyof typeof SIZES;
};

/** How pages are looked at: every two of language, scheme and size meet in one of them. */
export const LOOKS = [
  { language: 'zh', scheme: 'light', size: 'wide' },
  { language: 'zh', scheme: 'dark', size: 'narrow' },
  { language: 'en', scheme: 'light', size: 'narrow' },
  { language: 'en', scheme: 'dark', size: 'wide' },
] as const;

/** A page of the console. */
export type Screen = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained of, asked elsewhere, or said in a dialog. */
  readonly complaints: readonly string[];
  to(path: string): Promise<void>;
};

/** How tests of one file open pages of one stage. */
export type Seats = {
  opened(look?: Look): Promise<Screen>;
  signedIn(role: string, look?: Look): Promise<Screen>;
};

/**
 * Opens pages of a stage in a browser.
 * @param others further sites that its pages may lead to
 */
export function seatsOf(browser: Browser, stage: Stage, others: readonly string[] = []): Seats {
  const opened = (look: Look = {}) => openScreen(browser, [stage.url, ...others], look);
  const signedIn = async (role: string, look: Look = {}) => {
    const screen = await opened(look);
    await screen.to('/');
    await signIn(screen.page, role);
    await screen.page.locator('.frame').waitFor();
    return screen;
  };
  return { opened, signedIn };
}

async function openScreen(
  browser: Browser,
  [url = '', ...others]: readonly string[],
  { language = 'en', scheme = 'light', size = 'wide' }: Look,
): Promise<Screen> {
  const context = await browser.newContext({
    ...{ viewport: SIZES[size], colorScheme: scheme },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
  });
  const page = await context.newPage();
  // Of one step. The limit of a whole journey of them only ends what hangs: a busy machine takes
  // half a minute for what an idle one does in six seconds.
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A refusal is an answer that pages show; the browser notes it as an error of its own.
    const isAnswer = /the server responded with a status of 4\d\d/.test(message.text());
    if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => complaints.push(dialog.message()));
  page.on('request', (request) => {
    const own = [url, ...others, 'data:', `blob:${url}`].some((site) =>
      request.url().startsWith(site),
    );
    if (!own) complaints.push(`asks ${request.url()}`);
  });
  const to = async (path: string) => {
    await page.goto(`${url}/console${path}`, { waitUntil: 'networkidle' });
  };
  return { page, context, complaints, to };
}

/** Types a name and a password, that of the stage unless told, and sends them. */
export function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  return enterAs(page, name, password);
}

/** Expects that a page holds to WCAG 2.2 AA by axe, and is not wider than the screen. */
export async function expectFit(page: Page, name: string): Promise<void> {
  const found = await axe(page);
  const over = await page.evaluate<number>(
    'document.documentElement.scrollWidth - window.innerWidth',
  );
  if (over > 0) found.push(`${over} pixels too wide`);
  expect({ name, found }).toEqual({ name, found: [] });
}

/** What axe finds against WCAG 2.2 AA, in short. */
async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate<string[]>(`
    axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.map(({ id, nodes }) =>
        id + ': ' + nodes.map(({ html, any }) =>
          html.slice(0, 160) + ' ' + (any[0]?.message ?? '')).join(' | ')))`);
}

/**
 * Ends a session and presses a button. The page is told to, not the mouse: a request that the page
 * makes by itself may have opened the dialog of the ended session over the button by then.
 */
export async function pressAfterEnd(context: BrowserContext, button: Locator) {
  await context.clearCookies();
  await button.dispatchEvent('click');
}

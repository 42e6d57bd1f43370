/** The page of published inspections, and the one that verifies a draw of them. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawText } from '../../src/inspection/draw.ts';
import type { Published } from '../../src/inspection/publication-store.ts';
import { sampleDraw } from '../../src/sandbox/draw-sample.ts';
import type { Window } from '../../src/window/server.ts';
import { openWindow, smallPlatform } from '../window-platform.ts';
import { launch } from './chromium.ts';

const DRAW = sampleDraw({ targets: 200, officers: 8, seedHex: '2a' });

const PUBLISHED: Published = {
  ...{ listNo: '46122020I000000001', serial: 1, ends: null, concludedAt: 0, publishedAt: 0 },
  ...{ drawnDay: '2020-09-18', drawnSequence: 1, officersDay: null, officersSequence: null },
  ...{ label: 'random', goodsClass: 'ORDINARY', outcome: 'release' },
  ...{ enterpriseName: '<img src=x onerror=alert(1)>', officers: ['G****01', 'G****02'] },
};

describe('in a browser', () => {
  let browser: Browser;
  let window: Window & { url: string };
  let shown: boolean;
  beforeAll(async () => {
    const publicRecord = {
      inspections: async () => [PUBLISHED],
      inspectionsOf: async () => [],
      draws: async () => [],
      proof: async () => (shown ? drawText(DRAW) : null),
      statistics: async () => null,
    };
    window = await openWindow(smallPlatform({ publicRecord }));
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await window?.close();
  });

  async function opened(path: string) {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const complaints: string[] = [];
    page.on('console', (one) => {
      if (one.type() === 'error') complaints.push(one.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    await page.goto(window.url + path, { waitUntil: 'networkidle' });
    return { page, complaints };
  }

  test('a result leads to its draw, which is verified there', async () => {
    shown = true;
    const { page, complaints } = await opened('/inspections');
    expect(await page.locator('td').first().textContent()).toContain(PUBLISHED.enterpriseName);
    const wide = 'document.documentElement.scrollWidth - window.innerWidth';
    expect(await page.evaluate<number>(wide)).toBeLessThanOrEqual(0);
    await page.getByRole('link', { name: '对象' }).click();
    const verdicts = page.getByRole('status');
    await verdicts.getByText('sound').waitFor();
    expect(await verdicts.textContent()).toContain(`hash ${DRAW.hash}`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a draw that is not published yet is said to be so', async () => {
    shown = false;
    const { page } = await opened('/draws/verify#/draws/2020-09-18/1.json');
    await page.getByRole('status').getByText('not published yet').waitFor();
    await page.close();
  });
});

/** docs/verify-draw/index.html, opened from the disk as anybody would, without a network. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawText } from '../../src/inspection/draw.ts';
import { sampleDraw } from '../../src/sandbox/draw-sample.ts';
import { ROOT } from '../docs/markdown.ts';
import { launch } from './chromium.ts';

const PAGE = pathToFileURL(join(ROOT, 'docs/verify-draw/index.html')).href;

describe('the page that verifies draws', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test('tells sound files from altered ones, and asks nobody', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(`asks ${request.url()}`);
    });
    await page.goto(PAGE);
    const file = sampleDraw({ targets: 1_000, officers: 20, seedHex: '2a' });
    const text = drawText(file);
    await page.locator('#files').setInputFiles([
      { name: 'good.json', mimeType: 'application/json', buffer: Buffer.from(text) },
      {
        name: 'bad.json',
        mimeType: 'application/json',
        buffer: Buffer.from(text.replace('"sequence":1', '"sequence":2')),
      },
    ]);
    const verdicts = page.getByRole('status');
    await verdicts.getByText('bad.json').waitFor();
    const told = await verdicts.textContent();
    expect(told).toContain(`good.json: 属实 · sound\n  hash ${file.hash}\n`);
    expect(told).toMatch(/bad\.json: 不属实 · NOT SOUND: \w+/);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
    expect(complaints).toEqual([]);
  });
});

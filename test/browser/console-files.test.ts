/** The built console as the platform serves it: what a visit loads, and under which policy. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConsole } from '../../src/cli/console-files.ts';
import type { ConsoleFiles } from '../../src/window/console.ts';
import type { Window } from '../../src/window/server.ts';
import { openWindow, smallPlatform } from '../window-platform.ts';

const MOST_BYTES = 300_000;

let files: ConsoleFiles;
let window: Window & { url: string };
beforeAll(async () => {
  files = (await readConsole()) ?? new Map();
  window = await openWindow(smallPlatform(), { console: files });
});
afterAll(() => window?.close());

const text = (path: string) => Buffer.from(files.get(path) ?? '').toString('utf8');

/** Assets that a file of the build names, and theirs. */
function namedBy(source: string, seen = new Set<string>()): Set<string> {
  for (const [name] of source.matchAll(/[\w-]+-[\w-]{8}\.(js|css)\b/g)) {
    const path = `assets/${name}`;
    if (seen.has(path) || !files.has(path)) continue;
    seen.add(path);
  }
  return seen;
}

/** What a module imports when it is loaded; `import()` loads later. */
function staticImports(path: string, seen: Set<string>): Set<string> {
  if (seen.has(path) || !files.has(path)) return seen;
  seen.add(path);
  for (const [, name] of text(path).matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) {
    staticImports(`assets/${name}`, seen);
  }
  return seen;
}

test('the console is built before the tests run', () => {
  expect([...files.keys()]).toContain('index.html');
});

test('the first load of each page is less than 300 KB', () => {
  const first = new Set<string>();
  for (const path of namedBy(text('index.html'))) {
    if (path.endsWith('.js')) staticImports(path, first);
    else first.add(path);
  }
  const names = 'sign-in|lists?|actions|nothing|declare(-file)?|desk|desk-task|lanes|draws|risk';
  const isPage = new RegExp(`^assets/(${names})-(?!ways)`);
  const pages = [...files.keys()].filter((path) => isPage.test(path));
  expect(pages.length).toBeGreaterThanOrEqual(12);
  for (const page of pages) {
    const whole = staticImports(page, new Set(first));
    const bytes = [...whole].reduce((sum, path) => sum + gzipSync(files.get(path)!).length, 0);
    expect([page, bytes < MOST_BYTES]).toEqual([page, true]);
    expect(bytes).toBeGreaterThan(50_000);
  }
});

test('the page has a nonce of its own each time and forbids everything else', async () => {
  const [one, two] = [
    await fetch(`${window.url}/console/`),
    await fetch(`${window.url}/console/any/page`),
  ];
  const nonces = [one, two].map(({ headers }) => {
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    return /'nonce-([\w-]+)'/.exec(policy)?.[1];
  });
  expect(nonces[0]).not.toBe(undefined);
  const [first, second] = [await one.text(), await two.text()];
  expect(first).toContain(`nonce="${nonces[0]}"`);
  expect(second).not.toContain('__NONCE__');
  expect(first.match(/<script(?![^>]*src=)/)).toBe(null);
});

test('assets are for ever, small, and nothing but what was built', async () => {
  const [path = ''] = [...files.keys()].filter((one) => one.endsWith('.js'));
  const asset = await fetch(`${window.url}/console/${path}`);
  expect([asset.status, asset.headers.get('cache-control')]).toEqual([
    200,
    'public, max-age=31536000, immutable',
  ]);
  expect(asset.headers.get('content-encoding')).toBe('gzip');
  expect(Buffer.from(await asset.arrayBuffer()).equals(Buffer.from(files.get(path)!))).toBe(true);
  for (const bad of ['assets/none.js', 'assets/..%2Findex.html', 'assets/%2e%2e/package.json']) {
    expect((await fetch(`${window.url}/console/${bad}`)).status).not.toBe(500);
  }
  expect((await fetch(`${window.url}/console/assets/none.js`)).status).toBe(404);
  expect(
    (await fetch(`${window.url}/console`, { redirect: 'manual' })).headers.get('location'),
  ).toBe('/console/');
  expect((await fetch(`${window.url}/console/`, { method: 'POST' })).status).toBe(405);
  expect(await (await fetch(`${window.url}/`)).text()).toContain('href="/console/"');
});

test('without a build there is no console, and no link to it', async () => {
  const bare = await openWindow(smallPlatform());
  expect((await fetch(`${bare.url}/console/`)).status).toBe(404);
  expect(await (await fetch(`${bare.url}/`)).text()).not.toContain('/console/');
  await bare.close();
});

/** docs/DEPENDENCIES.md against package.json and the installed packages, and their licences. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { page, quoted, ROOT, tableRows } from './markdown.ts';

type Names = Readonly<Record<string, string>>;
type Locked = { readonly dev?: boolean; readonly version?: string; readonly license?: string };

const json = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const PACKAGE = json('package.json') as { dependencies: Names; devDependencies: Names };
const LOCK = json('package-lock.json') as { packages: Readonly<Record<string, Locked>> };

const [PRODUCTION, DEVELOPMENT] = ['In production', 'For development'].map((heading) => {
  const { text } = page('docs/DEPENDENCIES.md');
  const chapter = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return tableRows({ path: heading, text: chapter }, ['package', 'licence', 'why']);
}) as [string[][], string[][]];

/** Licences that would bind whoever runs or changes the server beyond keeping a notice. */
const BINDING = /\b([AL]?GPL|SSPL|BUSL|EUPL|OSL|CC-BY-NC)\b/i;

/** Some packages bring the text of their licence and name it nowhere else. */
function licenceFile(path: string): string {
  const file = join(ROOT, path, 'LICENSE');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text.startsWith('MIT License\n') ? 'MIT' : '';
}

/** What the installed package says; the lock file's word for packages of other systems. */
function licenceOf(path: string): string {
  const file = `${path}/package.json`;
  const own = existsSync(join(ROOT, file)) ? json(file) : {};
  const old = own.licenses?.map((one: { type: string }) => one.type).join(' OR ');
  const said = own.license?.type ?? own.license ?? old ?? LOCK.packages[path]?.license;
  return String(said ?? licenceFile(path));
}

const namesIn = (rows: readonly string[][]) => rows.map(([cell = '']) => quoted(cell)[0]);

it('the page names the dependencies, each once and no other', () => {
  expect(namesIn(PRODUCTION).sort()).toEqual(Object.keys(PACKAGE.dependencies).sort());
  expect(namesIn(DEVELOPMENT).sort()).toEqual(Object.keys(PACKAGE.devDependencies).sort());
});

it('each with its licence and a reason', () => {
  for (const [cell = '', licence, why = ''] of [...PRODUCTION, ...DEVELOPMENT]) {
    const name = quoted(cell)[0];
    expect(`${name} ${licence}`).toBe(`${name} ${licenceOf(`node_modules/${name}`)}`);
    expect(why.length).toBeGreaterThan(4);
  }
});

it('versions are exact, and there are few in production', () => {
  const versions = Object.values({ ...PACKAGE.dependencies, ...PACKAGE.devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  expect(Object.keys(PACKAGE.dependencies).length).toBeLessThanOrEqual(18);
});

it('no licence in production binds beyond a notice', () => {
  const paths = Object.entries(LOCK.packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path]) => path);
  expect(paths.length).toBeGreaterThan(50);
  const binds = (licence: string) => licence === '' || BINDING.test(licence);
  expect(paths.filter((path) => binds(licenceOf(path)))).toEqual([]);
});

it('would see one', () => {
  for (const licence of ['GPL-3.0-only', 'AGPL-3.0', 'LGPL-2.1+', 'SSPL-1.0']) {
    expect(licence).toMatch(BINDING);
  }
  for (const licence of ['MIT', 'ISC', 'BlueOak-1.0.0', 'Apache-2.0']) {
    expect(licence).not.toMatch(BINDING);
  }
});

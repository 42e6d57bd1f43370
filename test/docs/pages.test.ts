/** Nothing that the pages name may be missing: links, files, commands, options, addresses. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/cli/command.ts';
import { allCommands } from '../../src/cli/commands.ts';
import { platformMetrics } from '../../src/cli/platform-metrics.ts';
import { windowMetrics } from '../../src/window/metrics.ts';
import type { Window } from '../../src/window/server.ts';
import { openWindow, smallPlatform } from '../window-platform.ts';
import {
  brokenLinks,
  linkTargets,
  page,
  pages,
  quoted,
  ROOT,
  shown,
  tableRows,
} from './markdown.ts';

const COMMANDS = await allCommands();
const PAGES = pages();
const SCRIPTS = Object.keys(
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts as object,
);

/** What is wrong with `onestep X --flag ...` as a page shows it. */
function wrongCommand(line: string): string[] {
  const call = /(?:^|[\s(])(?:npx |\.\/)?onestep ([a-z][\w-]*)(.*)$/.exec(line);
  if (call === null) return [];
  const [, name = '', rest = ''] = call;
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) return [`there is no command ${name}: ${line}`];
  const [own = ''] = rest.split(/[|;&>]| {2,}#/);
  return wrongOptions(command, own).map((flag) => `${name} has no option ${flag}: ${line}`);
}

function wrongOptions({ options }: Command, rest: string): string[] {
  const flags = [...rest.matchAll(/(?:^|\s)--([a-z][a-z-]*)/g)].map(([, flag]) => flag!);
  return flags.filter((flag) => flag !== 'help' && !Object.hasOwn(options, flag));
}

/** What is wrong with `npm run X`, `npm X` and `node scripts/X`. */
function wrongProgram(line: string): string[] {
  const run = /\bnpm run ([\w:-]+)/.exec(line)?.[1];
  const missingScript = run !== undefined && !SCRIPTS.includes(run) ? [`no script ${run}`] : [];
  const files = [...line.matchAll(/\bnode ((?:scripts|bench|src)\/\S+\.(?:mjs|ts))/g)];
  const missing = files.map(([, file]) => file!).filter((file) => !existsSync(join(ROOT, file)));
  return [...missingScript, ...missing];
}

/** Paths of the project that a page names: `src/io/log.ts`, `db/migrations/`. */
function missingPaths(text: string): string[] {
  const path = /^(?:src|test|scripts|bench|db|docs|profiles)\/[\w./-]+$|^\.ci\/run$/;
  return quoted(text).filter((name) => path.test(name) && !existsSync(join(ROOT, name)));
}

describe.each(PAGES.map((one) => [one.path, one] as const))('%s', (_, one) => {
  it('has no broken link', () => {
    expect(brokenLinks(one)).toEqual([]);
  });

  it('names files that exist', () => {
    expect(missingPaths(one.text)).toEqual([]);
  });

  it('shows commands and options that exist', () => {
    const lines = shown(one);
    expect(lines.flatMap(wrongCommand)).toEqual([]);
    expect(lines.flatMap(wrongProgram)).toEqual([]);
  });
});

it('every page is linked from another, or its folder is', () => {
  const targets = new Set(PAGES.flatMap(linkTargets));
  const lost = PAGES.map(({ path }) => path).filter((path) => {
    return path !== 'README.md' && !targets.has(path) && !targets.has(`${dirname(path)}/`);
  });
  expect(lost).toEqual([]);
});

describe('README.md', () => {
  const readme = page('README.md');

  it('is short', () => {
    expect(readme.text.split('\n').length).toBeLessThanOrEqual(150);
  });

  it('has a row for every command and for no other', () => {
    const named = tableRows(readme, ['command', 'does']).map(([cell = '']) => {
      return /^`(?:onestep )?([a-z-]+)/.exec(cell)?.[1];
    });
    expect(named.sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
  });
});

describe('addresses', () => {
  let window: Window & { readonly url: string };
  beforeAll(async () => {
    window = await openWindow(smallPlatform());
  });
  afterAll(() => window.close());

  it('of README.md are those that the server describes', async () => {
    const answer = await fetch(`${window.url}/openapi.json`);
    const { paths } = (await answer.json()) as { paths: Record<string, object> };
    // Those of the office stand on the pages of officers: test/office/photos.test.ts compares.
    const own = Object.entries(paths).filter(([path]) => !path.startsWith('/v1/office/'));
    const served = own.flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const rows = tableRows(page('README.md'), ['address', 'does']);
    const named = rows.flatMap(([cell = '']) => quoted(cell).map((text) => text.split('?')[0]));
    const hidden = ['GET /', 'GET /docs', 'GET /openapi.json'];
    expect(named.filter((text) => !hidden.includes(text ?? '')).sort()).toEqual(served.sort());
  });
});

describe('docs/OPERATIONS.md', () => {
  it('names every figure of /metrics that is ours, and no other', async () => {
    const works = platformMetrics(() => {});
    const stage = { waiting: 0, age: 0 };
    const door = { messages: 0, bytes: 0, bound: 0, age: 0, queued: 0 };
    const endpoints = { active: 0, paused: 0, dead: 0 };
    works.watch({
      stages: () => ({ intake: stage, clearance: stage }),
      door: () => ({ ...door, refused: { overload: 0, share: 0, bytes: 0 } }),
      courier: () => ({ endpoints, failing: 0, underWay: 0, behind: 0 }),
      asker: () => ({ underWay: 0 }),
    });
    const http = windowMetrics();
    http.watch({
      connections: () => 0,
      halfRead: () => ({ requests: 0, bytes: 0 }),
      unreadBytes: () => 0,
    });
    const text = `${await http.registry.metrics()}\n${await works.text()}`;
    const told = [...text.matchAll(/^# HELP (onestep_\w+)/gm)].map(([, name]) => name!);
    const rows = tableRows(page('docs/OPERATIONS.md'), ['figure', 'labels', 'meaning']);
    expect(rows.flatMap(([cell = '']) => quoted(cell)).sort()).toEqual(told.sort());
  });
});

describe('the checks themselves', () => {
  it('see a wrong command, option, script, path and link', () => {
    expect(wrongCommand('npx onestep fly')).toHaveLength(1);
    expect(wrongCommand('onestep load W/registry --fast')).toHaveLength(1);
    expect(wrongCommand('onestep load W/registry --data-dir D')).toEqual([]);
    expect(wrongProgram('npm run fly')).toHaveLength(1);
    expect(wrongProgram('node scripts/fly.mjs')).toHaveLength(1);
    expect(missingPaths('see `src/io/fly.ts`')).toHaveLength(1);
    expect(brokenLinks({ path: 'README.md', text: '[a](docs/fly.md) [b](#fly)' })).toHaveLength(2);
  });
});

/** docs/guide/first-message.md, typed as it stands: every command, and every output it shows. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Program, program } from '../cli/program.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { shallRunWith } from '../external-tool.ts';
import { page, ROOT } from './markdown.ts';

/** A block of commands and the output that stands below it; empty where none is shown. */
type Step = { readonly code: string; readonly shown: string };

const BLOCK = /^```sh\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```\n)?/gm;
const STEPS: readonly Step[] = [...page('docs/guide/first-message.md').text.matchAll(BLOCK)].map(
  ([, code = '', shown = '']) => ({ code, shown }),
);
const MARK = '=== end of step';

/** What differs from one run to the next. */
function masked(text: string): string {
  return text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+\+08:00/g, '<time>')
    .replace(/\b20\d{12}(\d{3})?\b/g, '<time>')
    .replace(/"requestId":"[^"]*"/g, '"requestId":"<id>"');
}

let dir: string;
let database: TestDatabase;
let server: Program;
let url: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-first-'));
  // In a clone, npx finds the program of the project itself; here it is told where that is.
  mkdirSync(join(dir, 'node_modules/.bin'), { recursive: true });
  symlinkSync(join(ROOT, 'scripts/onestep.mjs'), join(dir, 'node_modules/.bin/onestep'));
  database = await createTestDatabase({ empty: true });
  server = program(['serve', '--port', '0', '--database-url', database.url]);
  url = /http:\S+/.exec(await server.says(/serves at http:\S+/))![0];
});

afterAll(async () => {
  server?.child.kill('SIGTERM');
  await server?.ended;
  await database?.drop();
  rmSync(dir, { recursive: true, force: true });
});

/** Types all steps into one bash; gives what each printed. */
async function type(steps: readonly Step[]): Promise<string[]> {
  const script = steps.map(({ code }) => `${code}\necho '${MARK}'\n`).join('');
  const env = { ...process.env, DATABASE_URL: database.url };
  const child = spawn('bash', ['-euo', 'pipefail', '-s'], { cwd: dir, env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin.end(script.replaceAll('http://127.0.0.1:1210', url));
  const code = await new Promise((done) => child.on('close', done));
  expect([code, err]).toEqual([0, '']);
  return out.split(`${MARK}\n`).slice(0, -1);
}

describe.skipIf(!shallRunWith('curl') || !shallRunWith('openssl'))('the first message', () => {
  it('goes as the page shows it, step by step', async () => {
    expect(STEPS.length).toBeGreaterThan(10);
    const printed = await type(STEPS);
    expect(printed.map(masked)).toEqual(STEPS.map(({ shown }) => masked(shown)));
  }, 120_000);
});

it('a difference in what is shown would be seen', () => {
  expect(masked('{"code":"A","requestId":"req-1"}')).toBe(masked('{"code":"A","requestId":"x"}'));
  expect(masked('13bb7ee1-f603-88ea-8bc8-26d6981f5c1b 20261129000049194')).toBe('<id> <time>');
  expect(masked('FIRST-20261129000049 120')).toBe('FIRST-<time> 120');
});

// Every check of the project, one after the other; all run even when one fails.
// The last line is `N passed, N failed`: each test counts, and each other check counts as one.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildConsole } from './console.mjs';
import { nodeFlags, ready, root, run } from './ready.mjs';

const colours = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
const options = { cwd: root, env: { ...process.env, ...colours, TZ: process.env.TZ ?? 'UTC' } };
const plain = process.stdout.isTTY ? [] : ['--colors=off'];
const tool = (path) => join(root, 'node_modules', path);

const CHECKS = [
  ['House rules (scripts/tidy.ts)', ['scripts/tidy.ts']],
  ['Types (tsc)', [tool('typescript/bin/tsc'), '--noEmit']],
  ['Types of the console (tsc)', [tool('typescript/bin/tsc'), '--noEmit', '-p', 'web']],
  ['Lint and format (biome)', [tool('@biomejs/biome/bin/biome'), 'ci', ...plain, '.']],
];

/** Tests passed and failed by Vitest's own report; a file that fails as a whole counts as one. */
function countTests(report, exitCode) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report));
    const whole = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    ).length;
    const failed = numFailedTests + whole;
    return { passed: numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

async function runTests(node, args) {
  const folder = mkdtempSync(join(tmpdir(), 'onestep-report-'));
  const report = join(folder, 'report.json');
  const flags = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(node, [tool('vitest/vitest.mjs'), 'run', ...flags, ...args], options);
  const counts = countTests(report, code);
  rmSync(folder, { recursive: true, force: true });
  return counts;
}

async function main(args) {
  const node = await ready();
  await buildConsole(node);
  const failed = [];
  for (const [heading, command] of CHECKS) {
    console.log(`\n== ${heading}`);
    const code = await run(node, [...nodeFlags, ...command], options);
    console.log(code === 0 ? 'ok' : 'FAILED');
    if (code !== 0) failed.push(heading);
  }
  console.log('\n== Tests (vitest)');
  const tests = await runTests(node, args);
  for (const heading of failed) console.log(`FAILED: ${heading}`);
  const passed = tests.passed + CHECKS.length - failed.length;
  console.log(`${passed} passed, ${tests.failed + failed.length} failed`);
  return tests.failed + failed.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}

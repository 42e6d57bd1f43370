import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes is begun first, so that it does not run alone at the end. */
const LONG = ['test/audit/audit.test.ts', 'test/cli/bench.test.ts'];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      LONG.some((one) => moduleId.endsWith(one));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['{src,test,scripts,bench}/**/*.test.ts'],
    globalSetup: ['test/database-server.ts'],
    // One more than CI has cores: a fifth of their time, tests wait for a database or a browser.
    maxWorkers: 3,
    // Files share a process, so that each does not load the whole platform anew: a third of the
    // time of a small one. So a test leaves nothing behind in its process.
    isolate: false,
    sequence: { sequencer: LongFirst },
    // What a test reads dies young; the programs themselves run with the same nursery.
    execArgv: ['--max-semi-space-size=64'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // One step of a test may take as long as one in a browser (console-page.ts): what fails never
    // comes true, and a busy machine is late by seconds.
    expect: { poll: { timeout: 10_000 } },
    env: { TZ: process.env.TZ ?? 'UTC' },
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,test,scripts,bench}/**/*.test.ts'],
    globalSetup: ['test/database-server.ts'],
    // One more than CI has cores: a fifth of their time, tests wait for a database or a browser.
    maxWorkers: 3,
    // Files share a process, so that each does not load the whole platform anew: a third of the
    // time of a small one. So a test leaves nothing behind in its process.
    isolate: false,
    // What a test reads dies young; the programs themselves run with the same nursery.
    execArgv: ['--max-semi-space-size=64'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    env: { TZ: process.env.TZ ?? 'UTC' },
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,test,scripts,bench}/**/*.test.ts'],
    globalSetup: ['test/database-server.ts'],
    // Two cores, and PostgreSQL needs a share of them.
    maxWorkers: 2,
    // Files share a process, so that each does not load the whole platform anew: a third of the
    // time of a small one. So a test leaves nothing behind in its process.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    env: { TZ: process.env.TZ ?? 'UTC' },
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,test,scripts,bench}/**/*.test.ts'],
    globalSetup: ['test/database-server.ts'],
    // Two cores, and PostgreSQL needs a share of them.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    env: { TZ: process.env.TZ ?? 'UTC' },
  },
});

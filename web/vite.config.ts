import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds the console for /console/ of the platform. `scripts/console.mjs` calls it. */
export default defineConfig({
  root: here('.'),
  base: '/console/',
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: here('../dist/console'),
    emptyOutDir: true,
    target: 'es2022',
    // No data: addresses in styles, so that the policy of the page can stay strict.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_500,
  },
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandsPage } from './reference-commands.ts';

// After a change of a help text: node scripts/run.mjs scripts/reference-commands.ts
test('the page of the commands is what their help prints', async () => {
  const page = readFileSync(new URL('../docs/reference/commands.md', import.meta.url), 'utf8');
  expect(page).toBe(await commandsPage());
});

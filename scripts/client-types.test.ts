import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clientTypes, TYPES_FILE } from './client-types.ts';

// After a change of a field table: node scripts/run.mjs scripts/client-types.ts
test('the types of the client are those of the field tables', () => {
  expect(readFileSync(TYPES_FILE, 'utf8')).toBe(clientTypes());
});

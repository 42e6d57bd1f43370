import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_PROFILE, profileFolder } from './defaults.ts';

test('a profile is a folder, or one that comes with the program by its name', () => {
  expect(profileFolder(undefined)).toBe(DEFAULT_PROFILE);
  expect(profileFolder('cn-sandbox')).toBe(join(DEFAULT_PROFILE, '..', 'cn-sandbox'));
  // A folder of this place goes before a name.
  expect(profileFolder('src')).toBe(resolve('src'));
  expect(profileFolder('no-such-zone')).toBe(resolve('no-such-zone'));
  expect(profileFolder('../cn-sandbox')).toBe(resolve('../cn-sandbox'));
});

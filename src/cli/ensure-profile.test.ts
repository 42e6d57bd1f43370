import { expect, test } from 'vitest';
import type { Finding } from '../base/finding.ts';
import { profileRefusal } from './ensure-profile.ts';

const finding = (path: string, line?: number): Finding => ({
  code: 'PROFILE-VALUE',
  zh: '错',
  en: 'wrong',
  path,
  law: null,
  hint: null,
  ...(line === undefined ? {} : { line }),
});

test('one thing that is wrong with a profile is one sentence', () => {
  expect(profileRefusal('/p', [finding('profile.yaml/name')]).message).toBe(
    'The profile /p cannot be used: wrong (profile.yaml/name).',
  );
});

test('everything that is wrong is shown at once, up to a limit', () => {
  const two = profileRefusal('/p', [finding('tariff.csv/vat', 3), finding('profile.yaml/x')]);
  expect(two.message.split('\n')).toEqual([
    'The profile /p cannot be used:',
    '  wrong (tariff.csv/vat, line 3).',
    '  wrong (profile.yaml/x).',
  ]);
  const many = Array.from({ length: 25 }, (_, index) => finding('tariff.csv/vat', index + 2));
  const lines = profileRefusal('/p', many).message.split('\n');
  expect([lines.length, lines.at(-1)]).toEqual([22, '  and 5 more']);
});

test('a folder that is no profile is one sentence', () => {
  const none = { ...finding('profile.yaml'), code: 'PROFILE-FILE' };
  const refusal = profileRefusal('/p', [none, { ...none, path: 'tariff.csv' }]);
  expect(refusal.message).toBe('The profile /p cannot be used: wrong (profile.yaml).');
});

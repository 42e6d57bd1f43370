import { expect, test } from 'vitest';
import { enterpriseCodeFault } from './enterprise-code.ts';

test('ten digits and capitals are a customs registration', () => {
  for (const code of ['4101960A01', '0000000000']) expect(enterpriseCodeFault(code)).toBeNull();
});

test('the check digit of GB 32100-2015 is worked out', () => {
  // The example of the standard.
  expect(enterpriseCodeFault('91350100M000100Y43')).toBeNull();
  expect(enterpriseCodeFault('91350100M000100Y44')).toBe('check-digit');
  expect(enterpriseCodeFault('91350100M000100Y34')).toBe('check-digit');
  expect(enterpriseCodeFault('19350100M000100Y43')).toBe('check-digit');
  // Letters that the standard leaves out.
  expect(enterpriseCodeFault('9135010OM000100Y43')).toBe('check-digit');
});

test('anything else is malformed', () => {
  const codes = ['', '410196', '4101960a01', '91350100M000100Y4', ' 4101960A01', '4101960郑01'];
  for (const code of codes) expect(enterpriseCodeFault(code)).toBe('malformed');
});

import { expect, it } from 'vitest';
import { PAYMENT_DATA_CODES } from '../documents/payment-data/codes.ts';
import { isTold, PULL_CODES } from './codes.ts';

it('a platform is told what concerns its interface, and nothing of the comparison', () => {
  const told = Object.keys(PULL_CODES).filter(isTold);
  expect(told).toEqual(['PULL-SERVICE', 'PULL-UNREACHED', 'PULL-REFUSED', 'PULL-LATE']);
  expect(Object.keys(PAYMENT_DATA_CODES).every(isTold)).toBe(true);
});

it('no code stands in both tables', () => {
  const both = Object.keys(PULL_CODES).filter((code) => Object.hasOwn(PAYMENT_DATA_CODES, code));
  expect(both).toEqual([]);
});

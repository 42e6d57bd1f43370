import { expect, test } from 'vitest';
import type { Enterprise, Role } from '../registry/enterprise.ts';
import { rightsOf } from './rights.ts';

const firm = (...roles: Role[]): Enterprise => ({
  ...{ code: '4101960A01', name: 'A', roles, creditClass: 'GENERAL', status: 'active' },
  ...{ validUntil: null, overseas: false, dxpId: null },
});

test('an enterprise has the rights that its registration leaves it', () => {
  expect(rightsOf('enterprise', firm('agent'))).toContain('lists.declare');
  expect(rightsOf('enterprise', firm('agent'))).not.toContain('gate.read');
  expect(rightsOf('enterprise', firm('site'))).toContain('gate.work');
  expect(rightsOf('enterprise', firm('site', 'area'))).not.toContain('lists.declare');
  expect(rightsOf('officer', null)).toContain('gate.read');
});

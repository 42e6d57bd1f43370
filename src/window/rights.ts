import type { FastifyRequest } from 'fastify';
import { ACCOUNT_ROLES_ZH } from '../access/account.ts';
import { hasRight, RIGHTS, type Right } from '../access/rights.ts';
import { requestFinding, WindowFault } from './problem.ts';

/** Whether the officer of a request has a right; for addresses of the office. */
export function mayDo(request: FastifyRequest, right: Right): boolean {
  return hasRight(request.officer?.roles ?? [], right);
}

/** @throws WindowFault 403 with who has the right */
export function checkRight(request: FastifyRequest, right: Right): void {
  if (mayDo(request, right)) return;
  const roles = RIGHTS[right];
  const texts = {
    zh: `需要角色：${roles.map((role) => ACCOUNT_ROLES_ZH[role]).join('、')}`,
    en: `this takes one of the roles ${roles.join(', ')}`,
  };
  throw new WindowFault('wrong-role', [requestFinding('REQ-RIGHT', texts)]);
}

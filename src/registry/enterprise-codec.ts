import type { CreditClass, Enterprise, Role } from './enterprise.ts';

/** An enterprise as it is kept with a decision: an array in this order. */
export type PackedEnterprise = readonly [
  code: string,
  name: string,
  roles: readonly Role[],
  creditClass: CreditClass,
  status: Enterprise['status'],
  validUntil: string | null,
  overseas: 0 | 1,
  /** Left out by those that are not. */
  guaranteeExempt?: 1,
];

/** Packs what decisions look at; where its messages go is left out. */
export function packEnterprise(one: Enterprise): PackedEnterprise {
  const { code, name, roles, creditClass, status, validUntil, overseas, guaranteeExempt } = one;
  const exempt = guaranteeExempt ? ([1] as const) : ([] as const);
  return [code, name, roles, creditClass, status, validUntil, overseas ? 1 : 0, ...exempt];
}

/** An enterprise that `packEnterprise` packed. */
export function enterpriseOf(packed: PackedEnterprise): Enterprise {
  const [code, name, roles, creditClass, status, validUntil, overseas, exempt] = packed;
  const flags = exempt === 1 ? { guaranteeExempt: true as const } : {};
  const rest = { validUntil, overseas: overseas === 1, ...flags, dxpId: null };
  return { code, name, roles, creditClass, status, ...rest };
}

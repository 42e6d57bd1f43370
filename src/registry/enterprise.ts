import type { BusinessDate, Instant } from '../base/dates.ts';

/** What an enterprise may act as (RULES ENT-1). */
export const ROLES = [
  'platform',
  'ecommerce',
  'agent',
  'payment',
  'logistics',
  'area',
  'assure',
  'site',
] as const;
export type Role = (typeof ROLES)[number];

/** Credit classes under Order 237 and Order 251 (RULES CLS-1). */
export const CREDIT_CLASSES = ['ADV', 'GEN_CERT', 'GENERAL', 'ROUTINE', 'DISHONEST'] as const;
export type CreditClass = (typeof CREDIT_CLASSES)[number];

/** One registered enterprise as the decisions see it. */
export type Enterprise = {
  readonly code: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly creditClass: CreditClass;
  readonly status: 'active' | 'suspended' | 'revoked';
  readonly validUntil: BusinessDate | null;
  /** Overseas sellers act through a domestic agent (ENT-2). */
  readonly overseas: boolean;
  /** Customs exempted it from guarantees on its application; its class has to allow it (CLS-3). */
  readonly guaranteeExempt?: true;
  readonly dxpId: string | null;
};

/** A registered signing certificate; the key object is made once from `der`. */
export type Certificate = {
  readonly enterpriseCode: string;
  /** Serial number, lower-case hex without leading zeros. */
  readonly serial: string;
  readonly der: Uint8Array;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  readonly revokedAt: Instant | null;
};

/** A written liability undertaking: `operator` may send this kind for `principal` (ENT-5). */
export type Undertaking = {
  readonly operator: string;
  readonly principal: string;
  readonly kind: 'order' | 'payment' | 'waybill' | 'list';
  readonly from: BusinessDate;
  readonly until: BusinessDate | null;
};

/** A filed article of an e-commerce enterprise. */
export type Goods = {
  readonly enterpriseCode: string;
  readonly itemNo: string;
  readonly hs: string;
  readonly name: string;
  /** Net content of one declared unit in millilitres or grams, or null when not filed (TAX-9). */
  readonly contentPerUnit: bigint | null;
  /** Pieces or sheets in one declared unit, or null when not filed (TAX-9). */
  readonly piecesPerUnit: bigint | null;
  /** Net weight of one declared unit in grams, for yearly weight counters (ID-6). */
  readonly gramsPerUnit: bigint | null;
};

/** What the identity authority knows of a person, hashed. */
export type Buyer = {
  readonly idKey: string;
  readonly nameKey: string;
  readonly blocked: boolean;
};

/** A tax guarantee lodged for an enterprise; the ledger account `guarantee` has it as limit. */
export type Guarantee = {
  readonly enterpriseCode: string;
  readonly amount: bigint;
  readonly from: BusinessDate;
  readonly until: BusinessDate | null;
};

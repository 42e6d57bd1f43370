import type { Instant } from '../base/dates.ts';
import type { ListTerms, OrderTerms, PaymentTerms, WaybillTerms } from '../documents/terms.ts';
import type { CreditClass, Enterprise } from '../registry/enterprise.ts';
import type { IdentityAnswer } from '../registry/identity-authority.ts';

/**
 * What the platform had noted of a parcel's persons and firms when it was decided: plain numbers,
 * kept with the decision, because nothing else can give them again.
 */
export type Noted = {
  /** Lists of the same persons seen within the hours of the law, this one among them (ENT-6). */
  readonly buyer: number;
  readonly payer: number;
  readonly phone: number;
  readonly address: number;
  /** Risk signals of the platform and of the seller within 30 days, of whatever kind. */
  readonly platformSignals: number;
  readonly sellerSignals: number;
  /** Those of the platform's payment data: not there in time, and not as declared (P179). */
  readonly paymentLate: number;
  readonly paymentFalse: number;
};

/** Nothing noted yet, but this list itself. */
export const NOTHING_NOTED: Noted = {
  buyer: 1,
  payer: 1,
  phone: 1,
  address: 1,
  platformSignals: 0,
  sellerSignals: 0,
  paymentLate: 0,
  paymentFalse: 0,
};

const NAMES = Object.keys(NOTHING_NOTED) as (keyof Noted)[];

/** What was noted as it is kept: numbers in the order above. */
export function notedNumbers(noted: Noted): number[] {
  return NAMES.map((name) => noted[name]);
}

/** Reads what `notedNumbers` gave. */
export function notedOf(numbers: readonly number[]): Noted {
  const entries = NAMES.map((name, i) => [name, numbers[i] ?? NOTHING_NOTED[name]]);
  // Every name is there, which the compiler cannot see.
  return Object.fromEntries(entries) as unknown as Noted;
}

/**
 * What the risk rules look at: one parcel with its four documents, as it was decided. Everything in
 * it can be had again from the evidence and the kept decision.
 */
export type RiskSubject = {
  readonly at: Instant;
  readonly list: ListTerms;
  readonly order: OrderTerms;
  readonly payment: PaymentTerms;
  readonly waybill: WaybillTerms;
  /** By code; who is not in it is not registered. */
  readonly enterprises: ReadonlyMap<string, Enterprise>;
  /** Of the buyer. */
  readonly identity: IdentityAnswer;
  readonly noted: Noted;
};

/** The parties of a parcel, by the word that rules have for them. */
export const PARTIES = {
  platform: { zh: '电商平台', of: ({ list }) => list.ebpCode },
  seller: { zh: '电商企业', of: ({ list }) => list.ebcCode },
  carrier: { zh: '物流企业', of: ({ list }) => list.logisticsCode },
  payfirm: { zh: '支付企业', of: ({ payment }) => payment.payCode },
  agent: { zh: '申报企业', of: ({ list }) => list.agentCode },
  guarantor: { zh: '担保企业', of: ({ list }) => list.assureCode },
  warehouse: { zh: '区内企业', of: ({ list }) => list.areaCode ?? '' },
} as const satisfies Record<string, { zh: string; of: (subject: RiskSubject) => string }>;

export type PartyWord = keyof typeof PARTIES;

/** The credit class of a party; empty when it is not registered or there is none. */
export function classOf(subject: RiskSubject, party: PartyWord): CreditClass | '' {
  return subject.enterprises.get(PARTIES[party].of(subject))?.creditClass ?? '';
}

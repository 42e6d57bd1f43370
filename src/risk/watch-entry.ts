import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { PersonalHash, PersonalKind } from '../registry/personal-hash.ts';
import { riskFinding } from './rule-codes.ts';
import type { WatchKind } from './watch-keys.ts';

type Shape = {
  readonly pattern: RegExp;
  readonly en: string;
  readonly zh: string;
  /** What it is hashed as; those without are no persons. */
  readonly personal?: PersonalKind;
};

const SHAPES: Readonly<Record<WatchKind, Shape>> = {
  enterprise: {
    pattern: /^[0-9A-Z]{10}([0-9A-Z]{8})?$/,
    en: 'an enterprise code of 10 or 18 characters',
    zh: '10位或18位企业代码',
  },
  buyer: { pattern: /^.{1,60}$/su, en: 'an identity number', zh: '证件号码', personal: 'id' },
  account: {
    pattern: /^.{1,60}$/su,
    en: 'the identity number of who pays',
    zh: '支付人证件号码',
    personal: 'id',
  },
  phone: {
    pattern: /^(\D*\d){5,20}\D*$/,
    en: 'a phone number',
    zh: '电话号码',
    personal: 'phone',
  },
  address: {
    pattern: /^.{1,200}$/su,
    en: 'an address as it is declared',
    zh: '与申报一致的地址',
    personal: 'address',
  },
  hs: {
    pattern: /^\d{2}(\d{2}){0,4}$/,
    en: 'a commodity code or its first 2, 4, 6 or 8 digits',
    zh: '商品编码或其前2、4、6、8位',
  },
  waybill: { pattern: /^[0-9A-Za-z_-]{1,60}$/, en: 'a number of a waybill', zh: '运单编号' },
};

/**
 * The key under which a value stands on a list of a kind: itself, or its keyed hash when it is
 * personal. A finding never repeats the value.
 */
export function watchKeyOf(
  kind: WatchKind,
  value: string,
  hash: PersonalHash,
): Result<string, Finding> {
  const { pattern, en, zh, personal } = SHAPES[kind];
  const text = value.trim();
  if (!pattern.test(text)) {
    return fail(riskFinding('RISK-ENTRY', { expected: en, expectedZh: zh }));
  }
  return ok(personal === undefined ? text : hash(personal, text));
}

import type { CodeText } from '../documents/structure-codes.ts';

/** What is counted of the persons on a parcel (ENT-6). */
export const SIGHTED = ['buyer', 'payer', 'phone', 'address'] as const;
export type Sighted = (typeof SIGHTED)[number];

const ASK = 'The platform must detect and block such orders, and report suspected resale.';
const ASK_ZH = '平台应识别并拦截此类订单，并报告疑似二次销售。';

/**
 * The same person, phone or address on many lists within a short time (电子商务法;
 * 海关总署公告2018年第194号, GACC 2018 No.194; RULES ENT-6). No announcement
 * fixes a number: those of the zone are terms of its law (`sightings`).
 */
export const SIGHTING_CODES = {
  buyer: {
    code: 'SEEN-BUYER',
    zh: '同一订购人短期内多次申报',
    en: 'the same buyer on many lists within a short time',
    hint: ASK,
    hintZh: ASK_ZH,
  },
  payer: {
    code: 'SEEN-PAYER',
    zh: '同一支付人短期内多次支付',
    en: 'the same payer on many lists within a short time',
    hint: ASK,
    hintZh: ASK_ZH,
  },
  phone: {
    code: 'SEEN-PHONE',
    zh: '同一电话短期内多次出现',
    en: 'the same phone on many lists within a short time',
    hint: ASK,
    hintZh: ASK_ZH,
  },
  address: {
    code: 'SEEN-ADDRESS',
    zh: '同一地址短期内多次出现',
    en: 'the same address on many lists within a short time',
    hint: ASK,
    hintZh: ASK_ZH,
  },
} as const satisfies Record<Sighted, CodeText & { readonly code: string }>;

import { type Fen, formatFen } from '../base/fen.ts';
import { type Finding, filled } from '../base/finding.ts';

const LISTS =
  '海关总署公告2018年第194号, 2020年第75号 (GACC 2018 No.194, 2020 No.75); EXP-2, B2B-4';
const LIMITS =
  '海关总署公告2018年第194号, 2020年第75号 (GACC 2018 No.194, 2020 No.75); EXP-3, B2B-4';

/** Why a ticket does not take the simplest channel of exports, or none; `{name}` is filled in. */
export const CHANNEL_CODES = {
  'CHN-MODE': {
    zh: '监管方式[{mode}]当日不适用于本综试区出口',
    en: 'trade mode {mode} is not open for exports from this zone on the day',
    law: 'EXP-1, EXP-8, B2B-1',
    hint: 'Open on the day: {modes}.',
    hintZh: '当日可用的监管方式:{modes}。',
  },
  'CHN-CODE': {
    zh: '商品编码[{hs}]不是当日的10位商品编码',
    en: '{hs} is no code of ten digits in the table of export goods of the day',
    law: 'EXP-2',
    hint: 'Ask with a code in force on the day, in full.',
    hintZh: '请填写当日有效的10位商品编码。',
  },
  'CHN-PROHIBITED': {
    zh: '商品编码[{hs}]为禁止出口货物',
    en: 'goods of code {hs} must not be exported',
    law: '对外贸易法; EXP-2',
    hint: 'These goods leave in no channel; take them out.',
    hintZh: '禁止出口货物不得申报,请剔除。',
  },
  'CHN-RATE': {
    zh: '币制[{currency}]当日没有汇率,无法计算单票价值',
    en: 'there is no exchange rate of currency {currency} for the day, so no value',
    law: 'EXP-9',
    hint: 'Sell in a currency that customs publishes a rate for.',
    hintZh: '请使用海关公布汇率的币制。',
  },
  'CHN-CLOSED': {
    zh: '当日未开通{channel}类清单渠道',
    en: 'the law of the day has no lists of channel {channel}',
    law: LIMITS,
    hint: 'Declare in full.',
    hintZh: '请采用完整申报方式。',
  },
  'CHN-VALUE': {
    zh: '单票价值[{value}]元超过清单限值[{limit}]元',
    en: 'the ticket is worth {value} yuan, above the {limit} of lists',
    law: LIMITS,
    hint: 'Declare in full; a ticket must not be split to stay below.',
    hintZh: '请采用完整申报方式,不得拆分。',
  },
  'CHN-NAMED': {
    zh: '填写了许可证号,说明货物涉证',
    en: 'a licence is named, so the goods need one',
    law: LISTS,
    hint: 'Declare in full, with the number of the licence.',
    hintZh: '请采用完整申报方式并填写许可证号。',
  },
  'CHN-LICENCE': {
    zh: '商品编码[{hs}]涉及出口许可证件',
    en: 'goods of code {hs} need an export licence',
    law: LISTS,
    hint: 'Declare in full, with the number of the licence.',
    hintZh: '请采用完整申报方式并填写许可证号。',
  },
  'CHN-DUTY': {
    zh: '商品编码[{hs}]应征出口关税',
    en: 'goods of code {hs} pay export duty',
    law: LISTS,
    hint: 'Declare in full; duty is paid before the release.',
    hintZh: '请采用完整申报方式,缴纳出口关税后放行。',
  },
  'CHN-INSPECTION': {
    zh: '商品编码[{hs}]涉及出口检验',
    en: 'goods of code {hs} are inspected before export',
    law: LISTS,
    hint: 'Declare in full.',
    hintZh: '请采用完整申报方式。',
  },
} as const;

type ChannelCode = keyof typeof CHANNEL_CODES;

/** @param path pointer into the question; @param values sums are fen */
export function channelFinding(
  code: ChannelCode,
  path: string,
  values: Readonly<Record<string, string | Fen>> = {},
): Finding {
  const { zh, en, law, hint, hintZh } = CHANNEL_CODES[code];
  const texts = Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      return [name, typeof value === 'bigint' ? formatFen(value) : value];
    }),
  );
  const fill = (text: string) => filled(text, texts);
  return { code, zh: fill(zh), en: fill(en), path, law, hint: fill(hint), hintZh: fill(hintZh) };
}

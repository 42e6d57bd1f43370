import type { Finding } from '../../base/finding.ts';
import { type CodeText, codedFinding, type Fill } from '../structure-codes.ts';

/**
 * What can be wrong with original payment data and the messages around it: their shape, their
 * signature, their session. What they say of an order is compared elsewhere. No text carries a
 * value, for requests and responses of payments hold personal data.
 */
export const PAYMENT_DATA_CODES = {
  'PAYDATA-FORM': {
    zh: '请求体应为 application/x-www-form-urlencoded（UTF-8），且仅含一个 {name} 字段',
    en: 'the body is a form (application/x-www-form-urlencoded, UTF-8) with the field {name} once',
    hint: 'Encode the JSON text as the value of {name}; write + as %2B and % as %25.',
    hintZh: '请将 JSON 文本编码后作为 {name} 的值；+ 写作 %2B，% 写作 %25。',
  },
  'PAYDATA-SIZE': {
    zh: '内容超过 {most} 字节',
    en: 'the content has more than {most} bytes',
    hint: 'Send the data of one payment.',
    hintZh: '每次只发送一笔支付的数据。',
  },
  'PAYDATA-SHAPE': {
    zh: '{name} 应为{zh}',
    en: '{name} must be {en}',
    hint: 'Texts stand in quotes, totalAmount does not; see docs/reference/payment-data.md.',
    hintZh: '文本带引号，totalAmount 不带引号，见 docs/reference/payment-data.md。',
  },
  'PAYDATA-MISSING': {
    zh: '缺少{zh}（{name}）',
    en: '{name} is missing: {en}',
    hint: 'Say it; the spelling is that of docs/reference/payment-data.md.',
    hintZh: '该项必填，拼写见 docs/reference/payment-data.md。',
  },
  'PAYDATA-TWICE': {
    zh: 'payExchangeInfoLists 与 payExchangeInfoList 不能同时出现',
    en: 'payExchangeInfoLists and payExchangeInfoList are two names of one list',
    hint: 'Leave payExchangeInfoLists alone.',
    hintZh: '只保留 payExchangeInfoLists。',
  },
  'PAYDATA-LENGTH': {
    zh: '{zh}（{name}）最多 {most} 个字符',
    en: '{name} ({en}) has at most {most} characters',
    hint: 'Shorten it to {most} characters.',
    hintZh: '请缩短到 {most} 个字符以内。',
  },
  'PAYDATA-CHARACTER': {
    zh: '{zh}（{name}）含有控制字符或不成对的代理字符',
    en: '{name} ({en}) holds a control character or half of a surrogate pair',
    hint: 'Remove them; line ends and tabs may stay.',
    hintZh: '请去掉这些字符；换行和制表符可以保留。',
  },
  'PAYDATA-VALUE': {
    zh: '{zh}（{name}）只能为 {want}',
    en: '{name} ({en}) must be one of {want}',
    hint: 'Write one of {want}.',
    hintZh: '请填 {want} 之一。',
  },
  'PAYDATA-UPPER': {
    zh: '{zh}（{name}）的英文字母应为大写',
    en: '{name} ({en}) has its letters in upper case',
    hint: 'Write the letters in upper case, before signing.',
    hintZh: '请在签名前改为大写字母。',
  },
  'PAYDATA-AMOUNT': {
    zh: '{zh}（{name}）应为不小于零的数，整数最多 14 位，小数最多 5 位',
    en: '{name} ({en}) is not negative, with at most 14 digits before and 5 behind the point',
    hint: 'Write the amount in yuan as a number, such as 100.5.',
    hintZh: '请以元为单位填写数字，如 100.5。',
  },
  'PAYDATA-FEN': {
    zh: '{zh}（{name}）最多精确到分（2 位小数）',
    en: '{name} ({en}) has parts of a fen; sums of money have at most two decimals',
    hint: 'Write the amount that was paid.',
    hintZh: '请填写实际支付的金额。',
  },
  'PAYDATA-MOMENT': {
    zh: '{zh}（{name}）不是 YYYYMMDDhhmmss 格式的真实时间',
    en: '{name} ({en}) is no moment of the form YYYYMMDDhhmmss',
    hint: 'Write local time of Shanghai, 14 digits.',
    hintZh: '请填写 14 位数字的北京时间。',
  },
  'PAYDATA-MILLISECONDS': {
    zh: '{zh}（{name}）应为 1970 年起的毫秒数',
    en: '{name} ({en}) counts milliseconds since 1970',
    hint: 'Write 13 digits, such as 1544519952469.',
    hintZh: '请填写 13 位数字，如 1544519952469。',
  },
  'PAYDATA-BASE64': {
    zh: '{zh}（{name}）不是 Base64',
    en: '{name} ({en}) is no base64',
    hint: 'Write base64 without line ends; a + that became a space was not encoded as %2B.',
    hintZh: '请填写不换行的 Base64；如 + 变成了空格，说明表单中未编码为 %2B。',
  },
  'PAYDATA-KEY': {
    zh: '该证书的密钥既不是 RSA 也不是 SM2',
    en: 'the key of this certificate is neither RSA nor SM2',
    hint: 'Sign with the card of the enterprise.',
    hintZh: '请使用企业卡内的签名证书。',
  },
  'PAYDATA-SIGNATURE-LENGTH': {
    zh: '签名长度与证书的密钥不符',
    en: 'the signature has another length than the key of the certificate makes',
    hint: 'certNo names another certificate than the one that signed, or signValue was cut.',
    hintZh: 'certNo 与实际签名的证书不一致，或 signValue 不完整。',
  },
  'PAYDATA-SIGNATURE-VALUE': {
    zh: '签名与内容不符',
    en: 'the signature is not that of this content',
    hint: 'Sign the text that docs/reference/payment-data.md shows, with the JSON as it is sent.',
    hintZh: '签名原文见 docs/reference/payment-data.md，其中的 JSON 应与所发送的完全一致。',
  },
  'PAYDATA-SESSION': {
    zh: '没有这个会话（sessionID）的调取请求',
    en: 'nothing was asked under this sessionID',
    hint: 'Send the sessionID of the request that is answered.',
    hintZh: '请填写所答复请求中的 sessionID。',
  },
  'PAYDATA-ANSWERED': {
    zh: '该会话已用其他内容答复过',
    en: 'this session was answered before, with other content',
    hint: 'One request has one answer; the same answer may be sent again.',
    hintZh: '一次调取只接受一个答复；相同的答复可以重发。',
  },
  'PAYDATA-ACKNOWLEDGEMENT': {
    zh: '应答不是含 code 的 JSON 对象',
    en: 'the acknowledgement is no JSON object with a code',
    hint: 'Answer {"code":"10000","message":"","serviceTime":1533271903898}.',
    hintZh: '请应答 {"code":"10000","message":"","serviceTime":1533271903898}。',
  },
} as const satisfies Record<string, CodeText>;

export type PaymentDataCode = keyof typeof PAYMENT_DATA_CODES;

/** Law of all of them. */
export const PAYMENT_DATA_LAW = 'GACC announcement 2018 No. 179, interface of payment data';

/** @param path JSON pointer (RFC 6901) of the value, empty for the whole */
export function paymentDataFinding(code: PaymentDataCode, path: string, fill: Fill = {}): Finding {
  return codedFinding(code, PAYMENT_DATA_CODES[code], fill, { path, law: PAYMENT_DATA_LAW });
}

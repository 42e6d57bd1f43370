import type { CodeText } from '../structure-codes.ts';

/** What can be wrong with a DXP envelope. No text carries a value of it. */
export const DXP_CODES = {
  'DXP-STRUCTURE': {
    zh: '信封结构不正确：{element}',
    en: 'the envelope is not built as the schema wants it: {element}',
    hint: 'DxpMsg holds TransInfo, Data, then AddInfo and Signature if any; ver is "1.0".',
    hintZh: 'DxpMsg 依次包含 TransInfo、Data，以及可选的 AddInfo 和 Signature；ver 为 "1.0"。',
  },
  'DXP-LENGTH': {
    zh: '信封元素 {element} 应为 {want} 个字符',
    en: 'the element {element} of the envelope must have {want} characters',
    hint: 'White space inside the element counts too.',
    hintZh: '元素内的空格和换行也计入长度。',
  },
  'DXP-TIME': {
    zh: '信封元素 {element} 不是合法的时间',
    en: 'the element {element} of the envelope is not a moment',
    hint: 'Write it as 2026-09-18T10:15:00.',
    hintZh: '格式如 2026-09-18T10:15:00。',
  },
  'DXP-DATA': {
    zh: '信封的 Data 不是 Base64 编码的报文',
    en: 'Data of the envelope is not a message in base64',
    hint: 'Encode the bytes of the business message as base64.',
    hintZh: '请将业务报文的字节按 Base64 编码。',
  },
  'DXP-NESTED': {
    zh: '信封内仍是信封',
    en: 'the envelope holds another envelope',
    hint: 'Put the business message itself into Data.',
    hintZh: 'Data 中应直接放业务报文。',
  },
  'DXP-SENDER': {
    zh: '客户端协议发送方senderId与传输节点dxpId不一致',
    en: 'SenderId of the envelope is not the dxpId of the message',
    hint: 'Write the same number in SenderId and in BaseTransfer/dxpId.',
    hintZh: 'SenderId 应与 BaseTransfer/dxpId 一致。',
  },
} as const satisfies Record<string, CodeText>;

export type DxpCode = keyof typeof DXP_CODES;

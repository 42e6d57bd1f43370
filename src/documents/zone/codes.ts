import type { Finding } from '../../base/finding.ts';
import { type CodeText, codedFinding, type Fill } from '../structure-codes.ts';

/** What can be wrong with the frame of a message of a zone; its fields have the codes of all. */
export const ZONE_CODES = {
  'ZONE-STRUCTURE': {
    zh: '{element} 应依次含 {want}，且不得含其他内容',
    en: '{element} must hold {want}, in this order and nothing else',
    hint: 'Build the message as Signature/Object/Package with EnvelopInfo and DataInfo.',
    hintZh: '请按 Signature/Object/Package（EnvelopInfo、DataInfo）的结构生成报文。',
  },
  'ZONE-NAMESPACE': {
    zh: '元素 {element} 的命名空间不正确',
    en: 'the element {element} is in a namespace that these messages do not have',
    hint: 'Use no namespace, http://www.w3.org/2000/09/xmldsig# or that of sas.',
    hintZh: '请不使用命名空间，或使用 http://www.w3.org/2000/09/xmldsig# 或 sas 的命名空间。',
  },
  'ZONE-BODY': {
    zh: 'BussinessData 中的 {element} 不是本平台处理的单证',
    en: '{element} in BussinessData is no document that is read here',
    hint: 'Send one of {want}.',
    hintZh: '请报送 {want} 之一。',
  },
  'ZONE-TYPE': {
    zh: 'message_type 与单证不一致，应为 {want}',
    en: 'message_type does not name the document in BussinessData: {want}',
    hint: 'Write {want} in EnvelopInfo/message_type.',
    hintZh: '请在 EnvelopInfo/message_type 填 {want}。',
  },
} as const satisfies Record<string, CodeText>;

export type ZoneCode = keyof typeof ZONE_CODES;

/** The source of all findings about the build of these messages. */
export const ZONE_LAW = 'Special zone interface of 2017 and its import client; NOTES section 10';

/** A finding about the frame. */
export function zoneFinding(code: ZoneCode, fill: Fill, path: string, line: number): Finding {
  return codedFinding(code, ZONE_CODES[code], fill, { path, line, law: ZONE_LAW });
}

import type { ZipProblem } from '../io/zip.ts';
import { type CodeText, codedFinding } from './structure-codes.ts';
import { placed, type VerifyFinding } from './verify-finding.ts';

const PACK_AGAIN = 'Pack the files again as a plain zip: not encrypted, stored or deflated.';
const PACK_AGAIN_ZH = '请重新打包为普通 zip：不加密，仅存储或 deflate 压缩。';

/** What can be wrong with a zip archive of messages, or with a file in it. */
export const ZIP_CODES = {
  'ZIP-BROKEN': {
    zh: '压缩包损坏或不是 zip',
    en: 'the archive or this file in it is broken, or it is no zip',
    hint: PACK_AGAIN,
    hintZh: PACK_AGAIN_ZH,
  },
  'ZIP-SIZE': {
    zh: '压缩包超过允许的字节数',
    en: 'the archive is larger than allowed',
    hint: 'Split it over several archives.',
    hintZh: '请拆分为多个压缩包。',
  },
  'ZIP-ENTRIES': {
    zh: '压缩包内文件过多',
    en: 'the archive has more files than allowed',
    hint: 'Split it over several archives.',
    hintZh: '请拆分为多个压缩包。',
  },
  'ZIP-LARGE': {
    zh: '压缩包内的文件超过报文允许的字节数',
    en: 'this file in the archive is larger than a message may be',
    hint: 'Split the message.',
    hintZh: '请拆分报文。',
  },
  'ZIP-BOMB': {
    zh: '压缩包解开后的大小与其自身不成比例',
    en: 'what the archive expands to is out of all proportion to it',
    hint: 'Pack the messages and nothing else, or verify the files without an archive.',
    hintZh: '请只打包报文，或直接校验文件。',
  },
  'ZIP-ENCRYPTED': {
    zh: '压缩包内的文件已加密',
    en: 'this file in the archive is encrypted',
    hint: PACK_AGAIN,
    hintZh: PACK_AGAIN_ZH,
  },
  'ZIP-METHOD': {
    zh: '压缩包使用了不支持的压缩方法',
    en: 'this file in the archive is compressed in a way that is not known',
    hint: PACK_AGAIN,
    hintZh: PACK_AGAIN_ZH,
  },
  'ZIP-NESTED': {
    zh: '压缩包内仍是压缩包',
    en: 'the archive holds another archive, which is not opened',
    hint: 'Take the inner archive out and verify that.',
    hintZh: '请取出内层压缩包后单独校验。',
  },
  'ZIP-EMPTY': {
    zh: '压缩包内没有 .xml 文件',
    en: 'there are no .xml files in the archive',
    hint: 'Pack the message files with names that end in .xml.',
    hintZh: '请打包以 .xml 结尾的报文文件。',
  },
} as const satisfies Record<string, CodeText>;

export type ZipCode = keyof typeof ZIP_CODES;

/** The code of what the reader of archives says. */
export const CODE_OF_PROBLEM: Readonly<Record<ZipProblem, ZipCode>> = {
  broken: 'ZIP-BROKEN',
  size: 'ZIP-SIZE',
  entries: 'ZIP-ENTRIES',
  large: 'ZIP-LARGE',
  bomb: 'ZIP-BOMB',
  encrypted: 'ZIP-ENCRYPTED',
  method: 'ZIP-METHOD',
};

/** The finding for an archive, or for a file in it. */
export function zipFinding(code: ZipCode): VerifyFinding {
  const law = 'PKWARE APPNOTE 6.3; bounds of this platform';
  const finding = codedFinding(code, ZIP_CODES[code], {}, { path: null, law });
  return placed('file', finding, null);
}

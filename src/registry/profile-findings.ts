import type { Finding } from '../base/finding.ts';

/** What can be wrong with the files of a profile. */
export const PROFILE_CODES = {
  'PROFILE-FILE': { zh: '文件无法读取', en: 'the file cannot be read' },
  'PROFILE-ENCODING': { zh: '文件编码不是UTF-8或GB18030', en: 'the file is not UTF-8 or GB18030' },
  'PROFILE-SYNTAX': { zh: '文件格式错误', en: 'the file is malformed' },
  'PROFILE-KEY': { zh: '未知的键或列', en: 'unknown key or column' },
  'PROFILE-MISSING': { zh: '缺少必填内容', en: 'a required entry is missing' },
  'PROFILE-VALUE': { zh: '取值错误', en: 'bad value' },
  'PROFILE-PERIOD': { zh: '有效期重叠或中断', en: 'periods overlap or leave a gap' },
  'PROFILE-CLASS': {
    zh: '分类管理不符合信用管理规定',
    en: 'the classification breaks the rules on credit',
  },
  'PROFILE-DUPLICATE': { zh: '重复', en: 'given twice' },
} as const;

export type ProfileCode = keyof typeof PROFILE_CODES;

/** Where in the files: the file, its line when known, and the key or column. */
export type Place = { readonly file: string; readonly path: string; readonly line?: number };

/** A finding about a profile; `detail` says what was found and what is expected, in English. */
export function profileFinding(code: ProfileCode, place: Place, detail: string): Finding {
  const text = PROFILE_CODES[code];
  return {
    code,
    zh: `${text.zh}：${detail}`,
    en: `${text.en}: ${detail}`,
    path: place.path === '' ? place.file : `${place.file}/${place.path}`,
    ...(place.line === undefined ? {} : { line: place.line }),
    law: null,
    hint: null,
  };
}

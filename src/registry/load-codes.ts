import type { Finding } from '../base/finding.ts';

/** What can be said of the files of a load. The last three are warnings and stop nothing. */
export const LOAD_CODES = {
  'LOAD-FILE': { zh: '文件无法读取', en: 'the file cannot be read' },
  'LOAD-EMPTY': { zh: '目录中没有可装载的文件', en: 'the directory holds nothing to load' },
  'LOAD-ENCODING': { zh: '文件编码不是UTF-8或GB18030', en: 'the file is not UTF-8 or GB18030' },
  'LOAD-SYNTAX': { zh: '文件格式错误', en: 'the file is malformed' },
  'LOAD-COLUMN': { zh: '未知或重复的列', en: 'unknown or repeated column' },
  'LOAD-MISSING': { zh: '缺少必填内容', en: 'a required entry is missing' },
  'LOAD-VALUE': { zh: '取值错误', en: 'bad value' },
  'LOAD-DUPLICATE': { zh: '重复', en: 'given twice' },
  'LOAD-REFERENCE': { zh: '引用的对象不存在', en: 'refers to something that does not exist' },
  'LOAD-CERTIFICATE': { zh: '不是有效的证书', en: 'not a readable certificate' },
  'LOAD-KEY': {
    zh: '证书公钥须为1024位以上的RSA',
    en: 'the key of the certificate must be RSA of 1024 bits or more',
  },
  'LOAD-USAGE': {
    zh: '证书的密钥用途不含数字签名',
    en: 'the key usage of the certificate does not include digitalSignature',
  },
  'LOAD-CHECK-DIGIT': { zh: '校验码不符', en: 'the check digit does not fit' },
  'LOAD-CLASS': {
    zh: '信用等级由信用事件确定，文件中的等级未采用',
    en: 'the class comes of credit events, or is dishonest, and stays; the file says another',
  },
  'LOAD-IGNORED': { zh: '文件未被识别，已忽略', en: 'the file is not known here and was left' },
} as const;

export type LoadCode = keyof typeof LOAD_CODES;

/** A line of a file, with the column when one cell is meant. */
export type LoadPlace = {
  readonly file: string;
  readonly line?: number;
  readonly column?: string;
};

/** A finding about a file; `detail` must not quote anything personal. */
export function loadFinding(code: LoadCode, place: LoadPlace, detail = ''): Finding {
  const { zh, en } = LOAD_CODES[code];
  return {
    code,
    zh: detail === '' ? zh : `${zh}：${detail}`,
    en: detail === '' ? en : `${en}: ${detail}`,
    path: place.column === undefined ? place.file : `${place.file}/${place.column}`,
    ...(place.line === undefined ? {} : { line: place.line }),
    law: null,
    hint: null,
  };
}

import type { Finding } from '../../base/finding.ts';
import { type CodeText, codedFinding, type Fill } from '../structure-codes.ts';

/** What can be wrong with JSON that is sent in place of a message. No text carries a value. */
export const JSON_CODES = {
  'JSON-SYNTAX': {
    zh: '内容不是合法的 JSON：{problem}',
    en: 'the content is not JSON: {problem}',
    hint: 'Send one JSON value in UTF-8 (RFC 8259), without comments and without trailing commas.',
    hintZh: '请以 UTF-8 发送一个 JSON 值（RFC 8259），不得含注释或多余的逗号。',
  },
  'JSON-DUPLICATE': {
    zh: '同一对象中成员名重复',
    en: 'an object has two members of one name',
    hint: 'Say it once; repeated elements are an array.',
    hintZh: '每个成员只能出现一次；重复的元素用数组表示。',
  },
  'JSON-DEPTH': {
    zh: 'JSON 嵌套超过 {most} 层',
    en: 'the JSON is nested more than {most} deep',
    hint: 'No message is nested that deep.',
    hintZh: '报文不会有这么深的嵌套。',
  },
  'TWIN-ROOT': {
    zh: '最外层应是只有一个成员的对象，成员名为报文的根元素',
    en: 'the outermost value is an object with one member, named as the root of the message',
    hint: 'Write {"CEB311Message": {...}} or {"DxpMsg": {...}}.',
    hintZh: '请写作 {"CEB311Message": {...}} 或 {"DxpMsg": {...}}。',
  },
  'TWIN-MEMBER': {
    zh: '此处没有这个成员；可用的有：{want}',
    en: 'there is no such member here; there are: {want}',
    hint: 'Take the names from GET /v1/messages/{messageId} or the reference of the message.',
    hintZh: '成员名见报文参考页，或以 JSON 读取已发送的报文。',
  },
  'TWIN-SHAPE': {
    zh: '此处应为{want}',
    en: 'this must be {want}',
    hint: 'Elements with elements are objects, repeated ones arrays, all others texts in quotes.',
    hintZh: '含子元素的写作对象，可重复的写作数组，其余写作带引号的文本。',
  },
  'TWIN-NAME': {
    zh: '成员名不能作为元素名',
    en: 'the name of the member cannot be the name of an element',
    hint: 'Use the element names of the message.',
    hintZh: '请使用报文的元素名。',
  },
  'TWIN-CHARACTER': {
    zh: '文本含有报文不允许的字符',
    en: 'the text holds a character that a message cannot have',
    hint: 'Remove control characters and halves of surrogate pairs.',
    hintZh: '请去掉控制字符和不成对的代理字符。',
  },
  'TWIN-XML': {
    zh: '此处应为一个完整的 XML 元素',
    en: 'this must be one whole XML element as text',
    hint: 'Write the element with the namespaces it needs, e.g. <ds:Signature xmlns:ds="...">.',
    hintZh: '请写出完整的元素及其命名空间声明。',
  },
  'TWIN-SPACES': {
    zh: 'form.spaces 的个数与元素不符',
    en: 'form.spaces does not have one text for each gap between the elements',
    hint: 'Leave form.spaces off, unless the signature was made over a document with white space.',
    hintZh: '除非签名对象含有空白，否则请省略 form.spaces。',
  },
} as const satisfies Record<string, CodeText>;

export type JsonCode = keyof typeof JSON_CODES;

/** A finding about JSON in place of a message; `path` is a JSON pointer (RFC 6901). */
export function jsonFinding(code: JsonCode, path: string, fill: Fill = {}, line?: number): Finding {
  const law = code.startsWith('JSON') ? 'RFC 8259' : 'docs/JSON.md';
  const where = line === undefined ? { path, law } : { path, line, law };
  return codedFinding(code, JSON_CODES[code], fill, where);
}

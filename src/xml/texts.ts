/** Stable codes of refusals; the texts behind one code may be several. */
export type XmlCode =
  | 'XML-SIZE'
  | 'XML-DEPTH'
  | 'XML-COUNT'
  | 'XML-ENCODING'
  | 'XML-UTF8'
  | 'XML-CHARACTER'
  | 'XML-DECLARATION'
  | 'XML-DOCTYPE'
  | 'XML-ENTITY'
  | 'XML-PI'
  | 'XML-DUPLICATE-ATTRIBUTE'
  | 'XML-NAMESPACE'
  | 'XML-MISMATCH'
  | 'XML-TRUNCATED'
  | 'XML-TRAILING'
  | 'XML-SYNTAX'
  | 'SIGNATURE-MISSING'
  | 'SIGNATURE-COUNT'
  | 'SIGNATURE-PLACE'
  | 'SIGNATURE-STRUCTURE'
  | 'SIGNATURE-REFERENCE'
  | 'SIGNATURE-TRANSFORM'
  | 'SIGNATURE-ALGORITHM'
  | 'SIGNATURE-KEY'
  | 'SIGNATURE-DIGEST'
  | 'SIGNATURE-VALUE';

/** What a reason says: code, Chinese text, English text, hint. */
export type XmlText = readonly [code: XmlCode, zh: string, en: string, hint: string];

const WELL_FORMED = 'Check the file with an XML parser before sending it.';
const AS_ELEMENTS = 'Write plain elements, attributes and text only.';
const SIGN_AGAIN = 'Sign the final bytes of the message and send exactly those.';
const ENVELOPED =
  'Sign enveloped: one ds:Signature as a child of the root, one Reference with URI="".';

/** The words of every refusal: code, zh, en, hint. A test checks that each reason is used. */
export const TEXTS = {
  size: ['XML-SIZE', '报文超过允许的字节数', 'the message is larger than allowed', 'Split it.'],
  depth: ['XML-DEPTH', '元素嵌套层数超过限制', 'elements are nested too deep', AS_ELEMENTS],
  nodes: ['XML-COUNT', '元素个数超过限制', 'too many elements', 'Split the message.'],
  attributes: ['XML-COUNT', '单个元素的属性个数超过限制', 'too many attributes', AS_ELEMENTS],
  utf16: [
    'XML-ENCODING',
    '报文使用 UTF-16 或 UTF-32 编码，只接受 UTF-8',
    'the message is in UTF-16 or UTF-32, only UTF-8 is accepted',
    'Write the file as UTF-8.',
  ],
  encoding: [
    'XML-ENCODING',
    'XML 声明的编码不是 UTF-8',
    'the XML declaration names an encoding other than UTF-8',
    'Write and declare the file as UTF-8; GBK and GB2312 are not accepted.',
  ],
  utf8: [
    'XML-UTF8',
    '报文不是合法的 UTF-8（可能实际为 GBK）',
    'the bytes are not valid UTF-8 (they may be GBK)',
    'Write the file as UTF-8, whatever the declaration says.',
  ],
  character: [
    'XML-CHARACTER',
    '出现 XML 不允许的字符',
    'a character that XML does not allow',
    'Remove control characters and non-characters from the data.',
  ],
  declaration: [
    'XML-DECLARATION',
    'XML 声明格式错误',
    'the XML declaration is malformed',
    'Begin with <?xml version="1.0" encoding="UTF-8"?>.',
  ],
  version: [
    'XML-DECLARATION',
    'XML 声明的版本不是 1.0',
    'the XML declaration names a version other than 1.0',
    'Begin with <?xml version="1.0" encoding="UTF-8"?>.',
  ],
  doctype: ['XML-DOCTYPE', '不允许 DOCTYPE', 'a document type is not allowed', AS_ELEMENTS],
  entity: [
    'XML-ENTITY',
    '只允许五个预定义实体',
    'only the five predefined entities are allowed',
    'Write the character itself, or &amp; &lt; &gt; &apos; &quot;.',
  ],
  reference: [
    'XML-SYNTAX',
    '“&”后不是完整的引用',
    'an ampersand does not begin a complete reference',
    'Write & in text as &amp;.',
  ],
  characterReference: [
    'XML-CHARACTER',
    '字符引用指向 XML 不允许的字符',
    'a character reference to a character that XML does not allow',
    'Remove control characters and non-characters from the data.',
  ],
  pi: [
    'XML-PI',
    '不允许处理指令',
    'a processing instruction is not allowed',
    'The XML declaration may only stand at the very start; remove all other <? ... ?>.',
  ],
  duplicate: ['XML-DUPLICATE-ATTRIBUTE', '属性重复', 'an attribute stands twice', WELL_FORMED],
  prefix: [
    'XML-NAMESPACE',
    '命名空间前缀未声明',
    'a namespace prefix is not declared',
    'Declare the prefix with xmlns:prefix="..." on the root.',
  ],
  qualifiedName: ['XML-NAMESPACE', '限定名不合法', 'not a qualified name', WELL_FORMED],
  reserved: [
    'XML-NAMESPACE',
    '错误使用 xmlns 或 xml 前缀',
    'the prefix xmlns or xml, or its namespace, is used wrongly',
    'Do not bind or use these names.',
  ],
  emptyPrefix: [
    'XML-NAMESPACE',
    '前缀不能绑定到空命名空间',
    'a prefix cannot be bound to the empty namespace',
    'Give the prefix a namespace or remove the declaration.',
  ],
  mismatch: [
    'XML-MISMATCH',
    '结束标签与开始标签不一致',
    'an end tag does not match its start tag',
    WELL_FORMED,
  ],
  truncated: [
    'XML-TRUNCATED',
    '报文不完整',
    'the message ends too early',
    'Send the whole file; compare its length with the one written.',
  ],
  trailing: [
    'XML-TRAILING',
    '根元素之后有多余内容',
    'there is content after the root element',
    'Send one document per message.',
  ],
  prolog: [
    'XML-SYNTAX',
    '根元素之前有多余内容',
    'there is content before the root element',
    'Begin with the XML declaration or with the root element.',
  ],
  name: ['XML-SYNTAX', '名称不合法', 'not a legal name', WELL_FORMED],
  tag: ['XML-SYNTAX', '标签格式错误', 'a malformed tag', WELL_FORMED],
  attributeSpace: [
    'XML-SYNTAX',
    '属性之间缺少空格',
    'white space is missing before an attribute',
    WELL_FORMED,
  ],
  attributeValue: [
    'XML-SYNTAX',
    '属性值没有用引号括起',
    'an attribute has no quoted value',
    WELL_FORMED,
  ],
  attributeLess: [
    'XML-SYNTAX',
    '属性值中出现“<”',
    'an attribute value contains a less-than sign',
    'Write < as &lt;.',
  ],
  sectionEnd: [
    'XML-SYNTAX',
    '文本中出现“]]>”',
    'text contains the end mark of a CDATA section',
    'Write > in text as &gt;.',
  ],
  comment: ['XML-SYNTAX', '注释格式错误', 'a malformed comment', 'Remove the comment.'],
  markup: ['XML-SYNTAX', '无法识别的标记', 'markup that is not known', AS_ELEMENTS],
  signatureMissing: [
    'SIGNATURE-MISSING',
    '报文没有签名',
    'the message has no ds:Signature',
    ENVELOPED,
  ],
  signatureCount: [
    'SIGNATURE-COUNT',
    '报文含有多个签名',
    'the message has more than one ds:Signature',
    ENVELOPED,
  ],
  signaturePlace: [
    'SIGNATURE-PLACE',
    '签名不是根元素的直接子元素',
    'the ds:Signature is not a direct child of the root',
    ENVELOPED,
  ],
  signatureStructure: [
    'SIGNATURE-STRUCTURE',
    '签名结构不符合规定',
    'the signature is not built as required',
    'Use the children SignedInfo, SignatureValue, KeyInfo in this order and nothing else.',
  ],
  signatureReference: [
    'SIGNATURE-REFERENCE',
    '签名必须且只能引用整个报文',
    'the signature must reference the whole document and nothing else',
    ENVELOPED,
  ],
  objectReference: [
    'SIGNATURE-REFERENCE',
    '签名必须且只能按 Id 引用 Object 元素',
    'the signature must reference the Object by its Id and nothing else',
    'Give the Object an Id, and write # and that Id as the URI of the one Reference.',
  ],
  objectTransform: [
    'SIGNATURE-TRANSFORM',
    '对 Object 的签名引用使用了不允许的转换',
    'the reference to the Object uses a transform that is not allowed',
    'Leave Transforms out, or use inclusive C14N alone.',
  ],
  signatureTransform: [
    'SIGNATURE-TRANSFORM',
    '签名使用了不允许的转换',
    'the signature uses a transform that is not allowed',
    'Use the enveloped-signature transform, followed at most by inclusive C14N.',
  ],
  canonicalMethod: [
    'SIGNATURE-ALGORITHM',
    '规范化方法不是 C14N 1.0（不含注释）',
    'the canonicalization method is not inclusive C14N 1.0 without comments',
    'Use http://www.w3.org/TR/2001/REC-xml-c14n-20010315.',
  ],
  signatureAlgorithm: [
    'SIGNATURE-ALGORITHM',
    '签名算法未知',
    'the signature or digest algorithm is not known',
    'Use SM2 with SM3, or RSA with SHA-256 or SHA-1.',
  ],
  signaturePair: [
    'SIGNATURE-ALGORITHM',
    '签名算法与摘要算法不配套',
    'the digest algorithm does not belong to the signature algorithm',
    'Use SM2 with a digest of SM3, or RSA with a digest of SHA-256 or SHA-1.',
  ],
  signatureBase64: [
    'SIGNATURE-STRUCTURE',
    '签名中的 Base64 数据不合法',
    'base64 data in the signature is malformed',
    SIGN_AGAIN,
  ],
  signatureKey: [
    'SIGNATURE-KEY',
    '密钥类型与签名算法不符',
    'the key does not fit the signature algorithm',
    'Register the certificate that the message is signed with.',
  ],
  digest: [
    'SIGNATURE-DIGEST',
    '报文摘要与签名不符，内容在签名后被改动',
    'the digest does not match: the message was changed after signing',
    SIGN_AGAIN,
  ],
  digestLength: [
    'SIGNATURE-DIGEST',
    '摘要长度与所写的摘要算法不符',
    'the digest is not as long as its algorithm makes it',
    'Write the 32 bytes of SM3 or SHA-256, or the 20 of SHA-1, under the name of just that one.',
  ],
  value: [
    'SIGNATURE-VALUE',
    '签名值验证失败',
    'the signature value does not verify with the registered certificate',
    'Sign with the key of the registered certificate; check that SignedInfo was not reformatted.',
  ],
} as const satisfies Record<string, XmlText>;

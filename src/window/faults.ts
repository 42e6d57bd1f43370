import type { FaultCode } from '../io/faults.ts';
import { FAULTS } from '../io/faults.ts';

/** One row of the table: what HTTP answers and what the sender may do. */
export type FaultRow = {
  readonly status: number;
  /** Seconds after which trying again may help; null when it cannot. */
  readonly retryAfter: number | null;
  readonly zh: string;
  readonly en: string;
  readonly hint: string;
  readonly hintZh: string;
};

/** Why the window itself says no. Reasons in the documents are findings and have own codes. */
const OWN = {
  'bad-request': {
    status: 400,
    retryAfter: null,
    zh: '请求不符合接口要求',
    en: 'the request is not as the interface describes it',
    hint: 'Compare with the description at /docs.',
    hintZh: '请对照 /docs 中的接口说明。',
  },
  'no-credentials': {
    status: 401,
    retryAfter: null,
    zh: '缺少有效的企业令牌',
    en: 'no valid token of an enterprise',
    hint: 'Send the header Authorization: Bearer <token>; rotated and revoked tokens are dead.',
    hintZh: '请携带请求头 Authorization: Bearer <令牌>；已轮换或吊销的令牌无效。',
  },
  'no-officer': {
    status: 401,
    retryAfter: null,
    zh: '缺少有效的执法人员令牌',
    en: 'no valid token of an officer',
    hint: 'Send Authorization: Bearer <token> of an officer; an enterprise has no business here.',
    hintZh: '请携带请求头 Authorization: Bearer <令牌>；企业令牌在此无效。',
  },
  'session-ended': {
    status: 401,
    retryAfter: null,
    zh: '登录已过期',
    en: 'the session is over',
    hint: 'Sign in again; what you typed is still there.',
    hintZh: '请重新登录；已填写的内容仍然保留。',
  },
  'wrong-password': {
    status: 401,
    retryAfter: null,
    zh: '用户名或密码不正确',
    en: 'the name or the password is wrong',
    hint: 'Try again; the operator of the zone gives a new password.',
    hintZh: '请重试；忘记密码请联系平台运营方。',
  },
  'too-many-attempts': {
    status: 429,
    retryAfter: 60,
    zh: '尝试过于频繁',
    en: 'too many attempts',
    hint: 'Wait the seconds in Retry-After.',
    hintZh: '请在 Retry-After 秒后再试。',
  },
  'not-shown': {
    status: 403,
    retryAfter: null,
    zh: '所填信息不相符，不能查询',
    en: 'what you gave does not show that you are this person',
    hint: 'Give name, number and an order or waybill of your own of the last year, as declared.',
    hintZh: '请按申报时填写姓名、证件号码，以及近一年内本人的订单号或运单号。',
  },
  'cross-site': {
    status: 403,
    retryAfter: null,
    zh: '请求并非来自本站页面',
    en: 'the call does not come from a page of this site',
    hint: 'Programs use a token (Authorization: Bearer), not a session.',
    hintZh: '程序请使用令牌（Authorization: Bearer），不要使用登录会话。',
  },
  'wrong-role': {
    status: 403,
    retryAfter: null,
    zh: '您无权办理此事项',
    en: 'this is not yours to do',
    hint: 'The findings say who may do it.',
    hintZh: '有权办理的人员见所列问题。',
  },
  'task-conflict': {
    status: 409,
    retryAfter: null,
    zh: '任务当前状态不允许此操作',
    en: 'this cannot be done with the task as it stands',
    hint: 'Read the task again.',
    hintZh: '请重新读取任务。',
  },
  forbidden: {
    status: 403,
    retryAfter: null,
    zh: '该企业无权进行此操作',
    en: 'this enterprise may not do that',
    hint: 'Ask the zone to register the role, or send with the token of the right enterprise.',
    hintZh: '请向综试区登记相应企业类型，或使用有权企业的令牌。',
  },
  'not-found': {
    status: 404,
    retryAfter: null,
    zh: '没有找到',
    en: 'there is nothing under this number, or it is not yours to see',
    hint: 'Check the number; a list is found by preNo or invtNo by those who take part in it.',
    hintZh: '请核对编号；清单可由参与企业凭预录入编号或清单编号查询。',
  },
  'unknown-address': {
    status: 404,
    retryAfter: null,
    zh: '没有这个地址',
    en: 'there is no such address',
    hint: 'All addresses are listed at /docs.',
    hintZh: '全部地址见 /docs。',
  },
  'wrong-method': {
    status: 405,
    retryAfter: null,
    zh: '该地址不支持此方法',
    en: 'this address does not take this method',
    hint: 'The header Allow of this answer names the methods.',
    hintZh: '应答头 Allow 列出了可用方法。',
  },
  'not-acceptable': {
    status: 406,
    retryAfter: null,
    zh: '无法按 Accept 要求的格式应答',
    en: 'the answer does not exist in a form that the header Accept allows',
    hint: 'Accept application/json, or application/xml for receipts.',
    hintZh: '请接受 application/json；回执还可用 application/xml。',
  },
  'request-timeout': {
    status: 408,
    retryAfter: 1,
    zh: '请求发送过慢',
    en: 'the request took too long to arrive',
    hint: 'Send it again; nothing of it was taken.',
    hintZh: '请重新发送；本次内容未被接收。',
  },
  conflict: {
    status: 409,
    retryAfter: null,
    zh: '与已存内容冲突',
    en: 'this contradicts what is stored',
    hint: 'Other content under a used key is a change (appType 2), not a new document.',
    hintZh: '同一业务主键的不同内容应以变更（appType 2）报送。',
  },
  'too-large': {
    status: 413,
    retryAfter: null,
    zh: '报文过大',
    en: 'the message is too large',
    hint: 'Split the records over several messages.',
    hintZh: '请拆分为多个报文。',
  },
  'wrong-content-type': {
    status: 415,
    retryAfter: null,
    zh: '不支持的内容类型或编码',
    en: 'this content type or encoding is not taken',
    hint: 'Send application/xml or application/json in UTF-8, plain or Content-Encoding: gzip.',
    hintZh: '请以 UTF-8 发送 application/xml 或 application/json，可用 Content-Encoding: gzip。',
  },
  refused: {
    status: 422,
    retryAfter: null,
    zh: '报文被拒收',
    en: 'the message is refused',
    hint: 'Mend what the findings name and send again.',
    hintZh: '请按所列问题修改后重新发送。',
  },
  'headers-too-large': {
    status: 431,
    retryAfter: null,
    zh: '请求头过大',
    en: 'the headers are too large',
    hint: 'All headers together may have 16 KiB.',
    hintZh: '全部请求头不得超过 16 KiB。',
  },
  internal: {
    status: 500,
    retryAfter: null,
    zh: '平台内部错误',
    en: 'something is broken here; it is logged under the requestId',
    hint: 'Tell the operator of the zone the requestId.',
    hintZh: '请将 requestId 告知平台运营方。',
  },
  'no-place': {
    status: 503,
    retryAfter: 30,
    zh: '运行总览观看人数已满',
    en: 'as many watch the cockpit as may',
    hint: 'Come again after the seconds in Retry-After, or read it without the stream.',
    hintZh: '请在 Retry-After 秒后再来，或改用普通读取。',
  },
  'not-ready': {
    status: 503,
    retryAfter: 2,
    zh: '平台暂时无法受理',
    en: 'the platform cannot take this at the moment',
    hint: 'Send it again after the seconds in Retry-After; sending twice does no harm.',
    hintZh: '请在 Retry-After 秒后重发；重复发送不会重复处理。',
  },
} as const satisfies Record<string, FaultRow>;

type OwnCode = keyof typeof OWN;
export type WindowFaultCode = OwnCode | FaultCode;

/** The faults below (database, disk, overload) have English texts; the window adds the rest. */
function fromBelow(code: FaultCode): FaultRow {
  const { status, retryable, text } = FAULTS[code];
  const words = retryable ? OWN['not-ready'] : OWN.internal;
  const retryAfter = retryable ? 2 : null;
  const { zh, hint, hintZh } = words;
  return { status, retryAfter, en: text, zh, hint, hintZh };
}

const below = Object.fromEntries(
  (Object.keys(FAULTS) as FaultCode[]).map((code) => [code, fromBelow(code)]),
) as Record<FaultCode, FaultRow>;

/** Every fault the window may answer with; `docs/reference/faults.md` is written from it. */
export const WINDOW_FAULTS: Readonly<Record<WindowFaultCode, FaultRow>> = { ...OWN, ...below };

/** The page `docs/reference/faults.md`. */
export function faultsPage(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
  const rows = Object.entries(WINDOW_FAULTS)
    .sort(([a, left], [b, right]) => left.status - right.status || (a < b ? -1 : 1))
    .map(([code, { status, retryAfter, en, zh, hint }]) => {
      const retry = retryAfter === null ? 'no' : `after ${retryAfter} s`;
      return `| \`${code}\` | ${status} | ${retry} | ${cell(en)} | ${zh} | ${cell(hint)} |`;
    });
  return [
    '# Faults',
    '',
    'What the HTTP interface answers when it does not do what was asked, as',
    '`application/problem+json` (RFC 9457): `type` is `urn:onestep:fault:<code>`, and `findings[]`',
    'always names at least one reason. Written from `src/window/faults.ts`; do not edit.',
    '',
    '| code | status | try again | meaning | 含义 | what mends it |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

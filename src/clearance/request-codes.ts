import { type Finding, filled } from '../base/finding.ts';
import { LAW } from '../matching/law.ts';

/** Why a request is refused; `{name}` is filled in. The numbers are the trade's own. */
const CODES = {
  '-623003': {
    zh: '系统中不存在清单编号为[{listNo}]的清单',
    en: 'there is no list {listNo}',
    hint: 'invtNo is the customs number (18 characters) that CEB622 brought with status 120.',
    hintZh: 'invtNo为CEB622回执（120）返回的18位清单编号。',
  },
  '-623026': {
    zh: '[{agent}]没有权限进行操作',
    en: '{agent} did not declare this list and may not withdraw it',
    hint: 'The declarant of the list or its seller withdraws it.',
    hintZh: '应由该清单的申报企业或电商企业申请撤单。',
  },
  '-623014': {
    zh: '校验失败[{elements}]与原清单不一致',
    en: '{elements} are not those of the list',
    hint: 'Write order, platform, seller and waybill as on the list.',
    hintZh: '订单、电商平台、电商企业、运单信息应与原清单一致。',
  },
  '-623009': {
    zh: '撤单清单[{listNo}]已经申报过',
    en: 'list {listNo} is withdrawn already',
    hint: 'Nothing to mend: the order may be declared again.',
    hintZh: '无需处理，该订单可重新申报清单。',
  },
  '-623005': {
    zh: '清单的状态不符合撤单申报要求(清单编号[{listNo}],状态{state})',
    en: 'list {listNo} cannot be withdrawn any more: its status is {state}',
    hint: 'A returned list needs none; after release the goods go back with CEB625.',
    hintZh: '已退单的清单无需撤单；放行后请办理退货(CEB625)。',
  },
} as const;

export type RequestCode = keyof typeof CODES;

/** All of them, for the reference. */
export const REQUEST_CODES: Readonly<Record<string, (typeof CODES)[RequestCode]>> = CODES;

/** Why a list ended: not a refusal, so there is nothing to mend. */
export function withdrawnFinding(preNo: string): Finding {
  return {
    code: 'WITHDRAWN',
    zh: `企业申请撤单[${preNo}]`,
    en: `withdrawn by its declarant (${preNo})`,
    path: null,
    law: `${LAW.supervision}; RET-6`,
    hint: null,
  };
}

/** A finding about a request. */
export function requestFinding(
  code: RequestCode,
  path: string,
  fill: Readonly<Record<string, string>>,
): Finding {
  const { zh, en, hint, hintZh } = CODES[code];
  const law = `${LAW.supervision}; RET-6`;
  return { code, zh: filled(zh, fill), en: filled(en, fill), path, law, hint, hintZh };
}

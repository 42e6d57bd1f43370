import { type Field, optional, token } from '../ceb/fields.ts';
import { ONCE, part, type ZoneTable, zoneAnswer } from './fields.ts';

const RESULT: readonly Field[] = [
  token('invPreentNo', '核注清单预录入统一编号', 'Preliminary no. of the entry list', [1, 64]),
  token('businessId', '核注清单编号', 'Number of the entry list', [1, 128]),
  optional(token('entrySeqNo', '报关单统一编号', 'Preliminary no. of the form', [1, 64])),
  token('manageResult', '处理结果', 'Result', 1, {
    values: { '0': 'meaning unknown', '1': 'generated', '2': 'failed' },
  }),
  token('createDate', '生成日期', 'Time of the result', [1, 30]),
  optional(token('reason', '生成失败原因', 'Why it failed', [1, 1024])),
];

const INV_APPR_RESULT = part('InvApprResult', RESULT, ONCE);

/** Whether a declaration form was generated from an entry list. */
export const INV202: ZoneTable = zoneAnswer({
  type: 'INV202',
  zh: '核注清单生成报关单回执',
  en: 'Declaration form generated from an entry list',
  bodies: ['INV202'],
  head: INV_APPR_RESULT,
  parts: [INV_APPR_RESULT],
  answer: { status: 'manageResult', info: 'reason', at: 'createDate' },
  key: ['invPreentNo'],
});

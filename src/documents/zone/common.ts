import { type Group, integer, optional, token } from '../ceb/fields.ts';
import { ANY, MAYBE, part, type ZonePart } from './fields.ts';

/** Who sends what to whom. */
export const ENVELOP_INFO: Group = {
  element: 'EnvelopInfo',
  fields: [
    token('version', '版本号', 'Version', [1, 11]),
    optional(token('business_id', '业务编号', 'Business no.', [1, 128])),
    token('message_id', '报文编号', 'Message no.', [1, 128]),
    optional(token('file_name', '文件名', 'File name', [4, 128])),
    token('message_type', '报文类型', 'Message type', [1, 32]),
    token('sender_id', '发送方', 'Sender', [1, 64]),
    token('receiver_id', '接收方', 'Receiver', [1, 64]),
    optional(token('send_time', '发送时间', 'Time of sending', [1, 30])),
    optional(token('Ic_Card', 'IC卡号', 'IC card no.', [1, 13])),
  ],
};

/** Which of several pockets a document came in; we send one. */
export const POCKET_INFO: Group = {
  element: 'PocketInfo',
  fields: [
    optional(token('pocket_id', '分组编号', 'Pocket no.', [1, 128])),
    optional(integer('total_pocket_qty', '总分组数', 'Number of pockets', 10)),
    optional(integer('cur_pocket_no', '当前分组号', 'Which of them', 10)),
    optional(token('is_unstructured', '是否无结构', 'Whether it has files beside it', [1, 8])),
  ],
};

/** What stands beside the body: whether the document is declared. The spelling is official. */
export const BUSSINESS_DATA: Group = {
  element: 'BussinessData',
  fields: [
    optional(
      token('DelcareFlag', '申报标志', 'Declare or keep as draft', 1, {
        values: { '0': 'draft', '1': 'declare' },
      }),
    ),
  ],
};

/** Plain elements behind the groups of a document of the import client. */
export const OPERATOR = [
  optional(
    token('OperCusRegCode', '操作卡的海关十位编码', 'Customs code of the operating card', 10),
  ),
  optional(token('SysId', '子系统ID', 'Subsystem', [1, 4])),
] as const;

/** What customs decided. The numbers are those that the document was answered with. */
export const HDE_APPR_RESULT: ZonePart = part(
  'HdeApprResult',
  [
    token('etpsPreentNo', '预录入统一编号', 'Preliminary no. of the single window', [1, 64]),
    token('businessId', '单证编号', 'Number of the document', [1, 128]),
    optional(integer('tmsCnt', '变更/报核次数', 'Number of the change', 10)),
    optional(
      token('typecd', '业务类型代码', 'Filing action answered', 1, {
        values: { '1': 'record', '2': 'change', '3': 'void' },
      }),
    ),
    token('manageResult', '处理结果', 'Result', 1, {
      values: {
        Y: 'stored',
        Z: 'not stored',
        '1': 'passed',
        '2': 'manual',
        '3': 'refused or void',
        '4': 'pre-deducted',
        '5': 'passed, not deducted',
        '9': 'meaning unknown',
      },
    }),
    token('manageDate', '处理日期', 'Time of the result', [1, 30]),
    optional(token('rmk', '备注', 'Remark', [1, 255])),
  ],
  MAYBE,
);

/** Why. */
export const CHECK_INFO: ZonePart = part(
  'CheckInfo',
  [token('note', '检查信息', 'What was found', [1, 1024])],
  ANY,
);

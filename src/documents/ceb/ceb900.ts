import { answer, type MessageTable, text, UNBOUNDED } from './fields.ts';

/** The answer to a message that cannot be read at all: CEB900, from the single window. */
export const CEB900: MessageTable = answer({
  type: 'CEB900',
  zh: '报文格式校验回执',
  en: 'Format check receipt',
  record: 'MessageReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('returnStatus', '回执状态', 'Return status', [1, 10]),
    text('returnInfo', '回执详细信息', 'Return information', [0, 5000]),
    text('returnTime', '操作时间', 'Return time', 17),
    text('oriCopMsgId', '原始传输报文的copMsgId', 'Original CopMsgId', [0, 255]),
    text('oriMessageType', '原始报文类型', 'Original message type', [0, 15]),
    text('oriBizMessage', '原始报文内容', 'Original message content', [0, UNBOUNDED]),
  ],
  records: { min: 1, max: 1 },
  key: ['oriCopMsgId'],
});

import { text } from './fields.ts';

/** The first four fields of every document an enterprise files. */
export const FILING = [
  text('guid', '系统唯一序号', 'System unique id', 36),
  text('appType', '报送类型', 'Filing action', 1, {
    values: { '1': 'new', '2': 'change', '3': 'delete' },
  }),
  text('appTime', '报送时间', 'Filing time', 14),
  text('appStatus', '业务状态', 'Business status', [1, 3], {
    values: { '1': 'draft', '2': 'declare' },
  }),
] as const;

/** The last three fields of every receipt. */
export const REPLY = [
  text('returnStatus', '回执状态', 'Return status', [1, 10]),
  text('returnTime', '回执时间', 'Return time', 17),
  text('returnInfo', '回执信息', 'Return information', [1, 1000]),
] as const;

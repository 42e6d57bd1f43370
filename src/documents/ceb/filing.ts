import { type Field, text } from './fields.ts';

const guid = text('guid', '系统唯一序号', 'System unique id', 36);
const appType = text('appType', '报送类型', 'Filing action', 1, {
  values: { '1': 'new', '2': 'change', '3': 'delete' },
});
const appTime = text('appTime', '报送时间', 'Filing time', 14);
const status = { values: { '1': 'draft', '2': 'declare' } };
const appStatus = text('appStatus', '业务状态', 'Business status', [1, 3], status);

/** The first four fields of every document an enterprise files. */
export const FILING = [guid, appType, appTime, appStatus] as const;

const ofOne = { ...appStatus, size: { min: 1, max: 1 } };

/** The same in most export messages. */
export const EXPORT_FILING = [guid, appType, appTime, ofOne] as const;

/** The same where the schema has a default: what an empty appStatus stands for, and in 2018. */
export function exportFiling(implied: '1' | '2', earlier: '1' | '2' = implied): Field[] {
  const status = { ...ofOne, implied, editions: { '2018': { implied: earlier } } };
  return [guid, appType, appTime, status];
}

const returnStatus = text('returnStatus', '回执状态', 'Return status', [1, 10]);
const returnTime = text('returnTime', '回执时间', 'Return time', 17);
const returnInfo = text('returnInfo', '回执信息', 'Return information', [1, 1000]);

/** The last three fields of every receipt. */
export const REPLY = [returnStatus, returnTime, returnInfo] as const;

/** The same in most export receipts, whose text may be empty. */
export const EXPORT_REPLY = [
  returnStatus,
  returnTime,
  { ...returnInfo, size: { min: 0, max: 1000 } },
];

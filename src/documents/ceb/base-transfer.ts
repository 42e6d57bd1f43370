import { type Group, type MessageTable, optional, text } from './fields.ts';

/** Who transmits the message; its dxpId must be the sender of the envelope (NOTES 7). */
export const BASE_TRANSFER: Group = {
  element: 'BaseTransfer',
  fields: [
    text('copCode', '传输企业代码', 'Transmitting company code', [1, 18]),
    text('copName', '传输企业名称', 'Transmitting company name', [0, 100]),
    text('dxpMode', '报文传输模式', 'Transfer mode', 3, {
      values: { DXP: 'e-port data exchange platform' },
    }),
    text('dxpId', '报文传输编号', 'Transfer user id', [0, 30]),
    optional(text('note', '备注', 'Remark', [0, 1000])),
  ],
};

/** The same in export messages, whose schema sets no least length for copCode. */
const EXPORT_TRANSFER: Group = {
  ...BASE_TRANSFER,
  fields: BASE_TRANSFER.fields.map((field) =>
    field.element === 'copCode' ? { ...field, size: { min: 0, max: 18 } } : field,
  ),
};

/** BaseTransfer of the messages of one direction. */
export function transferIn({ direction }: Pick<MessageTable, 'direction'>): Group {
  return direction === 'import' ? BASE_TRANSFER : EXPORT_TRANSFER;
}

/** Further receivers of receipts or data, up to five. */
export const BASE_SUBSCRIBE: Group = {
  element: 'BaseSubscribe',
  fields: [
    text('status', '订阅状态', 'Subscription scope', [0, 100], {
      values: { ALL: 'data and receipts', DATA: 'data only', RET: 'receipts only' },
    }),
    text('dxpMode', '报文传输模式', 'Transfer mode', 3, {
      values: { DXP: 'e-port data exchange platform' },
    }),
    text('dxpAddress', '订阅方传输编号', 'Subscriber user id', [0, 100]),
    optional(text('note', '备注', 'Remark', [0, 1000])),
  ],
};

/** The plain fields of ExtendMessage; any one element in `Message` follows them. */
export const EXTEND_MESSAGE: Group = {
  element: 'ExtendMessage',
  fields: [
    text('name', '自定义报文名称', 'Custom message name', [0, 30]),
    text('version', '自定义报文版本', 'Custom message version', [0, 30]),
  ],
};

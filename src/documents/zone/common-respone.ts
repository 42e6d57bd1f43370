import { type Field, optional, token } from '../ceb/fields.ts';
import { ONCE, part, type ZoneTable, zoneAnswer } from './fields.ts';

const HEAD: readonly Field[] = [
  optional(token('SeqNo', '预录入统一编号', 'Preliminary no. of the single window', [1, 64])),
  optional(token('EtpsPreentNo', '企业内部编号', 'Own number of the document', [1, 64])),
  token('CheckInfo', '响应信息', 'What is answered', [1, 4000]),
  token('DealFlag', '响应代码', '0 for stored; anything else says that it is not', [1, 4]),
];

const RESPONE = part('CommonResponeMessage', HEAD, ONCE);

/** The first answer to any document of a zone; the spelling is official. It has no envelope. */
export const COMMON_RESPONE: ZoneTable = zoneAnswer({
  type: 'CommonResponeMessage',
  zh: '单一窗口导入回执',
  en: 'First answer to a document of a zone',
  bodies: ['CommonResponeMessage'],
  head: RESPONE,
  parts: [RESPONE],
  answer: { status: 'DealFlag', info: 'CheckInfo', at: '' },
  key: ['EtpsPreentNo'],
});

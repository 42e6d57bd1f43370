import { CREDIT_CLASSES } from '../registry/enterprise.ts';
import {
  EXPORT_PARTIES,
  type ExportPartyWord,
  type ExportSubject,
  exportClassOf,
} from './export-subject.ts';
import { type Field, fieldsOf } from './rule-fields.ts';
import { codesOf, type WatchKey } from './watch-keys.ts';

const { parcel, goods } = fieldsOf<ExportSubject>();

const LIST: Readonly<Record<string, Field<ExportSubject>>> = {
  'list.value': parcel('yuan', '清单总值', 'goods free on board', ({ fob }) => fob),
  'list.channel': {
    ...parcel('code', '申报业务类型', 'channel', ({ channel }) => channel),
    choices: ['A', 'B', 'D', 'L'],
  },
  'list.gross': parcel('decimal', '毛重', 'declared gross weight, kg', ({ list }) => {
    return list.grossWeight;
  }),
  'list.net': parcel('decimal', '净重', 'declared net weight, kg', ({ list }) => list.netWeight),
  'list.packs': parcel('count', '件数', 'packages', ({ list }) => list.packNo),
  'list.lines': parcel('count', '表体项数', 'lines of goods', ({ list }) => list.lines.length),
  'list.mode': parcel('code', '监管方式', 'trade mode: 9610, 1210, 9710, 9810', ({ list }) => {
    return list.tradeMode;
  }),
  'list.office': parcel('code', '申报地海关', 'customs code of declaration', ({ list }) => {
    return list.customsCode;
  }),
  'list.port': parcel('code', '口岸海关', 'customs code of the port', ({ list }) => list.portCode),
  'list.transport': parcel('code', '运输方式', 'trafMode', ({ list }) => list.trafMode),
  'list.vehicle': parcel('name', '运输工具', 'trafName', ({ list }) => list.trafName ?? ''),
  'list.voyage': parcel('name', '航班航次', 'voyageNo', ({ list }) => list.voyageNo ?? ''),
  'list.bill': parcel('name', '提运单号', 'billNo', ({ list }) => list.billNo ?? ''),
  'list.country': parcel('code', '运抵国', 'country of arrival', ({ list }) => list.country),
  'list.licence': parcel('name', '许可证号', 'licenseNo', ({ list }) => list.licenseNo ?? ''),
  'list.order': parcel('name', '订单编号', 'number of the order', ({ list }) => list.orderNo),
  'list.waybill': parcel('name', '运单编号', 'number of the waybill', ({ list }) => {
    return list.logisticsNo;
  }),
};

const GOODS: Readonly<Record<string, Field<ExportSubject>>> = {
  'goods.hs': goods('code', '商品编码', 'commodity code or heading', ({ gcode }) => gcode),
  'goods.name': goods('name', '商品名称', 'declared name', ({ gname }) => gname),
  'goods.item': goods('name', '商品货号', 'item number', ({ itemNo }) => itemNo ?? ''),
  'goods.country': goods('code', '最终目的国', 'final destination', ({ country }) => country),
  'goods.quantity': goods('decimal', '数量', 'declared quantity', ({ qty }) => qty),
  'goods.price': goods('decimal', '单价', 'unit price in its currency', ({ price }) => price),
  'goods.currency': goods('code', '币制', 'currency of the price', ({ currency }) => currency),
};

const NOTED: Readonly<Record<string, Field<ExportSubject>>> = {
  'platform.signals': parcel('count', '平台风险信号数', 'of the platform, 30 days', ({ noted }) => {
    return noted.platformSignals;
  }),
  'seller.signals': parcel('count', '企业风险信号数', 'of the seller, 30 days', ({ noted }) => {
    return noted.sellerSignals;
  }),
};

// The keys of a table are its own names, which the compiler does not see.
const PARTY_WORDS = Object.keys(EXPORT_PARTIES) as ExportPartyWord[];

const OF_PARTIES = PARTY_WORDS.flatMap((party): [string, Field<ExportSubject>][] => {
  const { zh, of } = EXPORT_PARTIES[party];
  const creditClass = parcel('code', `${zh}信用等级`, `credit class of the ${party}`, (one) => {
    return exportClassOf(one, party);
  });
  return [
    [`${party}.code`, parcel('code', `${zh}代码`, `code of the ${party}`, ({ list }) => of(list))],
    [`${party}.class`, { ...creditClass, choices: CREDIT_CLASSES }],
  ];
});

/** Every field of rules of exports by its name. */
export const EXPORT_FIELDS: ReadonlyMap<string, Field<ExportSubject>> = new Map([
  ...Object.entries(LIST),
  ...Object.entries(GOODS),
  ...OF_PARTIES,
  ...Object.entries(NOTED),
]);

/** What `watch "NAME" has KEY` may ask for of exports. */
export const EXPORT_WATCH_KEYS: ReadonlyMap<string, WatchKey<ExportSubject>> = new Map<
  string,
  WatchKey<ExportSubject>
>([
  ...PARTY_WORDS.map((party): [string, WatchKey<ExportSubject>] => {
    const { zh, of } = EXPORT_PARTIES[party];
    return [party, { zh, kinds: ['enterprise'], keys: ({ list }) => [of(list)] }];
  }),
  ['goods', { zh: '商品', kinds: ['hs'], keys: codesOf }],
  ['waybill', { zh: '运单', kinds: ['waybill'], keys: ({ list }) => [list.logisticsNo] }],
]);

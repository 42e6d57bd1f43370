import type { Finding } from '../base/finding.ts';
import { LAW } from '../matching/law.ts';
import { filled } from '../matching/outcome.ts';

/** Announcement on the supervision by status of goods in special zones and logistics centres. */
const STATUS_LAW = '海关总署公告2016年第72号 (GACC 2016 No.72, K)';
const ZONE_LAW = '海关总署令第256号 (综合保税区管理办法, K)';

/** Why a paper of the bonded centre is refused; `{name}` is filled in. */
export const STOCK_CODES = {
  'BND-BOOK': {
    zh: '账册[{book}]不存在或未启用',
    en: 'there is no open book {book}',
    law: `${ZONE_LAW}; STK-1`,
    hint: 'Name a book that customs has opened and not closed.',
    hintZh: '请填写已启用且未停用的账册编号。',
  },
  'BND-OWNER': {
    zh: '企业[{code}]不是账册[{book}]的经营单位或区内企业',
    en: '{code} neither owns book {book} nor keeps its warehouse',
    law: `${ZONE_LAW}; STK-1`,
    hint: 'The owner of the book, or the enterprise in the zone, declares.',
    hintZh: '应由账册经营单位或区内企业申报。',
  },
  'BND-OWN-NO': {
    zh: '企业内部编号[{ownNo}]已用于另一份单证[{paper}]',
    en: 'your number {ownNo} stands on another paper already: {paper}',
    law: `${ZONE_LAW}; STK-15`,
    hint: 'Give each paper a number of its own.',
    hintZh: '每份单证请使用新的企业内部编号。',
  },
  'BND-LINE': {
    zh: '账册[{book}]序号[{record}]{reasonZh}',
    en: 'line {record} of book {book} {reason}',
    law: `${ZONE_LAW}; STK-1`,
    hint: 'Name a line of the book with its item, commodity code and unit.',
    hintZh: '请按账册备案填写序号、货号、商品编码及计量单位。',
  },
  'BND-QUANTITY': {
    zh: '数量应大于零',
    en: 'the quantity is not above zero',
    law: `${ZONE_LAW}; STK-2`,
    hint: 'Write a quantity above zero in the declared unit.',
    hintZh: '请填写大于零的申报数量。',
  },
  'BND-TWICE': {
    zh: '[{what}]重复',
    en: '{what} stands twice',
    law: `${ZONE_LAW}; STK-15`,
    hint: 'Leave the second one out.',
    hintZh: '请删除重复项。',
  },
  'BND-AHEAD': {
    zh: '账册序号[{record}]申报数量{said}超过核放单[{slip}]先入区未申报数量{there}',
    en: 'line {record}: {said} is declared, {there} came ahead on slip {slip}',
    law: `${ZONE_LAW}; STK-3, GATE-1`,
    hint: 'Declare what came on a slip of type 1 that has crossed, and no more.',
    hintZh: '请按已过卡的先入区核放单实际数量申报。',
  },
  'BND-POSITIVE': {
    zh: '商品编码[{hs}]不在跨境电商零售进口商品清单内',
    en: 'code {hs} is not on the positive list',
    law: `${LAW.ministries}; STK-5`,
    hint: 'Such goods enter as ordinary bonded goods or by general trade.',
    hintZh: '请按一般保税货物或一般贸易办理。',
  },
  'BND-STATE': {
    zh: '单证[{paper}]状态[{state}]不允许此操作',
    en: 'paper {paper} is {state}: this cannot be done any more, or not yet',
    law: `${ZONE_LAW}; GATE-3`,
    hint: 'Look at the paper: GET /v1/stock/papers.',
    hintZh: '请查询单证状态。',
  },
  'BND-AMEND': {
    zh: '单证[{paper}]已审核，不能变更',
    en: 'paper {paper} is approved and cannot be changed',
    law: `${ZONE_LAW}; STK-3`,
    hint: 'Declare it void (3) while it is on no slip, then declare anew under another number.',
    hintZh: '未绑定核放单前可作废（3），再以新编号重新申报。',
  },
  'BND-KIND': {
    zh: '暂不受理清单类型[{kind}]的出区核注清单',
    en: 'exit lists of kind {kind} are not decided on here',
    law: `${ZONE_LAW}; STK-3`,
    hint: 'Parcels leave on an exit list of kind 8 that names their lists (InvtCbecBill).',
    hintZh: '跨境电商出区请填写类型8并列明清单编号（InvtCbecBill）。',
  },
  'BND-LIST': {
    zh: '清单[{list}]{reasonZh}',
    en: 'list {list} {reason}',
    law: `${LAW.supervision}; STK-6, GATE-4`,
    hint: 'Only released lists of this book that leave for the first time.',
    hintZh: '仅限本账册已放行且未出区的清单。',
  },
  'BND-SUM': {
    zh: '账册序号[{record}]核注数量{said}与清单汇总数量{sum}不一致',
    en: 'line {record}: {said} is declared, the lists take {sum}',
    law: `${LAW.supervision}; STK-6`,
    hint: 'The exit list has exactly the goods of its parcel lists.',
    hintZh: '出区核注清单应与所列清单汇总一致。',
  },
  'BND-SHORT': {
    zh: '账册[{book}]序号[{record}]申请{asked}，状态[{status}]可用{free}',
    en: 'line {record} of book {book}: {asked} is asked for, {free} is free of what is {status}',
    law: `${ZONE_LAW}; STK-2`,
    hint: 'What is promised to lists or papers, past its day or in sets is not free.',
    hintZh: '已被清单或单证占用、已过期及套装内的货物不可用。',
  },
  'BND-LOT': {
    zh: '序号[{record}]下无状态为[{status}]的批次[{lotNo}]',
    en: 'line {record} has no lot {lotNo} that is {status}',
    law: `${STATUS_LAW}; STK-8`,
    hint: 'Look at the lots of the line: GET /v1/stock/books.',
    hintZh: '请查询该序号的批次。',
  },
  'BND-SET': {
    zh: '批次[{lotNo}]为套装，仅可由加工单整套拆分',
    en: 'lot {lotNo} is of sets: they are taken apart whole, by a processing order',
    law: `${ZONE_LAW}; STK-10`,
    hint: 'Name the lot for each line of the set, with what a whole number of sets holds.',
    hintZh: '请按整套数量列明套装各序号。',
  },
  'BND-CONSERVE': {
    zh: '账册序号[{record}]投入{put}，产出{made}，数量不守恒',
    en: 'line {record}: {put} goes in, {made} comes out',
    law: `${ZONE_LAW}; STK-10`,
    hint: 'As much comes out as goes in; what broke is destroyed by a paper of its own.',
    hintZh: '各序号投入与产出应相等；损耗另行申报销毁。',
  },
  'BND-HEADING': {
    zh: '产出商品编码[{hs}]与投入[{from}]税目（前4位）不同',
    en: 'what comes out has code {hs}, what goes in {from}: that is another heading',
    law: `${ZONE_LAW}; STK-10`,
    hint: 'Work that changes the first four digits is processing trade and has a book of its own.',
    hintZh: '改变税目的属加工贸易，应另设账册。',
  },
  'BND-WORK': {
    zh: '加工类型[{work}]与产出不符',
    en: '{work} does not make this: several lines together, and only they, are a set with a number',
    law: `${ZONE_LAW}; STK-10`,
    hint: 'Declare work `sets` and give the set a number, or one component an output and none.',
    hintZh: '组套请填sets并填写套装编号；其他加工每项产出仅一个序号。',
  },
  'BND-OWNERS': {
    zh: '不同货主[{one}][{other}]的货物不得合并加工',
    en: 'goods of {one} and of {other} are worked together',
    law: `${STATUS_LAW}; STK-8`,
    hint: 'Name lots of one owner, and write an order for each owner.',
    hintZh: '请按货主分别申报并指定批次。',
  },
  'BND-MIXED': {
    zh: '库位[{location}]存有状态[{there}]的货物，不得存放[{status}]货物',
    en: 'at {location} lie goods that are {there}: none that are {status} may lie there',
    law: `${STATUS_LAW}; STK-8`,
    hint: 'Name another place; statuses never mix in one.',
    hintZh: '请另选库位；不同状态货物不得混放。',
  },
  'BND-CHANGE': {
    zh: '状态[{from}]不得转为[{to}]',
    en: 'goods that are {from} do not become {to}',
    law: `${STATUS_LAW}; STK-8`,
    hint: 'docs/STOCK.md lists what may become what, and by which document.',
    hintZh: '可转换的状态及所需单证见文档。',
  },
  'BND-UNTIL': {
    zh: '展示货物须填写不早于当日的截止日期',
    en: 'goods on display need a last day, from today on',
    law: `${ZONE_LAW}; O2O-4`,
    hint: 'Write until when they are back.',
    hintZh: '请填写展示截止日期。',
  },
  'BND-DISPOSAL': {
    zh: '状态[{status}]的货物不得以[{way}]方式出账',
    en: 'goods that are {status} do not leave the book by {way}',
    law: `${ZONE_LAW}; STK-5, STK-13`,
    hint: 'Goods past their day are destroyed or returned abroad, never sold.',
    hintZh: '过期货物应销毁或退运，不得销售。',
  },
  'BND-SIDE': {
    zh: '应由账册[{book}]一方先申报',
    en: 'the side of book {book} declares this first',
    law: '海关总署公告2023年第185号 (GACC 2023 No.185, K); STK-11',
    hint: 'In one zone the receiving side declares first, between zones the giving side.',
    hintZh: '区内流转由转入方先申报，区间流转由转出方先申报。',
  },
  'BND-ARTICLE': {
    zh: '转出序号[{record}]与转入序号[{to}]不一致：{what}',
    en: 'lines {record} and {to} of the two books differ in {what}',
    law: `${ZONE_LAW}; STK-11`,
    hint: 'Goods keep their article, code and unit when they change the book.',
    hintZh: '流转货物的货号、商品编码及计量单位应一致。',
  },
  'BND-OTHER-SIDE': {
    zh: '转出序号[{record}]至转入序号[{to}]：先申报方{said}，确认方{other}',
    en: 'line {record} to line {to}: {said} was declared, {other} is confirmed',
    law: `${ZONE_LAW}; STK-11`,
    hint: 'Both sides agree line by line; else it is taken back and declared anew.',
    hintZh: '双方应逐项一致；不一致的请作废后重新申报。',
  },
  'GATE-PAPER': {
    zh: '关联单证[{paper}]{reasonZh}',
    en: 'paper {paper} {reason}',
    law: `${ZONE_LAW}; GATE-1`,
    hint: 'Bind papers of this way that are approved and on no other open slip.',
    hintZh: '请关联同进出标志、已审核且未被其他核放单占用的单证。',
  },
  'GATE-BINDING': {
    zh: '绑定类型[{binding}]与关联单证数[{count}]不符',
    en: 'binding kind {binding} does not go with {count} papers',
    law: `${ZONE_LAW}; GATE-1`,
    hint: '1: one vehicle, many papers. 2: one and one. 3: one paper, many vehicles, with shares.',
    hintZh: '1一车多票，2一车一票，3一票多车（须填本车货物）。',
  },
  'GATE-VEHICLE': {
    zh: '车辆[{vehicle}]已在核放单[{paper}]上',
    en: 'vehicle {vehicle} is on the open slip {paper}',
    law: `${ZONE_LAW}; GATE-1`,
    hint: 'Wait until it has crossed, or cancel that slip.',
    hintZh: '请待其过卡或作废该核放单。',
  },
  'GATE-WEIGHT-SUM': {
    zh: '总重量{total}不等于车自重、车架重、箱重与货物毛重之和{sum}',
    en: 'the total of {total} kg is not tare, frame, container and goods: {sum} kg',
    law: `${ZONE_LAW}; GATE-2`,
    hint: 'totalWt = tare + frame + container + gross weight of the goods.',
    hintZh: '总重量=车自重+车架重+箱重+货物毛重。',
  },
  'GATE-SHARE': {
    zh: '[{paper}]第{seq}项本车数量{said}超过未过卡数量{left}',
    en: 'paper {paper}, line {seq}: {said} on this vehicle, {left} is not through yet',
    law: `${ZONE_LAW}; GATE-1`,
    hint: 'The shares of all vehicles add up to the paper.',
    hintZh: '各车数量之和不得超过单证数量。',
  },
  'GATE-SLIP': {
    zh: '核放单[{paper}]不存在',
    en: 'there is no slip {paper}',
    law: `${ZONE_LAW}; GATE-5`,
    hint: 'Read the number again; without a slip nothing passes.',
    hintZh: '请核对核放单编号；无核放单不得过卡。',
  },
  'GATE-CROSSED': {
    zh: '核放单[{paper}]已于{at}过卡',
    en: 'slip {paper} crossed already, at {at}',
    law: `${ZONE_LAW}; GATE-5, GATE-7`,
    hint: 'Each slip lets one vehicle through once.',
    hintZh: '每份核放单仅限一车过卡一次。',
  },
  'GATE-OTHER-VEHICLE': {
    zh: '车辆[{vehicle}]与核放单车辆[{declared}]不符',
    en: 'vehicle {vehicle} is not the {declared} of the slip',
    law: `${ZONE_LAW}; GATE-5`,
    hint: 'Send the vehicle to the yard.',
    hintZh: '请引导车辆至查验场。',
  },
  'GATE-SEAL': {
    zh: '关锁异常',
    en: 'the seal is broken or missing',
    law: `${ZONE_LAW}; GATE-5`,
    hint: 'Send the vehicle to the yard.',
    hintZh: '请引导车辆至查验场。',
  },
  'GATE-WEIGHT': {
    zh: '地磅重量{weighed}与申报总重量{declared}相差超过允许范围{tolerance}',
    en: 'the scale says {weighed} kg, the slip {declared} kg: further apart than {tolerance} kg',
    law: 'GATE-2 (the tolerance is set by the zone)',
    hint: 'Send the vehicle to the yard.',
    hintZh: '请引导车辆至查验场。',
  },
  'GATE-SHORT': {
    zh: '账册[{book}]序号[{record}]可出区数量不足：需{asked}，未过保质期库存{there}',
    en: 'line {record} of book {book}: {asked} leaves, but {there} lies there that is not expired',
    law: `${STATUS_LAW}; STK-12`,
    hint: 'Count the shelf; expired goods are destroyed or returned, never sold.',
    hintZh: '请盘点库存；过期商品不得销售，应销毁或退运。',
  },
  'GATE-CROSSING-ID': {
    zh: '过卡编号[{id}]已用于另一次过卡',
    en: 'crossing {id} is another one that was reported before',
    law: 'GATE-7',
    hint: 'Give each crossing a number of its own; report the same one again as it was.',
    hintZh: '每次过卡请使用新的编号；重复上报应与原内容一致。',
  },
} as const;

export type StockCode = keyof typeof STOCK_CODES;

/** A finding about stock, its papers or the gate. */
export function stockFinding(
  code: StockCode,
  path: string | null,
  values: Readonly<Record<string, string>> = {},
): Finding {
  const { zh, en, law, hint, hintZh } = STOCK_CODES[code];
  return { code, zh: filled(zh, values), en: filled(en, values), path, law, hint, hintZh };
}

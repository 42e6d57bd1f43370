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
  'BND-FROZEN': {
    zh: '账册[{book}]序号[{record}]正在盘点[{count}]，暂停移动',
    en: 'line {record} of book {book} is being counted: {count}',
    law: `${ZONE_LAW}; STK-14`,
    hint: 'Come again when the count is closed or cancelled.',
    hintZh: '请待盘点结束或作废后再办理。',
  },
  'BND-COUNT': {
    zh: '{where}{reasonZh}',
    en: '{where} {reason}',
    law: `${ZONE_LAW}; STK-14`,
    hint: 'Look at the count: GET /v1/stock/counts.',
    hintZh: '请查询盘点单。',
  },
  'BND-UNCOUNTED': {
    zh: '序号[{record}]批次[{lot}]库位[{place}]尚未盘点，账面数量{book}',
    en: 'lot {lot} of line {record} at {place} was not counted; the book has {book}',
    law: `${ZONE_LAW}; STK-14`,
    hint: 'Count it; what is not there is counted as 0.',
    hintZh: '请补盘；实物不存在的请报数量0。',
  },
  'BND-UNEXPLAINED': {
    zh: '序号[{record}]批次[{lot}]库位[{place}]实盘{shelf}、仓库{warehouse}、账面{book}不一致且未处理',
    en: 'lot {lot} of line {record} at {place}: shelf {shelf}, warehouse {warehouse}, book {book}',
    law: `${ZONE_LAW}; STK-14`,
    hint: 'Explain the difference by a paper and a reason, have it taxed, or declare a surplus.',
    hintZh: '请以单证和原因说明差异，或补税，或报溢余。',
  },
  'BND-PROMISED': {
    zh: '序号[{record}]短少{short}，可用数量仅{free}，其余已被清单占用',
    en: 'line {record} is short of {short}, but only {free} is not promised to lists',
    law: `${ZONE_LAW}; STK-7, STK-14`,
    hint: 'Withdraw lists until what is promised is on the shelf.',
    hintZh: '请先撤销清单，使占用数量不超过实物。',
  },
  'BND-CELL': {
    zh: '单元格{cell}：{reasonZh}',
    en: 'cell {cell}: {reason}',
    law: 'docs/STOCK.md',
    hint: 'Correct the cell; nothing of the file was taken.',
    hintZh: '请更正后重新上传，本文件未处理任何一行。',
  },
  'BND-EVENT-ID': {
    zh: '编号[{id}]已用于其他内容',
    en: 'number {id} was used for something else before',
    law: `${ZONE_LAW}; STK-15`,
    hint: 'Give each event a number of its own; report the same one again as it was.',
    hintZh: '每个事件请使用新的编号；重复上报应与原内容一致。',
  },
  'BND-DOCUMENT': {
    zh: '货物移动{reasonZh}',
    en: 'a movement {reason}',
    law: `${ZONE_LAW}; STK-15`,
    hint: 'Name the paper or the list behind it: "entry QD...", "list 4612...".',
    hintZh: '请填写所依据的单证或清单，例如 "entry QD..."、"list 4612..."。',
  },
  'BND-PLACE': {
    zh: '库位[{place}]{reasonZh}',
    en: 'place {place} {reason}',
    law: `${STATUS_LAW}; STK-8`,
    hint: 'Name another place.',
    hintZh: '请更换库位。',
  },
  'BND-NOT-THERE': {
    zh: '序号[{record}]在库位[{place}]可移动数量{there}，不足{asked}',
    en: 'line {record}: {asked} is moved from {place}, where {there} may be moved',
    law: `${ZONE_LAW}; STK-15`,
    hint: 'Report first what brought the goods there (put-away, release of the entry), then again.',
    hintZh: '请先上报此前的上架等移动，或待核注清单放行后重报。',
  },
  'BND-RECEIVED': {
    zh: '核注清单[{paper}]已上报收货结果',
    en: 'what was received of entry list {paper} was reported before, and otherwise',
    law: `${ZONE_LAW}; STK-4`,
    hint: 'Put a wrong report right by a stock-take.',
    hintZh: '如有差错请通过盘点更正。',
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

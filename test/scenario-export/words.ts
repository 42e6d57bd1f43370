import { present } from '../../src/base/assert.ts';
import { stamp14 } from '../../src/base/dates.ts';
import { parseFen } from '../../src/base/fen.ts';
import type { OverseasWarehouse } from '../../src/registry/overseas-warehouse.ts';
import { writeOverseasWarehouses } from '../../src/registry/warehouse-store.ts';
import { withHead, withLine } from '../../src/sandbox/world/document.ts';
import { DOLLAR, EURO, type Money, ROUBLE, YUAN } from '../../src/sandbox/world/export/money.ts';
import {
  type ExportSale,
  orderSenderOf,
  type Sold,
  sells,
} from '../../src/sandbox/world/export/sale.ts';
import { noteOf, papersOf, shippedOf } from '../../src/sandbox/world/export/story.ts';
import type { ExportDocuments } from '../../src/sandbox/world/export/write-export.ts';
import { summaryOf, withdrawalOf } from '../../src/sandbox/world/export/write-request.ts';
import { returnOf, tallyOf } from '../../src/sandbox/world/export/write-return.ts';
import {
  arrivalOf,
  departureOf,
  MOMENT_SLOT,
  masterOf,
} from '../../src/sandbox/world/export/write-shipment.ts';
import { AGENTS, PARTIES } from '../../src/sandbox/world/parties.ts';
import { takeBack } from '../flows/take-backs.ts';
import { AGENT, CARRIER, PAYFIRM, PLATFORM, SELLER, SITE } from '../flows/zone.ts';
import { instantOf } from '../scenario/values.ts';
import { after, before, named, pairsOf, splitAt } from '../scenario-stock/world.ts';
import { listNoOf, sendNamed } from './answers.ts';
import { DECLARED_WORDS } from './declared-words.ts';
import { expects } from './expects.ts';
import type { Stage, Word } from './world.ts';

const MONEYS: readonly Money[] = [YUAN, DOLLAR, EURO, ROUBLE];
/** Everything of a case travels the same way. */
const ROUTE = {
  ...{ carrier: CARRIER, agent: AGENT, site: SITE, country: '502', pod: '3154' },
  ...{ trafName: 'CZ3098', voyageNo: 'CZ328', billNo: '784-12345675' },
};

/**
 * `parcel P mode 9610 channel B digits 10 currency 142 freight 0 insurance 0 seller CODE`, then
 * goods: `sold 6109100021 2 39.00`, once or more; without any one plain article. Nothing is sent.
 */
const parcel: Word = async (stage, [name = '', ...words]) => {
  const [fields = [], ...goods] = splitAt(words, 'sold');
  const said = new Map(pairsOf(fields));
  const money = present(
    MONEYS.find(({ currency }) => currency === (said.get('currency') ?? '142')),
    'a currency of the cases',
  );
  const sum = (field: string) => present(parseFen(said.get(field) ?? '0'), field);
  const channel = (said.get('channel') ?? 'B') as ExportSale['channel'];
  const chosen: Partial<ExportSale> = {
    ...{ mode: (said.get('mode') ?? '9610') as ExportSale['mode'], channel, money },
    digits: Number(said.get('digits') ?? (channel === 'A' ? 4 : 10)) as ExportSale['digits'],
    ...{ freight: sum('freight'), insurance: sum('insurance') },
    ...{ platform: PLATFORM, payment: PAYFIRM, second: 3_600 },
    seller: PARTIES.find(({ code }) => code === said.get('seller')) ?? SELLER,
    sold: goods.length === 0 ? [plain(stage, money)] : goods.map((one) => soldOf(stage, one)),
  };
  stage.parcels.set(name, papersOf(stage.shop, ROUTE, chosen));
  return [];
};

function plain({ law }: Stage, money: Money): Sold {
  return sells(law.articles.plain[0]!, 2n, money);
}

function soldOf({ law }: Stage, [hs = '', quantity = '', price = '']: readonly string[]): Sold {
  const article = Object.values(law.articles)
    .flat()
    .find((one) => one.hs === hs);
  return {
    article: present(article, `an article of code ${hs}`),
    quantity: BigInt(quantity),
    price: present(parseFen(price), 'a price'),
  };
}

type Part = keyof ExportDocuments;

/** `order P`, with other elements if any: `order P goodsValue 62 line 1 qty 3`. */
const document =
  (part: Part): Word =>
  async (stage, [name = '', ...words]) => {
    const papers = changed(stage, name, part, words);
    const { sale } = papers;
    const senders = {
      ...{ order: orderSenderOf(sale), collection: sale.payment, waybill: sale.carrier },
      list: sale.agent,
    };
    return sendNamed(stage, `${part} ${name}`, papers[part], senders[part]);
  };

/** The parcel with other elements in one of its documents, which it keeps. */
function changed(stage: Stage, name: string, part: Part, words: readonly string[]) {
  const papers = named(stage.parcels, name);
  const [head = [], ...lines] = splitAt(words, 'line');
  let one = withHead(papers[part], Object.fromEntries(pairsOf(head)));
  for (const [number = '', ...words] of lines) {
    const elements = Object.fromEntries(pairsOf(words));
    // A code always has ten characters; blanks stand behind one of fewer digits.
    const { gcode } = elements;
    const padded = gcode === undefined ? {} : { gcode: gcode.padEnd(10) };
    one = withLine(one, Number(number) - 1, { ...elements, ...padded });
  }
  const own = { ...papers, [part]: one };
  stage.parcels.set(name, own);
  return own;
}

const PARTS: readonly Part[] = ['order', 'collection', 'waybill', 'list'];
/** `declare P`: all four documents as they stand, the list last; what the list is refused with. */
const declare: Word = async (stage, [name = '']) => {
  const { mode } = named(stage.parcels, name).sale;
  const parts = PARTS.filter((part) => part !== 'collection' || mode === '9610');
  for (const part of parts.slice(0, -1)) {
    const findings = await document(part)(stage, [name]);
    if (findings.length > 0) return findings;
  }
  return document('list')(stage, [name]);
};

/** `same P waybill of Q`: from now on the list of P names the waybill of Q. */
const same: Word = async (stage, [name = '', , , other = '']) => {
  const { waybill } = named(stage.parcels, other);
  const { logisticsNo = '', grossWeight = '' } = waybill.head;
  changed(stage, name, 'list', ['logisticsNo', logisticsNo, 'grossWeight', grossWeight]);
  return [];
};

const WRITERS = { arrival: arrivalOf, master: masterOf, departure: departureOf } as const;
const LETTERS = { arrival: 'R', master: 'Z', departure: 'D' } as const;

/** `arrival A of P Q`, `master M of P Q`, `departure D of P Q`, other elements behind `but`. */
const shipment =
  (kind: keyof typeof WRITERS): Word =>
  async (stage, [name = '', , ...words]) => {
    const [names = [], elements = []] = splitAt(words, 'but');
    const papers = names.map((one) => named(stage.parcels, one));
    const { shop, desk } = stage;
    const note = noteOf(shop, LETTERS[kind]);
    const written = WRITERS[kind](shop.random, shippedOf(papers), note);
    const moment = written.head.leaveTime === MOMENT_SLOT ? stamp14(desk.clock.now()) : undefined;
    const timed = moment === undefined ? written : withHead(written, { leaveTime: moment });
    const own = withHead(timed, Object.fromEntries(pairsOf(elements)));
    const { site, agent, carrier } = papers[0]!.sale;
    const sender = { arrival: site, master: agent, departure: carrier }[kind];
    return sendNamed(stage, `${kind} ${name}`, own, sender);
  };

/** `withdraw W of P`, or of another declarant `withdraw W of P by 4101960A02`. */
const withdraw: Word = async (stage, [name = '', , of = '', , by]) => {
  const papers = named(stage.parcels, of);
  const invtNo = await listNoOf(stage, of);
  const sender = AGENTS.find(({ code }) => code === by) ?? papers.sale.agent;
  const parties = { agentCode: sender.code, agentName: sender.name };
  const request = withdrawalOf(stage.shop, papers, { invtNo, ...parties });
  return sendNamed(stage, `withdrawal ${name}`, request, sender);
};

/**
 * `return R of P`: all its goods; `return R of P line 1 2.5 line 2 1 but ieFlag E`; `return R of P
 * with Q`: the same, under the waybill of return Q.
 */
const bringBack: Word = async (stage, [name = '', , of = '', ...words]) => {
  const papers = named(stage.parcels, of);
  const [told = [], elements = []] = splitAt(words, 'but');
  const [, ...goods] = splitAt(before([...told, 'with'], ['with']), 'line');
  const other = after(told, 'with');
  const under = other === undefined ? null : named(stage.sent, `return ${other}`).document.head;
  const request = returnOf(
    stage.shop,
    papers,
    goods.map(([gnum = '', qty = '']) => [gnum, qty] as const),
    {
      invtNo: await listNoOf(stage, of),
      ...(under === null ? {} : { logisticsNo: under.logisticsNo, billNo: under.billNo }),
      ...Object.fromEntries(pairsOf(elements)),
    },
  );
  return sendNamed(stage, `return ${name}`, request, papers.sale.agent);
};

/** `drop R`: the return is deleted by its sender; `drop M master`: the same of another document. */
const drop: Word = async (stage, [name = '', kind = 'return']) => {
  const { document, sender } = named(stage.sent, `${kind} ${name}`);
  return sendNamed(stage, `drop ${name}`, withHead(document, { appType: '3' }), sender);
};

/** `change M master billNo X`: it is sent again as a change (appType 2), with other elements. */
const change: Word = async (stage, [name = '', kind = '', ...words]) => {
  const { document, sender } = named(stage.sent, `${kind} ${name}`);
  const changes = { ...Object.fromEntries(pairsOf(words)), appType: '2' };
  return sendNamed(stage, `change ${name}`, withHead(document, changes), sender);
};

/** `undo P`: two officers take the closing of its list back. */
const undo: Word = async (stage, [name = '']) => {
  const { clock, house } = stage.desk;
  // Decisions on one list are not of the same millisecond.
  clock.advance(1_000);
  const findings = await takeBack(house, await listNoOf(stage, name));
  clock.advance(1_000);
  return findings;
};

/** `tally T of R`: the site names the return; `but invtNo -`: all under its waybill. */
const tally: Word = async (stage, [name = '', , of = '', ...words]) => {
  const { document } = named(stage.sent, `return ${of}`);
  const said = pairsOf(splitAt(words, 'but')[1] ?? []);
  const elements = said.map(([element, value]) => [element, value === '-' ? undefined : value]);
  const record = tallyOf(stage.shop, document, SITE, Object.fromEntries(elements));
  return sendNamed(stage, `tally ${name}`, record, SITE);
};

/**
 * `summary S of P Q`: the lists by their numbers; `summary S for P from 2020-09-01T00:00:00 until
 * 2020-09-30T23:59:59`: of the consignor and declarant of P, what was closed in the period.
 */
const summary: Word = async (stage, [name = '', how, ...words]) => {
  const names = before(words, ['from', 'until']);
  const papers = names.map((one) => named(stage.parcels, one));
  const moment = (word: string) => stamp14(instantOf(after(words, word) ?? ''));
  const period = how === 'for' ? { startTime: moment('from'), endTime: moment('until') } : null;
  const lists = papers.map(({ list }) => list);
  const written = summaryOf(stage.shop, lists, period);
  const numbers =
    period === null ? await Promise.all(names.map((one) => listNoOf(stage, one))) : [];
  const request = { ...written, lines: numbers.map((invtNo) => ({ invtNo })) };
  return sendNamed(stage, `summary ${name}`, request, papers[0]!.sale.agent);
};

/** `warehouse HW7 of 4101960S01 in 502 from 2020-09-18 until 2020-10-01`: so it is on file. */
const warehouse: Word = async ({ zone, desk }, [number = '', ...words]) => {
  const said = new Map(pairsOf(words));
  const row: OverseasWarehouse = {
    enterpriseCode: said.get('of') ?? '',
    country: said.get('in') ?? '',
    from: said.get('from') ?? '',
    until: said.get('until') ?? null,
    ...{ number, name: number, proof: 'lease' },
  };
  await zone.register((tx) => writeOverseasWarehouses(tx, [row]));
  await desk.sweep();
  return [];
};

/** `at 2020-09-30T23:59:59`: it is then. */
const at: Word = async ({ desk }, [time = '']) => {
  desk.clock.set(instantOf(time));
  await desk.sweep();
  return [];
};

/** `sweep`: what the platform does every second. */
const sweep: Word = async ({ desk }) => {
  await desk.sweep();
  return [];
};

/** `again P`: the parcel is to be declared once more, with a number of its own for the list. */
const again: Word = async (stage, [name = '']) => {
  changed(stage, name, 'list', ['copNo', stage.shop.fresh('L')]);
  return [];
};

/** What happens in a case. */
export const WORDS: Readonly<Record<string, Word>> = {
  ...{ parcel, declare, same, withdraw, summary, warehouse, at, sweep, again, expect: expects },
  ...{ order: document('order'), collection: document('collection') },
  ...{ waybill: document('waybill'), list: document('list') },
  ...{ arrival: shipment('arrival'), master: shipment('master') },
  departure: shipment('departure'),
  ...{ return: bringBack, tally, drop, change, undo },
  ...DECLARED_WORDS,
};

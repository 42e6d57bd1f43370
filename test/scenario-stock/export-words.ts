import { randomUUID } from 'node:crypto';
import { present } from '../../src/base/assert.ts';
import { type Instant, stamp14 } from '../../src/base/dates.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { FiledReceipt } from '../../src/receipts/receipt.ts';
import { readReceipts } from '../../src/receipts/store.ts';
import type { BookLine } from '../../src/registry/book.ts';
import type { Profile } from '../../src/registry/profile.ts';
import { type ExportDocument, withHead, withLine } from '../../src/sandbox/world/document.ts';
import { type ExportWorldLaw, exportWorldLaw } from '../../src/sandbox/world/export/law.ts';
import { YUAN } from '../../src/sandbox/world/export/money.ts';
import { sells } from '../../src/sandbox/world/export/sale.ts';
import {
  type ExportPapers,
  type ExportShop,
  noteOf,
  papersOf,
  shippedOf,
} from '../../src/sandbox/world/export/story.ts';
import { summaryOf, withdrawalOf } from '../../src/sandbox/world/export/write-request.ts';
import { returnOf, tallyOf } from '../../src/sandbox/world/export/write-return.ts';
import { arrivalOf, departureOf, masterOf } from '../../src/sandbox/world/export/write-shipment.ts';
import { AREAS, type Party } from '../../src/sandbox/world/parties.ts';
import { takeBack } from '../flows/take-backs.ts';
import { AGENT, CARRIER, PAYFIRM, PLATFORM, SELLER, SITE, START } from '../flows/zone.ts';
import {
  articleOf,
  listNoOf,
  named,
  pairsOf,
  type Stage,
  splitAt,
  type Told,
  type Word,
} from './world.ts';

/** The first line of a book with an article that is exported; those of imports come before. */
const FIRST = 501;
const LINES = 3;

/** The article of such a line. */
function exportArticleOf({ articles }: Pick<ExportWorldLaw, 'articles'>, recordNo: string) {
  const article = articles.plain[Number(recordNo) - FIRST];
  if (article === undefined) throw new Error(`line ${recordNo} has no article for export`);
  return article;
}

/** Lines of a book with articles that may be exported: 501 and on. */
export function exportLines(law: ExportWorldLaw, bookNo: string): BookLine[] {
  return Array.from({ length: LINES }, (_, i) => {
    const recordNo = String(FIRST + i);
    const article = exportArticleOf(law, recordNo);
    const { itemNo, hs, name, unit, unit1, perUnit1, unit2, perUnit2, price } = article;
    const units = { unit, unit1, perUnit1, unit2, perUnit2 };
    return { bookNo, recordNo, itemNo, hs, name, country: '142', ...units, price, currency: '142' };
  });
}

/** The declared unit of a line of the book. */
export function unitOf({ law }: Stage['shop'], recordNo: string): string {
  return Number(recordNo) < FIRST ? articleOf(recordNo).unit : exportArticleOf(law, recordNo).unit;
}

/** Everything leaves the same way. */
const ROUTE = {
  ...{ carrier: CARRIER, agent: AGENT, site: SITE, country: '502', pod: '3154' },
  ...{ trafName: 'CZ3098', voyageNo: 'CZ328', billNo: '784-12345675' },
};
const CUSTOMS = { customsCode: '4612' };

/** What documents of exports are made with; `mark` and `digits` are in their numbers. */
export function openExportShop(profile: Profile, mark: string, digits: string): ExportShop {
  const law = present(exportWorldLaw(profile, START), 'a law of exports');
  let numbers = 0;
  const next = (): number => {
    numbers += 1;
    return numbers;
  };
  const fresh = (letter: string): string => `${letter}${mark}${next()}`;
  const frame = { start: START, mark, digits };
  const desks = { payments: true, officers: true };
  return { random: seededRandom(BigInt(digits)), law, frame, desks, nextIndex: next, fresh };
}

/** Lines of a book and how much of each is sold. */
type BookedSale = readonly (readonly [recordNo: string, quantity: string])[];

/** The documents of a parcel out of a book, which agree in everything. */
export function areaPapers(shop: ExportShop, bookNo: string, sold: BookedSale): ExportPapers {
  const papers = papersOf(shop, ROUTE, {
    ...{ channel: 'B', digits: 10, money: YUAN, platform: PLATFORM, payment: PAYFIRM },
    ...{ seller: SELLER, second: 3_600 },
    sold: sold.map(([recordNo, quantity]) => {
      return sells(exportArticleOf(shop.law, recordNo), BigInt(quantity), YUAN);
    }),
  });
  const area = { tradeMode: '1210', emsNo: bookNo, iacCode: AREAS[0]!.code, ...CUSTOMS };
  let list = withHead(papers.list, area);
  for (const [i, [itemRecordNo]] of sold.entries()) list = withLine(list, i, { itemRecordNo });
  return { ...papers, list };
}

/** Sends documents in one message, as ones of their own each time; why they were refused. */
async function sent(
  stage: Stage,
  sender: Party,
  ...documents: readonly ExportDocument[]
): Promise<readonly Told[]> {
  const own = documents.map((one) => withHead(one, { guid: randomUUID().toUpperCase() }));
  await stage.desk.send(sender, ...own);
  const receipts = await allReceipts(stage, sender);
  return own.flatMap((one) => refusalOf(one, receipts));
}

function refusalOf(
  { type, head: { guid } }: ExportDocument,
  receipts: readonly FiledReceipt[],
): readonly Told[] {
  const first = receipts.filter((one) => one.recordGuid?.toUpperCase() === guid);
  const preNo = first.find(({ keys }) => keys.preNo !== undefined)?.keys.preNo;
  const later = receipts.filter(
    (one) => one.recordGuid === null && preNo !== undefined && one.keys.preNo === preNo,
  );
  const last = later.at(-1) ?? first.at(-1);
  if (last === undefined) throw new Error(`nothing was said to ${type}`);
  return last.status === '100' || last.status.startsWith('-') ? last.findings : [];
}

const PAGE = 1_000;

async function allReceipts({ zone }: Stage, { code }: Party): Promise<FiledReceipt[]> {
  const all: FiledReceipt[] = [];
  for (;;) {
    const page = await readReceipts(zone.db, code, all.at(-1)?.cursor ?? 0n, PAGE);
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}

/**
 * `ship P 501 2 502 1`: a parcel out of the book is declared, with its order, collection and
 * waybill; `but` stands before other elements of its list, `line 1` before those of a line.
 */
const ship: Word = async (stage, [name = '', ...words]) => {
  const { shop, bookNo } = stage;
  const [goods = [], elements = []] = splitAt(words, 'but');
  const sold = pairsOf(goods);
  const papers = areaPapers(shop, bookNo, sold);
  const [head = [], ...lines] = splitAt(elements, 'line');
  let list = withHead(papers.list, Object.fromEntries(pairsOf(head)));
  for (const [number = '', ...own] of lines) {
    list = withLine(list, Number(number) - 1, Object.fromEntries(pairsOf(own)));
  }
  stage.exported.set(name, { papers: { ...papers, list }, listNo: null });
  await sent(stage, PLATFORM, papers.order);
  await sent(stage, PAYFIRM, papers.collection);
  await sent(stage, CARRIER, papers.waybill);
  const findings = await sent(stage, AGENT, list);
  const { listNo = null } = (await exportCase(stage, name)) ?? {};
  stage.exported.set(name, { papers: { ...papers, list }, listNo });
  return findings;
};

/** The case of a parcel as it stands. */
export async function exportCase({ zone, exported }: Stage, name: string) {
  const [row] = await zone.db.query<{ state: string; listNo: string }>(
    'select state, list_no as "listNo" from export.cases where order_no = $1',
    [named(exported, name).papers.list.head.orderNo],
  );
  return row;
}

const WRITERS = {
  arrival: { write: arrivalOf, letter: 'R', sender: SITE },
  master: { write: masterOf, letter: 'Z', sender: AGENT },
  departure: { write: departureOf, letter: 'D', sender: CARRIER },
} as const;

/**
 * `arrive P Q`, `master P Q`, `depart P Q`: parcels at the site, on one bill, and gone. `depart P Q
 * also R`: two departures in one message.
 */
const shipment =
  (kind: keyof typeof WRITERS): Word =>
  async (stage, names) => {
    // Decisions on one list are not of the same millisecond.
    if (kind === 'departure') stage.desk.clock.advance(1_000);
    const documents = splitAt(names, 'also').map((some) => {
      const papers = some.map((one) => named(stage.exported, one).papers);
      return shipmentOf(stage.shop, kind, papers, stage.desk.clock.now()).document;
    });
    return sent(stage, WRITERS[kind].sender, ...documents);
  };

/** A transport document of parcels out of a book, and who sends it. */
export function shipmentOf(
  shop: ExportShop,
  kind: keyof typeof WRITERS,
  papers: readonly ExportPapers[],
  now: Instant,
): { readonly document: ExportDocument; readonly sender: Party } {
  const { write, letter, sender } = WRITERS[kind];
  const written = write(shop.random, shippedOf(papers), noteOf(shop, letter));
  const leaves = kind === 'departure' ? { leaveTime: stamp14(now) } : {};
  return { document: withHead(written, { ...CUSTOMS, ...leaves }), sender };
}

/** `recall P`: its declarant takes the list back (CEB605). */
const recall: Word = async (stage, [name = '']) => {
  const { papers } = named(stage.exported, name);
  const invtNo = listNoOf(stage, name);
  return sent(stage, AGENT, withdrawalOf(stage.shop, papers, { invtNo, ...CUSTOMS }));
};

/** `undo P`: two officers take the closing of its list back. */
const undo: Word = async (stage, [name = '']) => {
  const { clock, house } = stage.desk;
  // Decisions on one list are not of the same millisecond.
  clock.advance(1_000);
  const findings = await takeBack(house, listNoOf(stage, name));
  clock.advance(1_000);
  return findings;
};

/** `summary P Q`: their lists are to be declared together (CEB701). */
const summary: Word = async (stage, names) => {
  const lists = names.map((one) => named(stage.exported, one).papers.list);
  const lines = names.map((one) => ({ invtNo: listNoOf(stage, one) }));
  return sent(stage, AGENT, { ...summaryOf(stage.shop, lists), lines });
};

const returns = new Map<string, ExportDocument>();

/** `reclaim R of P`: its goods are to come back; `reclaim R of P 1`: so much of line 1. */
const reclaim: Word = async (stage, [name = '', , parcel = '', qty]) => {
  const { papers } = named(stage.exported, parcel);
  const goods = qty === undefined ? [] : [['1', qty] as const];
  const invtNo = listNoOf(stage, parcel);
  const request = returnOf(stage.shop, papers, goods, { invtNo, ...CUSTOMS });
  const findings = await sent(stage, AGENT, request);
  const [row] = await stage.zone.db.query<{ preNo: string }>(
    'select pre_no as "preNo" from export.returns where list_no = $1 order by pre_no desc limit 1',
    [invtNo],
  );
  if (row !== undefined) stage.refunds.set(name, row.preNo);
  returns.set(name, request);
  return findings;
};

/** `tally R`: its goods are there. */
const tally: Word = async (stage, [name]) =>
  sent(stage, SITE, tallyOf(stage.shop, named(returns, name), SITE, CUSTOMS));

/** What becomes of parcels that leave the country. */
export const EXPORT_WORDS: Readonly<Record<string, Word>> = {
  ...{ ship, recall, reclaim, tally, undo, arrive: shipment('arrival') },
  ...{ master: shipment('master'), depart: shipment('departure'), summary },
};

import { stamp14, startOfDay } from '../../../base/dates.ts';
import type { SeededRandom } from '../../../base/random.ts';
import type { Shelf } from '../books.ts';
import type { Elements, ExportDocument, ExportType } from '../document.ts';
import type { Short } from '../parcel.ts';
import type { Party } from '../parties.ts';
import type { Need, Traffic, Yard } from '../traffic/traffic.ts';
import type { WorldFrame } from '../write-sale.ts';
import type { ExportArticle } from './articles.ts';
import type { ExportWorldLaw } from './law.ts';
import { drawRoute, type ExportSale, orderSenderOf, ordinaryExport, type Route } from './sale.ts';
import type { DeclarationBody, Worth } from './write-declaration.ts';
import { type ExportDocuments, writeExport } from './write-export.ts';
import { MOMENT_SLOT, type Note, type Shipped } from './write-shipment.ts';

/** Another record of the story whose last receipt must have one of these statuses. */
export type ExportNeed = { readonly at: number; readonly status: readonly string[] };

/** One record that is sent, and what should become of it. */
export type ExportSent = {
  readonly document: ExportDocument;
  readonly sender: Party;
  /** Status of its last receipt; `waiting` of a list whose documents do not come. */
  readonly status: string;
  /** Code of the first finding; null where there is none, or any will do. */
  readonly code: string | null;
  /** Sent only when a year has passed, which no world waits for. */
  readonly late?: true;
  /** Of 1210, both numbers of STK-SHORT. */
  readonly short?: Short;
  /** Records of the story, and what has to happen in the special area. */
  readonly needs: readonly (ExportNeed | Need)[];
  /** Positions of the lists whose customs numbers it names, which nobody knows beforehand. */
  readonly names: readonly number[];
};

/** Whether something stands in the record that is known only once others have their answers. */
export function hasSlots({ names, document: { head } }: ExportSent): boolean {
  return names.length > 0 || head.leaveTime === MOMENT_SLOT;
}

/** What is done about a customs declaration while it stands at a status. */
export type DeclaredMove = {
  readonly at: string;
  /** The declarant takes it back, its duty is paid, an officer lets it go or returns it. */
  readonly does: 'withdraw' | 'pay' | 'release' | 'return';
  /** Why not; null where it is done. */
  readonly code: string | null;
};

/** A customs declaration (channel D) that is sent as JSON, and what should become of it. */
export type ExportDeclaration = {
  /** By which others name it, and its file is called. */
  readonly name: string;
  readonly body: DeclarationBody;
  readonly sender: Party;
  readonly needs: readonly (ExportNeed | Need)[];
  /** In the end; `refused` of what is not even taken. */
  readonly status: string;
  /** Code of the first finding; null where there is none, or any will do. */
  readonly code: string | null;
  /** Of each line; empty when it is returned at once or refused. */
  readonly worth: readonly Worth[];
  readonly moves: readonly DeclaredMove[];
};

/** Lists of a story that race for the same goods; which of them get some is open. */
export type ExportRace = {
  readonly set: string;
  readonly released: number;
  readonly returned: number;
  readonly code: string;
  readonly short: Short;
};

/** A line of a book with goods that only one story sells. */
export type Stall = Shelf & { readonly article: ExportArticle };

/** What happens in the special area in a story, beside its messages. */
export type AreaDoings = {
  readonly bookNo: string;
  readonly stalls: readonly Stall[];
  /** `gone`: lists whose goods the gate reports. */
  readonly traffic: Traffic;
  /** Guids of lists that an exit list of the story sums up. */
  readonly summed: readonly string[];
};

/** A warehouse of the special area out of which goods are sold abroad. */
export type ExportArea = {
  readonly keeper: Party;
  readonly bookNo: string;
  /** Writes its papers. */
  readonly yard: Yard;
  /** A line of its book that nothing else has. */
  readonly nextRecord: () => string;
  /** Whether its book may be counted: once. */
  readonly mayCount: () => boolean;
};

/** Parcels that have to do with each other: all that is sent of them, in an order of trade. */
export type ExportStory = {
  readonly kind: string;
  /** Parcels that are to be declared. */
  readonly parcels: number;
  readonly sent: readonly ExportSent[];
  readonly declarations: readonly ExportDeclaration[];
  readonly race?: ExportRace;
  /** Of goods of the special area. */
  readonly area?: AreaDoings;
};

/** Who sits at the desks of the authority. */
export type Desks = {
  /** Whether payments of duty are noted. */
  readonly payments: boolean;
  /** Whether officers conclude what they have in hand. */
  readonly officers: boolean;
};

/** What stories are made from. */
export type ExportShop = {
  readonly random: SeededRandom;
  readonly law: ExportWorldLaw;
  readonly frame: WorldFrame;
  /** Warehouses of the special area; absent where the world has no books of its own. */
  readonly areas?: readonly ExportArea[];
  /** Who of the authority does something about customs declarations. */
  readonly desks: Desks;
  /** Position of the next parcel. */
  readonly nextIndex: () => number;
  /** A number that nothing else of any world has. */
  readonly fresh: (letter: string) => string;
};

/** The documents of one parcel, and the sale behind them. */
export type ExportPapers = ExportDocuments & { readonly sale: ExportSale };

/** A story that is being told. */
export type Telling = {
  /** Adds a record; @returns its position */
  send(document: ExportDocument, sender: Party, more?: Partial<ExportSent>): number;
  /** Adds the documents of a parcel; @returns the position of its list */
  declare(papers: ExportPapers, list?: Partial<ExportSent>, without?: readonly Kind[]): number;
  /** Adds the documents of a parcel, without its list; @returns their positions */
  file(papers: ExportPapers, without?: readonly Kind[]): number[];
  /** Adds a customs declaration. */
  declareInFull(declaration: ExportDeclaration): void;
  /** The guid of a record that was added. */
  guidAt(at: number): string;
  end(more?: Pick<ExportStory, 'race' | 'area'>): ExportStory;
};

/** The documents beside the list. */
export type Kind = 'order' | 'collection' | 'waybill';

/** What customs says of documents that are in order, where it is not 120. */
const CONCLUDED: Readonly<Partial<Record<ExportType, string>>> = {
  ...{ CEB505: '399', CEB507: '399', CEB509: '399', CEB605: '399', CEB701: '399' },
  CEB215: '399',
};

/** Begins a story. */
export function tell(kind: string): Telling {
  const sent: ExportSent[] = [];
  const declarations: ExportDeclaration[] = [];
  let parcels = 0;
  const send: Telling['send'] = (document, sender, more = {}) => {
    const status = CONCLUDED[document.type] ?? '120';
    sent.push({ document, sender, status, code: null, needs: [], names: [], ...more });
    return sent.length - 1;
  };
  const file: Telling['file'] = ({ sale, ...papers }, without = []) => {
    const sides = { order: orderSenderOf(sale), collection: sale.payment, waybill: sale.carrier };
    const kept = (Object.keys(sides) as Kind[]).filter((name) => !without.includes(name));
    parcels += 1;
    return kept.map((name) => send(papers[name], sides[name]));
  };
  return {
    send,
    file,
    declare: (papers, list = {}, without = []) => {
      file(papers, without);
      return send(papers.list, papers.sale.agent, { status: '800', ...list });
    },
    declareInFull: (declaration) => {
      declarations.push(declaration);
    },
    guidAt: (at) => sent[at]?.document.head.guid ?? '',
    end: (more) => ({ kind, parcels, sent, declarations, ...more }),
  };
}

/** Whether a withdrawal of the list is granted. */
export function isWithdrawn({ sent }: ExportStory, list: ExportSent): boolean {
  const at = sent.indexOf(list);
  return sent.some(({ document, status, names }) => {
    return document.type === 'CEB605' && status === '399' && names.includes(at);
  });
}

/** A way out that no other parcels have. */
export function freshRoute({ random, fresh }: ExportShop): Route {
  return drawRoute(random, fresh('M'));
}

/** An ordinary sale on the route with some parts chosen, and its documents. */
export function papersOf(
  shop: ExportShop,
  route: Route,
  chosen: Partial<ExportSale> = {},
): ExportPapers {
  const { random, law, frame } = shop;
  const sale = { ...ordinaryExport(random, law, route, shop.nextIndex()), ...chosen };
  return { sale, ...writeExport(random, frame, sale) };
}

/** A document of the parcel with other elements in its head. */
export function changed(
  papers: ExportPapers,
  kind: keyof ExportDocuments,
  changes: Elements,
): ExportPapers {
  const document = papers[kind];
  return { ...papers, [kind]: { ...document, head: { ...document.head, ...changes } } };
}

/** A document of the parcel with other elements in its first line. */
export function changedLine(
  papers: ExportPapers,
  kind: 'order' | 'list',
  changes: Elements,
): ExportPapers {
  const document = papers[kind];
  const lines = document.lines.map((line, i) => (i === 0 ? { ...line, ...changes } : line));
  return { ...papers, [kind]: { ...document, lines } };
}

/** Parcels as documents of shipments name them. */
export function shippedOf(papers: readonly ExportPapers[]): Shipped {
  return papers.map(({ sale, waybill }) => ({ sale, waybillNo: waybill.head.logisticsNo ?? '' }));
}

/** Hours of the day at which parcels arrive, are put together, and leave. */
const HOURS = { R: 21, Z: 22, D: 23 } as const;

/** Number and time of a shipment's document. */
export function noteOf({ frame, fresh }: ExportShop, letter: keyof typeof HOURS): Note {
  const time = stamp14(startOfDay(frame.start) + HOURS[letter] * 3_600_000);
  return { copNo: fresh(letter), time };
}

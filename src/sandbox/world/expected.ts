import { formatFen } from '../../base/fen.ts';
import { keyOfDocument, type WorldType } from './document.ts';
import {
  type ExpectedDeclaration,
  expectedDeclaration,
  expectedExports,
  exportSets,
} from './export/expected-exports.ts';
import type { Placed, WorldMessage } from './messages.ts';
import { decidingList, type Goods, type Outcome, type Short } from './parcel.ts';
import type { WorldPlan } from './plan.ts';
import { type Tax, taxTotal } from './predict.ts';
import { type ExpectedStock, expectedStock } from './traffic/expected.ts';
import type { Need } from './traffic/traffic.ts';

/** One message file and what the window should answer. */
export type ExpectedMessage = {
  readonly file: string;
  readonly type: string;
  readonly sender: string;
  readonly records: number;
  /** `accepted`: 202. `refused`: a 4xx problem; nothing of it is stored. */
  readonly answer: 'accepted' | 'refused';
  /** True for a file that holds the bytes of an earlier one. */
  readonly duplicate: boolean;
  /** Send only when this record of another file has its final receipt. */
  readonly after: { readonly file: string; readonly record: number } | null;
  readonly damage: string | null;
  /**
   * Of a file in `requests/`: the list whose customs number takes the place of `{invtNo}`, before
   * the message is signed.
   */
  readonly names: { readonly file: string; readonly record: number } | null;
  /** Own number of the entry list that must count in its book before; absent for most. */
  readonly arrived?: string;
  /** What must have happened before, such as receipts of other records; absent for none. */
  readonly needs?: readonly Need[];
  /**
   * Of a file in `requests/`: lists whose numbers take the places of `{list:GUID}`. Of `{moment}`
   * the time of the last receipt of what it needs does.
   */
  readonly slots?: readonly string[];
};

/** One record and the last receipt its sender should have for it. */
export type ExpectedDocument = {
  readonly file: string;
  readonly record: number;
  readonly type: string;
  readonly key: string;
  readonly guid: string;
  readonly sender: string;
  readonly status: string;
  readonly kind: string;
  /** Of an accepted refund whose goods are reported. */
  readonly goods: ExpectedGoods | null;
  /** Of export: the code of the first finding; null: none, or any code. */
  readonly code?: string | null;
  /** Of export: lists with the same `set` are judged by counts. */
  readonly set?: string;
  /** Of a list of export that is returned for want of stock. */
  readonly short?: ExpectedShort;
};

/** The report that the goods of a refund are back, and what it comes to. */
export type ExpectedGoods = {
  /** Code of the supervision site that reports them. */
  readonly site: string;
  /** What is wrong with them; null when they are accepted. */
  readonly refused: string | null;
  readonly state: 'closed' | 'refused';
  /** Yuan given back. */
  readonly relief: ExpectedTax & { readonly dutiablePrice: string };
};

/** Both numbers of STK-SHORT, in declared units. */
export type ExpectedShort = { readonly asked: string; readonly free: string };

/** Tax in yuan. */
export type ExpectedTax = {
  readonly duty: string;
  readonly consumptionTax: string;
  readonly vat: string;
  readonly total: string;
};

/** One list and what should become of it. */
export type ExpectedList = {
  readonly orderNo: string;
  readonly ebpCode: string;
  readonly copNo: string;
  readonly file: string;
  readonly record: number;
  readonly guid: string;
  readonly sender: string;
  readonly kind: string;
  readonly status: string;
  /** Code of the first finding; null: released, waiting, or any code. */
  readonly code: string | null;
  readonly tax: ExpectedTax | null;
  /** Lists with the same `set` are judged together, by counts. */
  readonly set: string | null;
  /** Of a list that is returned for want of stock. */
  readonly short?: ExpectedShort;
};

/** How many lists of a set end how; which ones depends on the order of arrival. */
export type ExpectedSet = {
  readonly set: string;
  readonly kind: string;
  readonly released: number;
  readonly returned: number;
  readonly code: string;
  /** What those returned are told, where that is stock. */
  readonly short?: ExpectedShort;
};

/** A buyer's annual use when everything has been decided, yuan. */
export type ExpectedQuota = { readonly idNumber: string; readonly used: string };

/** The whole file `expected.json`. */
export type Expected = {
  readonly world: {
    readonly seed: string;
    readonly parcels: number;
    readonly start: string;
    readonly good: number;
  };
  readonly messages: readonly ExpectedMessage[];
  readonly documents: readonly ExpectedDocument[];
  readonly lists: readonly ExpectedList[];
  readonly sets: readonly ExpectedSet[];
  /** Customs declarations; only of worlds with parcels that leave. */
  readonly declarations?: readonly ExpectedDeclaration[];
  readonly quota: readonly ExpectedQuota[];
  /** Only with officers: lists are drawn, each with a chance of `most` millionths at most. */
  readonly draws?: { readonly most: number };
  /** Only under a law that keeps stock. */
  readonly stock?: ExpectedStock;
};

/** Name of the file of a message: its place in the order of sending, type, sender, damage. */
export function fileName(
  message: Pick<WorldMessage, 'sender'> &
    Partial<Pick<WorldMessage, 'damage' | 'copyOf'>> & { readonly type: WorldType },
  place: number,
): string {
  const number = String(place + 1).padStart(6, '0');
  const more = message.damage ?? ((message.copyOf ?? null) === null ? '' : 'again');
  const tail = more === '' ? '' : `-${more}`;
  return `${number}-${message.type}-${message.sender.code}${tail}.xml`;
}

/** Names of the files of exports, which follow the others. */
export function exportFiles({ messages, exports }: WorldPlan): string[] {
  const before = messages.length;
  return exports?.messages.map((message, i) => fileName(message, before + i)) ?? [];
}

/** What a plan says should happen, with the files' names. */
export function expectedOf(plan: WorldPlan): Expected {
  const { seed, parcels, start, good } = plan.arguments;
  const names = plan.messages.map(fileName);
  const exported = expectedExports(plan.exports?.messages ?? [], exportFiles(plan));
  const imported = plan.messages.flatMap((message, i) => documentsOf(plan, message, names[i]!));
  return {
    world: { seed: String(seed), parcels, start, good },
    messages: [
      ...plan.messages.map((message, i) => expectedMessage(message, names, i)),
      ...exported.messages,
    ],
    documents: [...imported, ...exported.documents],
    lists: plan.messages.flatMap((message, i) => listsOf(plan, message, names[i]!)),
    sets: [...setsOf(plan), ...exportSets(plan.exports?.stories ?? [])],
    ...(plan.exports === undefined
      ? {}
      : { declarations: plan.exports.declarations.map(expectedDeclaration) }),
    quota: quotaOf(plan),
    ...(plan.mostDrawn === undefined ? {} : { draws: { most: plan.mostDrawn } }),
    ...(plan.stock === undefined ? {} : { stock: expectedStock({ ...plan, stock: plan.stock }) }),
  };
}

function expectedMessage(
  message: WorldMessage,
  names: readonly string[],
  place: number,
): ExpectedMessage {
  const { type, sender, records, refused, copyOf, after, damage, arrived } = message;
  const { names: list } = message;
  return {
    file: names[place]!,
    type,
    sender: sender.code,
    records: records.length,
    answer: refused ? 'refused' : 'accepted',
    duplicate: copyOf !== null,
    after: after === null ? null : { file: names[after.message]!, record: after.record },
    damage,
    names: list === null ? null : { file: names[list.message]!, record: list.record },
    ...(arrived === null ? {} : { arrived }),
  };
}

function recordsOf(plan: WorldPlan, message: WorldMessage) {
  if (message.copyOf !== null) return [];
  return message.records.map((place, record) => ({ ...atPlace(plan, place), place, record }));
}

function atPlace(plan: WorldPlan, { parcel, at }: Placed) {
  const whole = plan.parcels[parcel]!;
  return { parcel: whole, sent: whole.sent[at]! };
}

function documentsOf(plan: WorldPlan, message: WorldMessage, file: string): ExpectedDocument[] {
  return recordsOf(plan, message).flatMap(({ parcel, sent, place, record }) => {
    const { document, sender } = sent;
    // The deciding list of a parcel stands under `lists`; other records have own receipts.
    if (sent.status === null || place.at === decidingList(parcel)) return [];
    return {
      file,
      record,
      type: document.type,
      key: keyOfDocument(document),
      guid: document.head.guid ?? '',
      sender: sender.code,
      status: sent.status,
      kind: parcel.kind,
      goods: sent.goods === null ? null : goodsOf(sent.goods),
    };
  });
}

function goodsOf({ site, refused, relief }: Goods): ExpectedGoods {
  const dutiablePrice = formatFen(relief.dutiable);
  const state = refused === null ? 'closed' : 'refused';
  return { site: site.code, refused, state, relief: { dutiablePrice, ...taxJson(relief) } };
}

function listsOf(plan: WorldPlan, message: WorldMessage, file: string): ExpectedList[] {
  const gone = new Set(plan.stock?.traffic.gone);
  return recordsOf(plan, message).flatMap(({ parcel, sent, place, record }) => {
    if (place.at !== decidingList(parcel)) return [];
    const { head } = sent.document;
    return {
      orderNo: head.orderNo ?? '',
      ebpCode: head.ebpCode ?? '',
      copNo: head.copNo ?? '',
      file,
      record,
      guid: head.guid ?? '',
      sender: sent.sender.code,
      kind: parcel.kind,
      ...outcomeOf(parcel.outcome, sent.status ?? '', gone.has(head.guid ?? '')),
      set: parcel.set,
      ...shortOf(parcel.outcome),
    };
  });
}

function outcomeOf(outcome: Outcome, recordStatus: string, isGone: boolean) {
  const { status, code, tax } = outcome;
  return {
    status: status === 'refused' ? recordStatus : isGone ? '899' : status,
    code,
    tax: tax === null ? null : taxJson(tax),
  };
}

function shortOf({ short }: { readonly short?: Short }): { short?: ExpectedShort } {
  if (short === undefined) return {};
  return { short: { asked: String(short.asked), free: String(short.free) } };
}

function taxJson(tax: Tax): ExpectedTax {
  return {
    duty: formatFen(tax.duty),
    consumptionTax: formatFen(tax.consumptionTax),
    vat: formatFen(tax.vat),
    total: formatFen(taxTotal(tax)),
  };
}

function setsOf(plan: WorldPlan): ExpectedSet[] {
  return [...plan.sets].map(([set, { released, returned, code, ...more }]) => {
    const kind = plan.parcels.find((parcel) => parcel.set === set)?.kind ?? '';
    return { set, kind, released, returned, code, ...shortOf(more) };
  });
}

function quotaOf(plan: WorldPlan): ExpectedQuota[] {
  const used = new Map<string, bigint>();
  const left = new Map([...plan.sets].map(([set, { released }]) => [set, released]));
  for (const { sale, set, outcome, sent } of plan.parcels) {
    // What a withdrawn list had reserved is free again.
    if (outcome.status === '430') used.set(sale.buyer.idNumber, 0n);
    if (outcome.status !== '800' || outcome.tax === null) continue;
    if (set !== null) {
      const more = left.get(set) ?? 0;
      if (more === 0) continue;
      left.set(set, more - 1);
    }
    const { idNumber } = sale.buyer;
    const back = sent.reduce((sum, { goods }) => sum + (goods?.relief.dutiable ?? 0n), 0n);
    used.set(idNumber, (used.get(idNumber) ?? 0n) + outcome.tax.dutiable - back);
  }
  return [...used].map(([idNumber, fen]) => ({ idNumber, used: formatFen(fen) }));
}

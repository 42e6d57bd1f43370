import { formatScaled5 } from '../../../base/fen.ts';
import { encodeZone } from '../../../documents/zone/write.ts';
import { bookNoOf } from '../books.ts';
import type { ExportPlan } from '../export/plan-exports.ts';
import type { WorldMessage } from '../messages.ts';
import { decidingList, type Parcel } from '../parcel.ts';
import { AREAS, SIGNING_AREA } from '../parties.ts';
import { type Balance, listOf } from './balance.ts';
import type { Need, ReportAnswer, Traffic } from './traffic.ts';

/** A paper of bonded goods in `papers/`, sent when all of `after` has happened. */
export type ExpectedPaper = {
  readonly file: string;
  readonly type: string;
  /** The declarant's own number, by which receipts name it. */
  readonly ownNo: string;
  readonly sender: string;
  /** Whether its sender signs it, once the numbers in it are known. */
  readonly signed: boolean;
  readonly kind: string;
  readonly after: readonly Need[];
  /** Type and status of all receipts, in order. */
  readonly told: readonly string[];
  readonly code: string | null;
};

/** A report of a gate or a warehouse in `reports/`. */
export type ExpectedReport = {
  readonly file: string;
  readonly name: string;
  readonly path: string;
  readonly sender: string;
  readonly kind: string;
  readonly after: readonly Need[];
  readonly answer: ReportAnswer;
  readonly code: string | null;
  /** Whether the answer says that it was reported before. */
  readonly repeated: boolean;
};

/** Customs releases an entry list, or an exit list of goods without parcels. */
export type ExpectedRelease = {
  readonly paper: string;
  readonly kind: 'entry' | 'exit';
  readonly after: readonly Need[];
};

/** What stands on a line of a book in the end, in declared units. */
export type ExpectedBalance = {
  readonly book: string;
  /** Who may look. */
  readonly keeper: string;
  readonly record: string;
  readonly status: string;
  readonly in: string;
  readonly out: string;
  readonly reserved: string;
  /** Guids of the lists whose goods are on the line. */
  readonly lists: readonly string[];
};

/** Goods that enter and leave, and what the books say in the end. */
export type ExpectedStock = {
  readonly papers: readonly ExpectedPaper[];
  readonly reports: readonly ExpectedReport[];
  /** Lists that customs releases. */
  readonly releases: readonly ExpectedRelease[];
  /** Lists whose parcels are out, each with everybody who is told 899, once. */
  readonly gone: readonly { readonly guid: string; readonly reader: string }[];
  readonly books: readonly ExpectedBalance[];
};

type Planned = {
  readonly parcels: readonly Parcel[];
  readonly messages: readonly WorldMessage[];
  readonly exports?: ExportPlan;
  readonly stock: {
    readonly firstBook: number;
    readonly traffic: Traffic;
    readonly balances: readonly Balance[];
  };
};

/** What a plan says of its traffic and its books. */
export function expectedStock(plan: Planned): ExpectedStock {
  const { stock } = plan;
  const { papers, reports, releases } = stock.traffic;
  const takers = takersOf(plan);
  const keepers = new Map(AREAS.map((area) => [bookNoOf(area, stock.firstBook), area.code]));
  return {
    papers: papers.map(({ type, ownNo, sender, kind, needs, told, code }, i) => {
      const file = paperFile(papers[i]!, i);
      const signed = sender.code === SIGNING_AREA.code;
      return { file, type, ownNo, sender: sender.code, signed, kind, after: needs, told, code };
    }),
    reports: reports.map(({ name, path, sender, kind, needs, answer, code, repeated }) => {
      const what = { name, path, sender: sender.code, kind, after: needs };
      return { file: `${name}.json`, ...what, answer, code, repeated };
    }),
    releases: releases.map(({ paper, needs }) => {
      const released = papers.find(({ ownNo }) => ownNo === paper);
      const kind = released?.content.head.ImpexpMarkcd === 'E' ? 'exit' : 'entry';
      return { paper, kind, after: needs };
    }),
    gone: readersOf(plan),
    books: stock.balances.map(({ bookNo: book, recordNo: record, status, ...sums }) => {
      const amounts = {
        ...{ in: formatScaled5(sums.in), out: formatScaled5(sums.out) },
        reserved: formatScaled5(sums.reserved),
      };
      const lists = takers.get(`${book} ${record}`) ?? [];
      return { book, keeper: keepers.get(book) ?? '', record, status, ...amounts, lists };
    }),
  };
}

/** Guids of the lists that take goods of a line, by `book record`. */
function takersOf({ parcels, exports }: Planned): Map<string, string[]> {
  const takers = new Map<string, string[]>();
  const exported = exports?.stories.flatMap(({ sent }) => sent.map(({ document }) => document));
  const out = exported?.filter(({ type }) => type === 'CEB603') ?? [];
  for (const list of [...parcels.map(listOf), ...out]) {
    const { emsNo: book = '', guid = '' } = list?.head ?? {};
    for (const recordNo of new Set(list?.lines.map((line) => line.itemRecordNo))) {
      const line = takers.get(`${book} ${recordNo}`);
      if (line === undefined) takers.set(`${book} ${recordNo}`, [guid]);
      else line.push(guid);
    }
  }
  return takers;
}

/** Of each list whose parcel is out, who sent it and who subscribed for its receipts. */
function readersOf({ parcels, messages, stock }: Planned): ExpectedStock['gone'] {
  const gone = new Set(stock.traffic.gone);
  return messages.flatMap(({ copyOf, records, sender, subscriber }) =>
    records.flatMap(({ parcel, at }) => {
      const one = parcels[parcel]!;
      const guid = listOf(one)?.head.guid ?? '';
      if (copyOf !== null || at !== decidingList(one) || !gone.has(guid)) return [];
      const readers = subscriber === undefined ? [sender] : [sender, subscriber];
      return readers.map(({ code: reader }) => ({ guid, reader }));
    }),
  );
}

function paperFile({ type, sender }: Traffic['papers'][number], place: number): string {
  return `${String(place + 1).padStart(6, '0')}-${type}-${sender.code}.xml`;
}

/** The files of the traffic: papers and reports, with slots where customs gives numbers. */
export function* trafficFiles({ papers, reports }: Traffic) {
  for (const [i, paper] of papers.entries()) {
    const bytes = Buffer.from(encodeZone(paper.type, paper.content));
    yield { path: `papers/${paperFile(paper, i)}`, bytes };
  }
  for (const { name, body } of reports) {
    yield { path: `reports/${name}.json`, bytes: Buffer.from(JSON.stringify(body)) };
  }
}

import type { DocumentType, WorldType } from '../world/document.ts';
import { TAKEN } from '../world/kinds/documents.ts';
import { LIST, type Parcel } from '../world/parcel.ts';
import { KIND, USED } from './kinds.ts';
import { guidOf, isRequest, type Letter } from './letters.ts';
import type { Mail } from './mail.ts';
import type { Story } from './story.ts';
import type { StockPlay } from './traffic.ts';

/** The ways in which the receipts of one record may run. */
export type Foreseen = {
  readonly guid: string;
  readonly kind: string;
  readonly parcel: number;
  readonly type: WorldType;
  readonly sender: string;
  /** Sequences of statuses, any of which will do. */
  readonly ways: readonly (readonly string[])[];
  /** Code of the first finding when the last status is 100 or 600; null when any will do. */
  readonly code: string | null;
  /** Status of the same record coming once more, and how often that may and must be seen. */
  readonly repeat: { readonly status: string; readonly least: number; readonly most: number };
};

/** Codes of a list that waited in vain, by what was missing (RULES DOC-10). */
const MISSING: readonly (readonly [DocumentType, string])[] = [
  ['CEB311', '-301003'],
  ['CEB411', '-401004'],
  ['CEB511', 'DOC-NO-WAYBILL'],
];

const ORDER_KEY = ['ebpCode', 'orderNo'];
const WAYBILL_KEY = ['logisticsCode', 'logisticsNo'];

/** Kinds whose list is held until the guarantees are raised, if they are. */
const HELD = new Set([
  ...['guarantee-none', 'guarantee-poor', 'withdrawn', 'withdrawn-twice'],
  ...['withdrawal-by-stranger', 'refund-before-release', KIND.withdrawalRace],
]);
const RELEASED = ['2', '120', '800'];
const RETURNED = ['2', '100'];
/** The goods are through the gate (GATE-7). */
const GONE = '899';
const AS_HELD = ['2', '120', '600'];

/**
 * What must have come of every record of the story when all is at rest.
 * @param leaving parcels that are driven to the gate, and whether each is sure to leave
 */
export function foresee(
  story: Story,
  leaving: StockPlay['leaving'],
  letters: readonly Letter[],
  mail: Mail,
): Foreseen[] {
  const wraps = new Map<string, { least: number; most: number }>();
  letters.forEach(({ guids, wrapper }, number) => {
    const again = mail.standing(number).resigned;
    for (const guid of guids) {
      const known = wraps.get(guid) ?? { least: 0, most: 0 };
      const more = wrapper ? 1 : 0;
      wraps.set(guid, { least: known.least + more, most: known.most + more + again });
    }
  });
  const repeatOf = (guid: string, type: DocumentType): Foreseen['repeat'] => {
    return { status: TAKEN[type], ...(wraps.get(guid) ?? { least: 0, most: 0 }) };
  };
  const records = story.plan.parcels.flatMap((parcel, index) =>
    parcel.sent.map(({ document, sender }, at): Foreseen => {
      const guid = guidOf(document);
      const { type } = document;
      const own = { guid, type, parcel: index, kind: parcel.kind, sender: sender.code };
      const way = wayOf(story, parcel, at);
      const ways =
        at === decidingList(parcel) ? throughGate(way.ways, leaving.get(index)) : way.ways;
      return { ...own, ...way, ways, repeat: repeatOf(guid, type) };
    }),
  );
  return [...merged(records), ...(story.expires ? lateOnes(story, repeatOf) : [])];
}

// A record that travels twice in a parcel, spoilt and whole, has one name.
function merged(records: readonly Foreseen[]): Foreseen[] {
  const byGuid = new Map<string, Foreseen>();
  for (const record of records) {
    const known = byGuid.get(record.guid);
    if (known === undefined || known.ways[0]?.length === 0) byGuid.set(record.guid, record);
  }
  return [...byGuid.values()];
}

function lateOnes(
  { afterwards }: Story,
  repeatOf: (guid: string, type: DocumentType) => Foreseen['repeat'],
): Foreseen[] {
  return afterwards.flatMap(({ parcel, document, sender, again, declarant }) => {
    const own = { parcel, kind: KIND.late, code: null };
    const [one, two] = [guidOf(document), guidOf(again)];
    const filed = { guid: one, type: document.type, sender: sender.code, ways: [['2', '120']] };
    const list = { guid: two, type: again.type, sender: declarant.code, ways: [RELEASED] };
    return [
      { ...own, ...filed, repeat: repeatOf(one, document.type) },
      { ...own, ...list, repeat: repeatOf(two, again.type) },
    ];
  });
}

type Way = Pick<Foreseen, 'ways' | 'code'>;

function wayOf(story: Story, parcel: Parcel, at: number): Way {
  const { document, status } = parcel.sent[at]!;
  const decides = at === decidingList(parcel);
  if (decides) return decision(story, parcel, at);
  if (isRequest(document.type)) return { ways: requestWays(story, parcel, at), code: null };
  if (status === null) return { ways: [[]], code: null };
  const change = [KIND.changeRace, KIND.deleteRace].some((kind) => kind === parcel.kind);
  if (change && at > LIST) {
    const used = USED[document.type as keyof typeof USED];
    return { ways: [['2', '120'], [used]], code: null };
  }
  if (status === '120') return { ways: [['2', '120']], code: null };
  if (status === '100') return { ways: [RETURNED], code: null };
  return { ways: [[status]], code: null };
}

// Who is sure to leave is told 899 once; who may have been sent back before, once or never.
function throughGate(ways: Foreseen['ways'], isSure: boolean | undefined): Foreseen['ways'] {
  if (isSure === undefined) return ways;
  const gone = ways.map((way) => [...way, GONE]);
  return isSure ? gone : [...ways, ...gone];
}

/** Whether the list of a parcel is released, whatever else happens. */
export function isReleasedForSure(story: Story, parcel: Parcel): boolean {
  const at = decidingList(parcel);
  return at >= 0 && wayOf(story, parcel, at).ways.every((way) => way === RELEASED);
}

/** Position of the list whose outcome is the parcel's. */
export function decidingList({ sent }: Pick<Parcel, 'sent'>): number {
  let found = -1;
  sent.forEach(({ document, status }, at) => {
    if (document.type !== 'CEB621' || status === null) return;
    if (found === -1 || status === '120') found = at;
  });
  return found;
}

function decision(story: Story, parcel: Parcel, at: number): Way {
  const { outcome, kind, set } = parcel;
  if (set !== null) return { ways: [RELEASED, RETURNED], code: story.plan.sets.get(set)!.code };
  if (kind === KIND.stockRace) return { ways: [RELEASED, RETURNED], code: 'STK-SHORT' };
  if (kind === KIND.race) return { ways: [RELEASED, RETURNED], code: '1313' };
  if (kind === KIND.deleteRace)
    return { ways: [RELEASED, ...waited(story)], code: deleted(parcel) };
  if (HELD.has(kind) && story.raises) {
    const withdrawn = kind === KIND.withdrawalRace ? [AS_HELD] : [];
    return { ways: [RELEASED, ['2', '120', '600', '800'], ...withdrawn], code: null };
  }
  const { code } = outcome;
  switch (outcome.status) {
    case '800':
      return { ways: [RELEASED], code: null };
    case '600':
      return { ways: [AS_HELD], code };
    case '430':
      return { ways: [AS_HELD], code: null };
    case '100':
      return { ways: [RETURNED], code };
    case 'waiting':
      return { ways: waited(story), code: missing(parcel) };
    default:
      return { ways: [[parcel.sent[at]!.status ?? '']], code: null };
  }
}

/** How the receipts of a withdrawal or refund may run. */
function requestWays(story: Story, { kind, sent }: Parcel, at: number): string[][] {
  const { raises, expires } = story;
  const status = sent[at]!.status ?? '';
  // The goods of an open refund are given up on the 46th day.
  const open = ['2', '120', ...(expires ? ['100'] : [])];
  const [granted, tooLate] = [
    ['2', '120', '399'],
    ['2', '-623005'],
  ];
  switch (kind) {
    case KIND.withdrawalRace:
      return raises ? [granted, tooLate] : [granted];
    case KIND.refundRace:
      return [
        ['2', '120', '800'],
        ['2', '-625201'],
        ['2', '-625004'],
      ];
    case KIND.reportRace:
      return [
        ['2', '120', '800'],
        ['2', '120', '100'],
      ];
    case KIND.refundLate:
      return expires ? [['2', status]] : [[]];
    case 'refund-before-release':
      return raises ? [open] : [['2', status]];
  }
  if (status === '399') return raises ? [tooLate] : [granted];
  if (status === '120') return [open];
  // A second withdrawal is refused by its key, before anybody decides; unless the first was.
  if (status === TAKEN.CEB623) return raises ? [[status], tooLate] : [[status]];
  return [status.startsWith('-') ? ['2', status] : ['2', '120', status]];
}

// A list returned in vain keeps its one receipt of customs; one that waits has none.
function waited({ expires }: Story): string[][] {
  return [expires ? RETURNED : ['2']];
}

// The first document that no stored record brings under the number that the list names.
function missing(parcel: Parcel): string {
  const list = parcel.sent[decidingList(parcel)]!.document.head;
  const there = new Set<DocumentType>();
  for (const { document, status } of parcel.sent) {
    const { type, head } = document;
    const names = type === 'CEB511' ? WAYBILL_KEY : ORDER_KEY;
    if (status === '120' && names.every((name) => head[name] === list[name])) there.add(type);
  }
  if (parcel.kind === KIND.deleted) there.delete('CEB311');
  return MISSING.find(([type]) => !there.has(type))?.[1] ?? 'nothing is missing';
}

function deleted({ sent }: Parcel): string {
  const type = sent[LIST + 1]?.document.type;
  return MISSING.find(([one]) => one === type)?.[1] ?? 'nothing is deleted';
}

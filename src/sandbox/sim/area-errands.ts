import { present } from '../../base/assert.ts';
import { parseScaled5 } from '../../base/fen.ts';
import type { ExitSaid } from '../../bonded/exit.ts';
import { fieldsOf, items, text } from '../../client/wire.ts';
import type { Values } from '../../documents/read-group.ts';
import type { DecodedRecord } from '../../documents/read-record.ts';
import { entryListTerms, gateSlipTerms } from '../../documents/zone-terms-of.ts';
import { entrySaidOf, exitSaidOf, slipSaidOf } from '../../flows/zone-said.ts';
import type { ExportPlan } from '../world/export/plan-exports.ts';
import type { ExportStory } from '../world/export/story.ts';
import {
  listSlot,
  paperSlot,
  type WorldPaper,
  type WorldReport,
} from '../world/traffic/traffic.ts';
import type { ErrandSaid } from './errand.ts';

/** What happens in the special area while parcels leave it, as the simulator has it done. */
export type AreaErrand = {
  readonly sender: WorldPaper['sender'];
  /** What has to have happened before. */
  readonly needs: WorldPaper['needs'];
  readonly isRefused: boolean;
  /** What stands for numbers that customs gives, and where each is kept; see `SlotKey`. */
  readonly slots: ReadonlyMap<string, SlotKey>;
  /** @param fill puts the numbers in the places of the slots */
  readonly says: (fill: (written: string) => string) => ErrandSaid;
  /** By what others name it: own number of a paper, name of a report. */
  readonly name: string;
  /** The paper that it moves to its end: an entry list that it releases or brings in. */
  readonly ends: readonly string[];
};

/** A list by platform and order, or a paper by declarant and own number. */
export type SlotKey = readonly ['list' | 'paper', string, string];

/** Papers, reports and releases of the exports of a plan, in the order in which they are told. */
export function areaErrands({ stories, traffic }: ExportPlan): AreaErrand[] {
  const { papers, reports, releases } = traffic;
  const keys = slotKeys(stories, papers);
  const used = (written: string) => new Map([...keys].filter(([slot]) => written.includes(slot)));
  const bookOf = new Map(papers.map((paper) => [paper.ownNo, bookNoOf(stories, paper)]));
  const carried = new Map(papers.map((paper) => [paperSlot(paper.ownNo), paper]));
  return [
    ...papers.map((paper): AreaErrand => {
      const { sender, needs, code, content, ownNo } = paper;
      const written = JSON.stringify(content);
      const says = (fill: (written: string) => string) =>
        paperSaid(paper.type, filled(content, fill), bookOf.get(ownNo) ?? '');
      const isRefused = code !== null;
      return { sender, needs, isRefused, slots: used(written), says, name: ownNo, ends: [] };
    }),
    ...reports.map((report): AreaErrand => {
      const { sender, needs, answer, name } = report;
      const written = `${report.path} ${JSON.stringify(report.body)}`;
      const says = (fill: (written: string) => string) => reportSaid(report, fill);
      const isRefused = answer !== 'taken' && answer !== 'passed';
      const slip = [...carried].find(([slot]) => written.includes(slot))?.[1];
      const ends = slip === undefined ? [] : [slip.ownNo, ...boundTo(slip, carried)];
      return { sender, needs, isRefused, slots: used(written), says, name, ends };
    }),
    ...releases.map(({ paper, needs }): AreaErrand => {
      const slot = paperSlot(paper);
      const { sender } = present(carried.get(slot), 'an entry list');
      const says = (fill: (written: string) => string): ErrandSaid => {
        return { kind: 'release', said: { paperNo: fill(slot) } };
      };
      const more = { name: `release ${paper}`, ends: [paper] };
      return { sender, needs, isRefused: false, slots: used(slot), says, ...more };
    }),
  ];
}

function slotKeys(stories: readonly ExportStory[], papers: readonly WorldPaper[]) {
  const lists = stories.flatMap(({ sent }) => sent.map(({ document }) => document));
  return new Map<string, SlotKey>([
    ...lists.map(({ head }): [string, SlotKey] => {
      return [listSlot(head.guid ?? ''), ['list', head.ebpCode ?? '', head.orderNo ?? '']];
    }),
    ...papers.map(({ ownNo, sender }): [string, SlotKey] => {
      return [paperSlot(ownNo), ['paper', sender.code, ownNo]];
    }),
  ]);
}

function bookNoOf(stories: readonly ExportStory[], paper: WorldPaper): string {
  return stories.find(({ area }) => area?.traffic.papers.includes(paper))?.area?.bookNo ?? '';
}

/** Own numbers of the papers that a slip carries. */
function boundTo({ content }: WorldPaper, papers: ReadonlyMap<string, WorldPaper>): string[] {
  const bound = content.parts?.PassportAcmp ?? [];
  return bound.flatMap(({ RtlBillNo = '' }) => papers.get(RtlBillNo)?.ownNo ?? []);
}

type Content = WorldPaper['content'];

/** The content of a paper with numbers in the places of slots. */
function filled({ head, lines = [], parts = {} }: Content, fill: (written: string) => string) {
  const values = (from: Values): Values =>
    Object.fromEntries(Object.entries(from).map(([name, value]) => [name, fill(value ?? '')]));
  const rows = Object.entries(parts).map(([name, all]) => [name, all.map(values)] as const);
  return { head: values(head), lines: lines.map(values), parts: Object.fromEntries(rows) };
}

function paperSaid(
  type: WorldPaper['type'],
  content: Pick<DecodedRecord, 'head' | 'lines' | 'parts'>,
  bookNo: string,
): ErrandSaid {
  const record: DecodedRecord = { ...content, index: 0, findings: [], digest: new Uint8Array() };
  if (type === 'SAS121') {
    return { kind: 'slip', said: slipSaidOf(gateSlipTerms(record), () => bookNo) };
  }
  const terms = entryListTerms(record);
  if (terms.direction === 'I') return { kind: 'entry', said: entrySaidOf(terms) };
  const said = exitSaidOf(terms);
  if ('code' in said) throw new Error(`an exit list that is none: ${said.en}`);
  return { kind: 'exit', said };
}

/** The address at which the declarant of an exit list takes it back. */
const CANCELS = /^\/v1\/stock\/papers\/exit\/(.+)\/cancel$/;

function reportSaid(
  { path, body }: Pick<WorldReport, 'path' | 'body'>,
  fill: (written: string) => string,
): ErrandSaid {
  const [, paper] = CANCELS.exec(path) ?? [];
  if (paper !== undefined) {
    return { kind: 'cancel', said: { kind: 'exit', paperNo: fill(paper) } };
  }
  const fields = fieldsOf(body);
  const said = (name: string): string => fill(text(fields[name], name));
  if (fields.period !== undefined) return { kind: 'exit', said: periodSaid(fields, said) };
  return {
    kind: 'crossing',
    said: {
      ...{ crossingId: said('crossingId'), gate: said('gate'), slipNo: said('slipNo') },
      ...{ vehicleNo: said('vehicleNo'), vehicleIc: null, weight: null },
      ...{ sealOk: fields.sealOk === true, at: Date.parse(said('at')) },
    },
  };
}

function periodSaid(
  { period, lines }: Readonly<Record<string, unknown>>,
  said: (name: string) => string,
): ExitSaid {
  const { from, until } = fieldsOf(period);
  const goods = lines === null ? null : items(lines, 'lines').map(fieldsOf);
  return {
    ...{ bookNo: said('bookNo'), ownNo: said('ownNo'), lists: [] },
    period: { from: text(from, 'from'), until: text(until, 'until') },
    lines:
      goods?.map(({ recordNo, quantity }) => ({
        recordNo: text(recordNo, 'recordNo'),
        quantity: parseScaled5(text(quantity, 'quantity')) ?? 0n,
      })) ?? null,
  };
}

import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { bookLineKey } from '../registry/book.ts';
import { stockFinding } from './codes.ts';
import {
  type DeedFacts,
  type DeedPaper,
  firstExpiry,
  type Judged,
  leaving,
  partsOf,
  takenGoods,
} from './deed.ts';
import { bookFindings } from './entry.ts';
import { type Goods, sumOf } from './exit.ts';
import { setLotNo } from './lot.ts';
import { mixFindings } from './mixing.ts';
import { documentOf, type PaperId } from './paper.ts';
import { comesIn, type StockChange, together } from './stock.ts';
import {
  type LotPart,
  type SaidPart,
  type SetLots,
  type Taken,
  type Taking,
  takeParts,
} from './taking.ts';

/** What may be done to bonded goods without making other goods of them (STK-10). */
export const WORKS = ['grading', 'splitting', 'repacking', 'sets', 'labelling'] as const;
export type Work = (typeof WORKS)[number];

/** What comes out of the work: so many units with the same bill of materials. */
export type Output = {
  /** Whole units; sets when it has several components. */
  readonly count: number;
  /** What one unit consists of, in the declared units of the lines of the book. */
  readonly components: readonly Goods[];
  /** What the declarant calls the set; null for single goods. */
  readonly setNo: string | null;
  /** The commodity code it has afterwards; null: as before. */
  readonly hs: string | null;
  readonly location: string;
};

/** A processing order as it is declared. */
export type ProcessingSaid = {
  readonly bookNo: string;
  readonly ownNo: string;
  readonly work: Work;
  readonly parts: readonly SaidPart[];
  readonly outputs: readonly Output[];
};

export type ProcessingBody = {
  readonly work: Work;
  readonly parts: readonly LotPart[];
  readonly outputs: readonly Output[];
};

export type Processing = DeedPaper<'processing', ProcessingBody>;

export type ProcessingFacts = DeedFacts & {
  /** By number of their lots, those that are taken apart. */
  readonly sets: ReadonlyMap<string, SetLots>;
};

/**
 * Judges a processing order: of each line of the book as much comes out as goes in, sets consist of
 * their lines, and nothing gets another tariff heading.
 */
export function judgeProcessing(
  said: ProcessingSaid,
  facts: ProcessingFacts,
): Result<Judged<ProcessingBody>, Finding[]> {
  const general = bookFindings(said.bookNo, facts);
  if (general.length > 0) return fail(general);
  const { bookNo, work, parts, outputs } = said;
  const taking: Taking = {
    ...{ bookNo, status: 'bonded', parts, freshOnly: true, sets: facts.sets },
    ...{ document: null, isPromised: false },
  };
  const taken = takeParts(taking, facts);
  const findings = [
    ...(taken.ok ? [] : taken.error),
    ...outputs.flatMap((output, i) => outputFindings(said, output, `outputs[${i + 1}]`, facts)),
  ];
  if (findings.length > 0 || !taken.ok) return fail(findings);
  const lost = [...balanceFindings(taken.value, outputs), ...ownerFindings(taken.value)];
  if (lost.length > 0) return fail(lost);
  const body = { work, parts: partsOf(taken.value), outputs };
  return ok({ body, state: 'done', taking, taken: taken.value });
}

function outputFindings(
  { bookNo, work }: ProcessingSaid,
  output: Output,
  path: string,
  facts: ProcessingFacts,
): Finding[] {
  const { components, hs, location } = output;
  const unfit = components.flatMap(({ quantity }, i) =>
    quantity > 0n ? [] : [stockFinding('BND-QUANTITY', `${path}/components[${i + 1}]`)],
  );
  const findings = [...unfit, ...mixFindings(location, 'bonded', `${path}/location`, facts)];
  if (sumOf(components).length < components.length) {
    findings.push(stockFinding('BND-TWICE', `${path}/components`, { what: 'recordNo' }));
  }
  const isSet = work === 'sets';
  if (isSet !== (output.setNo !== null) || (components.length > 1 && !isSet)) {
    findings.push(stockFinding('BND-WORK', path, { work }));
  }
  const codes = components.flatMap(
    ({ recordNo }) => facts.lines.get(bookLineKey(bookNo, recordNo))?.line.hs ?? [],
  );
  if (hs !== null && !codes.some((code) => code.slice(0, 4) === hs.slice(0, 4))) {
    findings.push(stockFinding('BND-HEADING', `${path}/hs`, { hs, from: codes.join(', ') }));
  }
  return findings;
}

/** What came out of a line, in its declared unit. */
function madeOf(outputs: readonly Output[]): Map<string, Scaled5> {
  const all = outputs.flatMap(({ count, components }) =>
    components.map(({ recordNo, quantity }) => ({ recordNo, quantity: quantity * BigInt(count) })),
  );
  return new Map(sumOf(all).map(({ recordNo, quantity }) => [recordNo, quantity]));
}

function balanceFindings(taken: readonly Taken[], outputs: readonly Output[]): Finding[] {
  const [put, made] = [takenGoods(taken), madeOf(outputs)];
  return [...new Set([...put.keys(), ...made.keys()])].flatMap((record) => {
    const [before, after] = [put.get(record) ?? 0n, made.get(record) ?? 0n];
    if (before === after) return [];
    const amounts = { put: formatScaled5(before), made: formatScaled5(after) };
    return [stockFinding('BND-CONSERVE', 'outputs', { record, ...amounts })];
  });
}

/** Goods of two owners do not become one lot. */
function ownerFindings(taken: readonly Taken[]): Finding[] {
  const owners = taken.flatMap(({ picked }) => picked.map(({ lot }) => lot.owner));
  const [one = '', other] = [...new Set(owners)];
  return other === undefined ? [] : [stockFinding('BND-OWNERS', 'parts', { one, other })];
}

/** What an order does: the goods leave their lots and lie in lots of the outputs. */
export function processed(
  paper: PaperId & { readonly bookNo: string; readonly body: Processing['body'] },
  taken: readonly Taken[],
): StockChange {
  const { bookNo, body, paperNo } = paper;
  const owner = taken[0]?.picked[0]?.lot.owner ?? '';
  const document = documentOf(paper);
  const made = body.outputs.flatMap(({ count, components, setNo, location }, i) => {
    const records = new Set(components.map(({ recordNo }) => recordNo));
    const expiresOn = firstExpiry(taken.filter(({ recordNo }) => records.has(recordNo)));
    const lotNo = setNo === null ? `${paperNo}-${i + 1}` : setLotNo(paperNo, i + 1);
    return components.map(({ recordNo, quantity }) => {
      const lot = { bookNo, recordNo, lotNo, owner, location, expiresOn, document };
      return comesIn({ ...lot, status: 'bonded' }, quantity * BigInt(count), `out ${i + 1}`);
    });
  });
  return together([leaving(paper, { bookNo, status: 'bonded' }, taken, false), ...made]);
}

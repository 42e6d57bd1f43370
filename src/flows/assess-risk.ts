import { businessDate, type Instant } from '../base/dates.ts';
import { type ClearanceFacts, identityKey } from '../clearance/facts.ts';
import type { ExportListTerms } from '../documents/export-terms.ts';
import type { ExportValue } from '../export/verdict.ts';
import type { Sql } from '../io/postgres.ts';
import type { MatchedCase } from '../matching/case.ts';
import type { IdentityAnswer } from '../registry/identity-authority.ts';
import { type Assessment, assess } from '../risk/evaluate.ts';
import type { ExportSubject } from '../risk/export-subject.ts';
import { SIGHTING_CODES, type Sighted } from '../risk/sighting-codes.ts';
import { seenKeys } from '../risk/sightings.ts';
import { notedSignals, type SignalCounts } from '../risk/signal-counts.ts';
import type { Signal } from '../risk/signals.ts';
import type { Noted, RiskSubject } from '../risk/subject.ts';
import type { RegistryView } from './registry-watch.ts';

/** A parcel that would be released now. */
export type AssessedParcel = { readonly listNo: string; readonly matched: MatchedCase };

/** What the rules say of it; `noted` is kept with the decision, to assess it again. */
export type RiskAnswer = Assessment & { readonly noted: Noted };

export type RiskLook = {
  /** One for each parcel, in order. */
  readonly answers: readonly RiskAnswer[];
  /** Of persons who came often: to be stored in the transaction of the decisions. */
  readonly signals: readonly Signal[];
  /** Counts the persons of the batch: to be called when its decisions are on the disk. */
  keep(): void;
};

const NO_SIGNALS: SignalCounts = new Map();

/**
 * Assesses the parcels of a batch by the risk rules in force. No statement where there is no rule,
 * else one a minute for the counts of signals.
 */
export async function assessRisk(
  tx: Sql,
  { risk, memory }: Pick<RegistryView, 'risk' | 'memory'>,
  facts: Pick<ClearanceFacts, 'at' | 'date' | 'index' | 'enterprises' | 'identity'>,
  parcels: readonly AssessedParcel[],
): Promise<RiskLook> {
  const { at, date, index } = facts;
  const rules = risk.imports(at);
  const counts = rules.length === 0 ? NO_SIGNALS : await memory.signals.counts(tx, at);
  const documents = parcels.map(({ matched }) => documentsOf(matched));
  const seen = memory.sightings.look(documents.map(seenKeys), at, index.sightings(date));
  const answers = documents.map((one, i): RiskAnswer => {
    const { ebpCode, ebcCode, buyer } = one.list;
    const noted = { ...seen.counts[i]!, ...notedSignals(counts, ebpCode, ebcCode) };
    const identity = facts.identity.get(identityKey(buyer)) ?? 'unknown';
    const subject = { ...one, at, enterprises: facts.enterprises, identity, noted };
    return { ...assess(rules, subject), noted };
  });
  const signals = seen.reached.map(({ parcel, kind, key }) => {
    return signalOf(parcels[parcel]!, kind, key, at);
  });
  return { answers, signals, keep: seen.keep };
}

/** An export list that would be released now, and what it is worth. */
export type AssessedExport = {
  readonly list: ExportListTerms;
  readonly value: Pick<ExportValue, 'channel' | 'fob'>;
};

const NOBODY = { buyer: 0, payer: 0, phone: 0, address: 0 };

/** Assesses the export lists of a batch, as `assessRisk` does; they name no persons. */
export async function assessExports(
  tx: Sql,
  { risk, memory }: Pick<RegistryView, 'risk' | 'memory'>,
  { at, enterprises }: Pick<ExportSubject, 'at' | 'enterprises'>,
  lists: readonly AssessedExport[],
): Promise<RiskLook> {
  const rules = risk.exports(at);
  const counts = rules.length === 0 ? NO_SIGNALS : await memory.signals.counts(tx, at);
  const answers = lists.map((one): RiskAnswer => {
    const subject = exportSubject(one, { at, enterprises }, counts);
    return { ...assess(rules, subject), noted: subject.noted };
  });
  return { answers, signals: [], keep: () => {} };
}

/** The subject of the rules of exports, with what is known of signals. */
export function exportSubject(
  { list, value }: AssessedExport,
  { at, enterprises }: Pick<ExportSubject, 'at' | 'enterprises'>,
  counts: SignalCounts,
): ExportSubject {
  const { channel, fob } = value;
  const noted = { ...NOBODY, ...notedSignals(counts, list.ebpCode, list.ebcCode) };
  return { at, list, channel, fob, enterprises, noted };
}

/** The subject of the rules from what was kept of a decision. */
export function subjectAgain(
  matched: MatchedCase,
  facts: { readonly at: Instant; readonly identity: IdentityAnswer } & Pick<
    RiskSubject,
    'enterprises'
  >,
  noted: Noted,
): RiskSubject {
  const { at, enterprises, identity } = facts;
  return { ...documentsOf(matched), at, enterprises, identity, noted };
}

function documentsOf({ list, order, payment, waybill }: MatchedCase) {
  return { list: list.terms, order: order.terms, payment: payment.terms, waybill: waybill.terms };
}

// Told when the number is reached; the reference makes it once a day and person.
function signalOf(
  { listNo, matched }: AssessedParcel,
  kind: Sighted,
  key: string,
  at: Instant,
): Signal {
  const { ebpCode, orderNo } = matched.list.terms;
  const { code } = SIGHTING_CODES[kind];
  const ref = `${businessDate(at)} ${key}`;
  return { enterprise: ebpCode, source: 'sighting', code, ref, at, orderNo, listNo, detail: {} };
}

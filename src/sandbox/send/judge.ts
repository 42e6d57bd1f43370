import type { Finding } from '../../base/finding.ts';
import type { Expected, ExpectedMessage, ExpectedShort, ExpectedTax } from '../world/expected.ts';
import { isList, type Journey, type Report, stateOf, type Travelling } from './journey.ts';
import type { Standing } from './look-up.ts';
import type { SendRow } from './row.ts';

/** Lists as the platform has them, by guid. */
export type Lists = ReadonlyMap<string, Standing>;

/** Rows of the messages that were refused, or should have been. */
export function judgeMessages(journey: Journey, expected: Expected | null): SendRow[] {
  const wanted = new Map(expected?.messages.map((message) => [message.file, message]));
  return [...journey.answers].flatMap(([file, answer]) => {
    const want = wanted.get(file);
    const finding = answer.accepted ? undefined : answer.findings[0];
    const got = answer.accepted ? takenAs(answer.duplicate) : `refused ${answer.status}`;
    const ok = fits(want, answer.accepted, got);
    if (answer.accepted && ok) return [];
    return {
      ...{ file, record: null, type: want?.type ?? 'message', key: file },
      kind: want?.damage ?? '',
      expected: want === undefined ? null : wordOf(want),
      ...{ got, ok, ...reason(finding), tax: null },
    };
  });
}

function fits(want: ExpectedMessage | undefined, accepted: boolean, got: string): boolean {
  if (want === undefined) return accepted;
  return want.duplicate ? got === takenAs(true) : accepted === (want.answer === 'accepted');
}

const takenAs = (duplicate: boolean): string => (duplicate ? 'taken as duplicate' : 'taken');

function wordOf({ answer, duplicate }: ExpectedMessage): string {
  return answer === 'refused' ? 'refused' : takenAs(duplicate);
}

function reason(finding: Finding | undefined): { why: string; whyZh: string } {
  if (finding === undefined) return { why: '', whyZh: '' };
  const { code, en, zh, path } = finding;
  const place = path === null ? '' : ` (${path})`;
  return { why: `${code} ${en}${place}`, whyZh: `${code} ${zh}${place}` };
}

/** Rows of all records of the messages that were taken; sets are left to `judgeSets`. */
export function judgeRecords(journey: Journey, lists: Lists): SendRow[] {
  return [...journey.records.values()].flatMap((record) => {
    const answer = journey.answers.get(record.file);
    return answer?.accepted === true ? judgeRecord(journey, record, lists) : [];
  });
}

function judgeRecord(journey: Journey, record: Travelling, lists: Lists): SendRow {
  const { file, type, key, wanted } = record;
  const found = stateOf(journey, record.guid)?.receipt;
  const list = lists.get(record.guid);
  // No receipt tells of the list itself that it was withdrawn.
  const now = wanted?.status === '430' ? list?.status : found?.status;
  const status = now === undefined ? 'no receipt' : shown(type, now);
  const tax = list?.tax ?? null;
  const first = found?.findings[0];
  const faults = wanted === null ? [] : differences(record, status, first, tax);
  return {
    ...{ file, record: record.record, type, key, kind: wanted?.kind ?? '' },
    expected: wanted === null ? null : [wanted.status, wanted.code].filter(Boolean).join(' '),
    got: [status, first?.code].filter(Boolean).join(' '),
    ok: wanted === null ? !refused(status) : faults.length === 0,
    ...(faults.length > 0 ? told(faults) : reason(first)),
    tax,
  };
}

// A list that is neither decided nor refused waits for its documents.
function shown(type: string, status: string): string {
  return isList(type) && ['1', '2', '3'].includes(status) ? 'waiting' : status;
}

function refused(status: string): boolean {
  return status.startsWith('-') || ['100', '400', '600', 'waiting', 'no receipt'].includes(status);
}

function told(faults: readonly string[]): { why: string; whyZh: string } {
  const why = faults.join('; ');
  return { why, whyZh: why };
}

function differences(
  { wanted }: Travelling,
  status: string,
  finding: Finding | undefined,
  tax: ExpectedTax | null,
): string[] {
  if (wanted === null) return [];
  const faults =
    wanted.tax !== null && ['800', '899'].includes(status) ? taxFaults(wanted.tax, tax) : [];
  // Which lists of a set are released is for the counts over the set to judge.
  if (wanted.set !== null) return faults;
  if (status !== wanted.status) faults.push(`status ${status}, expected ${wanted.status}`);
  const code = finding?.code ?? null;
  if (wanted.code !== null && code !== wanted.code) {
    faults.push(`code ${code ?? 'none'}, expected ${wanted.code}`);
  }
  if (!saysShort(finding, wanted.short)) faults.push(`expected ${wordsOfShort(wanted.short)}`);
  return faults;
}

const wordsOfShort = (short: ExpectedShort | undefined): string =>
  short === undefined ? '' : `${short.asked} is declared, ${short.free} is free`;

/** Whether a finding has both numbers of what is short, where they are expected. */
function saysShort(finding: Finding | undefined, short: ExpectedShort | undefined): boolean {
  return short === undefined || (finding?.en.endsWith(`: ${wordsOfShort(short)}`) ?? false);
}

function taxFaults(wanted: ExpectedTax, tax: ExpectedTax | null): string[] {
  if (tax === null) return ['no tax was told'];
  return (['duty', 'consumptionTax', 'vat', 'total'] as const)
    .filter((part) => tax[part] !== wanted[part])
    .map((part) => `${part} ${tax[part]}, expected ${wanted[part]}`);
}

/** One row for each report of goods: how the refund ended and what it gave back. */
export function judgeReports(journey: Journey): SendRow[] {
  return [...journey.records.values()].flatMap(({ file, record, guid, wanted }) => {
    if (wanted?.goods === null || wanted?.goods === undefined) return [];
    const { state, relief } = wanted.goods;
    const report = journey.reports.get(guid);
    const expected = wordsOfReport(state, relief);
    const got = report ? wordsOfReport(report.state, report.relief) : 'not taken';
    return {
      ...{ file, record, type: 'goods', key: report?.preNo ?? '', kind: wanted.kind },
      ...{ expected, got, ok: expected === got, why: '', whyZh: '', tax: null },
    };
  });
}

function wordsOfReport(
  state: string,
  { dutiablePrice, duty, consumptionTax, vat }: Report['relief'],
): string {
  return `${state}: ${[dutiablePrice, duty, consumptionTax, vat].join(' + ')}`;
}

/** One row for each set: which lists of it are released may vary, how many may not. */
export function judgeSets(journey: Journey, expected: Expected): SendRow[] {
  // One that is drawn has taken its share as well.
  const passes = expected.draws === undefined ? ['800'] : ['800', '500'];
  return expected.sets.map(({ set, kind, released, returned, code, short }) => {
    const lists = [...expected.lists, ...expected.documents].filter((one) => one.set === set);
    const found = lists.map(({ guid }) => stateOf(journey, guid.toUpperCase())?.receipt);
    const passed = found.filter((one) => passes.includes(one?.status ?? '')).length;
    const back = found.filter((one) => {
      const [first] = one?.findings ?? [];
      return one?.status === '100' && first?.code === code && saysShort(first, short);
    }).length;
    const ok = passed === released && back === returned;
    const reasonOf = [code, wordsOfShort(short)].filter(Boolean).join(': ');
    return {
      ...{ file: set, record: null, type: 'set', key: set, kind },
      expected: `${released} released, ${returned} returned with ${reasonOf}`,
      got: `${passed} released, ${back} returned with ${reasonOf}`,
      ...{ ok, why: '', whyZh: '', tax: null },
    };
  });
}

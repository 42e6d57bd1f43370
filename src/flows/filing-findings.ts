import type { Finding } from '../base/finding.ts';
import type { Filing, Refusal } from '../documents/filing.ts';
import { TABLES, ZONE_CATALOGUE } from '../documents/zone/catalogue.ts';
import type { Classified } from './classify.ts';

type Codes = Readonly<Record<Refusal, string>>;

const ORDER = code('-301010', '-301009', '-301011', '-301012');
const PAYMENT = code('-401007', '-401006', '-401008', '-401010');
const WAYBILL = code('-504015', '-504014', '-504016', '-504014');

/**
 * The trade's own status for each refusal of filing (codes.json errorCodes, 202205 section 7), by
 * message type.
 */
const CODES: Readonly<Record<string, Codes>> = {
  CEB303: ORDER,
  CEB311: ORDER,
  CEB403: PAYMENT,
  CEB411: PAYMENT,
  CEB505: WAYBILL,
  CEB511: WAYBILL,
  CEB513: code('-505012', '-505014', '-505016', '-505014'),
  CEB621: code('-621004', '-621011', '-621012', '-621012'),
  CEB623: code('-623009', '-623004', '-623005', '-623013'),
  CEB625: code('-625033', '-625016', '-625022', '-625022'),
  CEB711: code('-800003', '-800001', '-800005', '-800001'),
};

/** Of the rest the specification has no numbers; a receipt reports these as 100 with code 1300. */
const OWN: Codes = {
  repeat: 'FILE-REPEAT',
  conflict: 'FILE-CONFLICT',
  absent: 'FILE-ABSENT',
  used: 'FILE-USED',
  'not-possible': 'FILE-ACTION',
};

function code(exists: string, absent: string, used: string, impossible: string) {
  return { repeat: exists, conflict: exists, absent, used, 'not-possible': impossible };
}

type Words = { zh: string; en: string; hint: string; hintZh: string };

const WORDS: Readonly<Record<Refusal, Words>> = {
  repeat: {
    zh: '相同内容的单证已存在，请勿重复申报',
    en: 'the same document is stored already; nothing was done twice',
    hint: 'Nothing to mend: the stored document stands.',
    hintZh: '无需处理，已存单证有效。',
  },
  conflict: {
    zh: '相同编号的单证已存在且内容不同',
    en: 'another document with the same number is stored already',
    hint: 'Use a new number, or declare a change with appType 2 while no list uses the document.',
    hintZh: '请更换编号；清单未使用该单证时可用appType 2变更申报。',
  },
  absent: {
    zh: '未找到要变更或删除的单证',
    en: 'there is no document to change or delete under this number',
    hint: 'Send it as new with appType 1.',
    hintZh: '请用appType 1新增申报。',
  },
  used: {
    zh: '该单证已被清单使用，状态不允许变更或删除',
    en: 'a declared list uses the document; it can no longer be changed or deleted',
    hint: 'Withdraw the list (CEB623) before release, or return the goods (CEB625) after it.',
    hintZh: '放行前请撤销清单(CEB623)，放行后请办理退货(CEB625)。',
  },
  'not-possible': {
    zh: '清单不能用appType 3删除',
    en: 'a list is not deleted with appType 3',
    hint: 'Withdraw it with a CEB623 message.',
    hintZh: '请用CEB623撤销申请单撤销。',
  },
};

/** Where documents of a zone are changed in another way. */
const ZONE_WORDS: Readonly<Partial<Record<Refusal, Words>>> = {
  conflict: {
    ...WORDS.conflict,
    hint: 'Use a new number, or declare a change with DclTypecd 2.',
    hintZh: '请更换企业内部编号，或用DclTypecd 2变更申报。',
  },
  absent: {
    ...WORDS.absent,
    hint: 'Send it as new with DclTypecd 1.',
    hintZh: '请用DclTypecd 1新增申报。',
  },
};

/** What becomes of lists of exports is asked by other messages. */
const EXPORT_WORDS: Readonly<Partial<Record<Refusal, Words>>> = {
  used: {
    ...WORDS.used,
    hint: 'Withdraw the list (CEB605) before release, or ask for the goods back (CEB213) after it.',
    hintZh: '放行前请撤销清单(CEB605)，放行后请申请退货(CEB213)。',
  },
  'not-possible': {
    ...WORDS['not-possible'],
    hint: 'Withdraw it with a CEB605 message.',
    hintZh: '请用CEB605撤销申请单撤销。',
  },
};

/** The words for a message type where they differ from those of imports. */
function wordsOf(type: string, reason: Refusal): Words {
  const isZone = ZONE_CATALOGUE.has(type);
  const own = isZone ? ZONE_WORDS : TABLES.get(type)?.direction === 'export' ? EXPORT_WORDS : {};
  return own[reason] ?? WORDS[reason];
}

/** Why a record of this message type was not filed, with the trade's own code. */
export function filingFinding(type: string, reason: Refusal): Finding {
  return {
    code: (CODES[type] ?? OWN)[reason],
    ...wordsOf(type, reason),
    path: null,
    law: 'Interface specification 202205 section 7; RULES DOC-2, DOC-12',
  };
}

/** Why a record was not filed; empty where it was, or is a draft or set aside. */
export function findingsOf(
  { type, sort }: Pick<Classified, 'type' | 'sort'>,
  filing: Filing | undefined,
): readonly Finding[] {
  if (sort.kind === 'refused') return sort.findings;
  if (filing === undefined || filing.outcome.kind === 'filed') return [];
  return [filingFinding(type, filing.outcome.reason)];
}

/** Whether a code says that a number is taken, or is not there to be changed. */
export function isFilingCode(type: string, code: string): boolean {
  return Object.values(CODES[type] ?? OWN).includes(code);
}

/** The trade's code for a refusal of filing; other codes as they are. */
export function filingCode(type: string, reason: string): string {
  const codes: Readonly<Record<string, string>> = CODES[type] ?? OWN;
  return Object.hasOwn(codes, reason) ? codes[reason]! : reason;
}

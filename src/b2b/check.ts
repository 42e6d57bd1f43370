import type { BusinessDate } from '../base/dates.ts';
import { scaled5ToFen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import type { RuleResult } from '../matching/rule-result.ts';
import { isB2bMode } from '../registry/export-law.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { B2B_CODES, type B2bCode, b2bFinding } from './codes.ts';
import type { Charge, DeclarationTerms, DeclaredLine } from './terms.ts';
import { EXEMPT, fobsOf, IN_PRICE, type RateOf } from './value.ts';

/** What a declaration is compared with beside what the rules on lists look at. */
export type CheckFacts = {
  readonly date: BusinessDate;
  readonly index: ProfileIndex;
  readonly rateOf: RateOf;
  readonly hasOrder: boolean;
  readonly hasWaybill: boolean;
  /** What has the order already: a list, another declaration, or nothing. */
  readonly orderHeldBy: 'list' | 'declaration' | null;
};

/** What the rules on lists do not ask of a customs declaration; every finding at once. */
export function checkDeclaration(terms: DeclarationTerms, facts: CheckFacts): Finding[] {
  const { orderNo, logisticsNo, tradeMode, lines } = terms;
  const most = String(LIMITS.declarationLines);
  const heldBy = { list: 'DEC-LISTED', declaration: 'DEC-DECLARED' } as const;
  const { orderHeldBy } = facts;
  return [
    ...(isB2bMode(tradeMode) ? [] : [b2bFinding('DEC-MODE', '/tradeMode', { mode: tradeMode })]),
    ...(facts.hasOrder ? [] : [b2bFinding('DEC-ORDER', '/orderNo', { number: orderNo })]),
    ...(facts.hasWaybill
      ? []
      : [b2bFinding('DEC-WAYBILL', '/logisticsNo', { number: logisticsNo })]),
    ...(orderHeldBy === null
      ? []
      : [b2bFinding(heldBy[orderHeldBy], '/orderNo', { number: orderNo })]),
    ...(lines.length > LIMITS.declarationLines
      ? [b2bFinding('DEC-LINES', '/goods', { most })]
      : []),
    ...formFindings(terms),
    ...chargeFindings(terms, facts),
    ...lines.flatMap((line, at) => lineFindings(line, terms, facts, `/goods/${at}`)),
    ...countryFindings(facts, [[terms.tradeAreaCode, '/tradeAreaCode']]),
  ];
}

/** What `checkDeclaration` finds, in its order. */
const CHECKED: readonly B2bCode[] = [
  ...(['DEC-MODE', 'DEC-ORDER', 'DEC-WAYBILL', 'DEC-LISTED', 'DEC-DECLARED', 'DEC-LINES'] as const),
  ...(['DEC-FORM', 'DEC-CERTIFICATE', 'DEC-CHARGE', 'DEC-RATE', 'DEC-TERMS'] as const),
  ...(['DEC-PRICE', 'DEC-LEVY', 'DEC-EXEMPT', 'DEC-COUNTRY'] as const),
];

/** What each of these checks says, by the findings of all. */
export function checkResults(findings: readonly Finding[]): RuleResult[] {
  return CHECKED.map((code) => {
    const { zh, en, law } = B2B_CODES[code];
    const own = findings.filter((found) => found.code === code);
    return { code, zh, en, law, outcome: own.length === 0 ? 'passed' : 'failed', findings: own };
  });
}

/** Values whose form the rules on lists do not ask for: path, form, and what they are. */
const FORMS: readonly (readonly [keyof DeclarationTerms & string, RegExp, string, string])[] = [
  ['iePort', /^\d{4}$/, '出境关别', 'the exit customs'],
  ['cutMode', /^\d{3}$/, '征免性质', 'the nature of levy'],
];

function formFindings(terms: DeclarationTerms): Finding[] {
  const { certificates } = terms;
  return [
    ...FORMS.filter(([name, form]) => !form.test(String(terms[name]))).map(([name, , zh, en]) =>
      b2bFinding('DEC-FORM', `/${name}`, { zh, en }),
    ),
    ...certificates
      .filter((one) => !/^[0-9A-Za-z]\s*[:：]\s*\S+$/.test(one))
      .map((value) => b2bFinding('DEC-CERTIFICATE', '/certificates', { value })),
  ];
}

function chargeFindings(terms: DeclarationTerms, { rateOf }: CheckFacts): Finding[] {
  const { transMode, freight, insurance, other } = terms;
  const charges = [
    ['fee', freight],
    ['insur', insurance],
    ['other', other],
  ] as const;
  const findings = charges.flatMap(([name, charge]) => chargeOf(name, charge, rateOf));
  const asked = IN_PRICE[transMode];
  const fits =
    asked !== undefined &&
    asked.includes('freight') === (freight !== null) &&
    asked.includes('insurance') === (insurance !== null);
  if (!fits) findings.push(b2bFinding('DEC-TERMS', '/transMode', { terms: transMode }));
  const priced = terms.lines.every(({ tradeCurr }) => rateOf(tradeCurr) !== null);
  if (priced && findings.length === 0 && fobsOf(terms, rateOf) === null) {
    findings.push(b2bFinding('DEC-PRICE', '/transMode'));
  }
  return findings;
}

/** The highest per cent of a charge, 0.00001. */
const WHOLE = 10_000_000n;

function chargeOf(name: string, charge: Charge | null, rateOf: RateOf): Finding[] {
  if (charge === null) return [];
  const { mark, rate, currency } = charge;
  const isRight = (mark === '1' && rate <= WHOLE) || (mark === '3' && scaled5ToFen(rate) !== null);
  return [
    ...(isRight ? [] : [b2bFinding('DEC-CHARGE', `/${name}Rate`)]),
    ...(mark === '1' || rateOf(currency) !== null
      ? []
      : [b2bFinding('DEC-RATE', `/${name}Curr`, { currency })]),
  ];
}

function lineFindings(
  line: DeclaredLine,
  { manualNo }: DeclarationTerms,
  facts: CheckFacts,
  path: string,
): Finding[] {
  const { codeTs, dutyMode, districtCode, originCountry } = line;
  const taxed = (facts.index.exportGoods(codeTs, facts.date)?.duty.n ?? 0n) > 0n;
  const source = { zh: '境内货源地', en: 'the domestic source' };
  return [
    ...(['1', EXEMPT].includes(dutyMode)
      ? []
      : [b2bFinding('DEC-LEVY', `${path}/dutyMode`, { mode: dutyMode })]),
    ...(dutyMode === EXEMPT && taxed && !/^Z\d{11}$/.test(manualNo ?? '')
      ? [b2bFinding('DEC-EXEMPT', `${path}/dutyMode`)]
      : []),
    ...(/^\d{5}$/.test(districtCode)
      ? []
      : [b2bFinding('DEC-FORM', `${path}/districtCode`, source)]),
    ...countryFindings(facts, [[originCountry, `${path}/originCountry`]]),
  ];
}

function countryFindings(
  { index }: CheckFacts,
  named: readonly (readonly [value: string, path: string])[],
): Finding[] {
  const table = index.profile.codes.country;
  if (table === undefined) return [];
  return named
    .filter(([value]) => !table.has(value))
    .map(([value, path]) => b2bFinding('DEC-COUNTRY', path, { value }));
}

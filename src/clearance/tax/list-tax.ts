import type { BusinessDate } from '../../base/dates.ts';
import type { Fen } from '../../base/fen.ts';
import type { Finding } from '../../base/finding.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { ListLine, ListTerms } from '../../documents/terms.ts';
import type { Goods } from '../../registry/enterprise.ts';
import type { Dated, TariffLine } from '../../registry/profile.ts';
import type { ProfileIndex } from '../../registry/profile-lookup.ts';
import type { LineTax, TaxBill } from '../verdict.ts';
import { chooseChannel, quotaFinding, splitFinding } from './channel.ts';
import { contentOf, piecesOf, unitsOf } from './measures.ts';
import { priceLines, type TaxLine, taxOfLine } from './price.ts';

/** The goods record of an enterprise's article, when there is one. */
export type GoodsLookup = (ebcCode: string, itemNo: string) => Goods | undefined;

/** The tax of a list with the tariff line that each of its lines was priced by. */
export type TaxedList = { readonly bill: TaxBill; readonly tariff: readonly TariffLine[] };

/** What the tax of a list depends on besides the list. */
export type ListTaxFacts = {
  readonly goodsOf: GoodsLookup;
  readonly index: ProfileIndex;
  readonly date: BusinessDate;
  /** What the buyer may still buy this year, fen; null leaves that to the quota ledger. */
  readonly annualRemaining: Fen | null;
};

/** The dutiable price of a whole list in fen: prices, freight and insurance (TAX-2). */
export function dutiablePriceOf(list: ListTerms): Fen {
  return list.lines.reduce((sum, line) => sum + line.totalPrice, list.freight + list.insuredFee);
}

/**
 * The tax of a list on a day, or all reasons why there is none: lines without a rate or without
 * the quantity their rate needs (in line order), then the channel refusal of TAX-10.
 * The day must be one the profile covers.
 */
export function taxOfList(list: ListTerms, facts: ListTaxFacts): Result<TaxedList, Finding[]> {
  const { index, date } = facts;
  const findings: Finding[] = [];
  const tariff: TariffLine[] = [];
  const lines: TaxLine[] = [];
  for (const [at, line] of list.lines.entries()) {
    const rates = index.tariffAt(line.gcode, date);
    const goods = line.itemNo === null ? undefined : facts.goodsOf(list.ebcCode, line.itemNo);
    const taxLine = rates === null ? missingRate(line, at) : toTaxLine(line, at, rates, goods);
    if ('code' in taxLine) findings.push(taxLine);
    else lines.push(taxLine);
    if (rates !== null) tariff.push(rates);
  }
  const bill = findings.length > 0 ? null : billOf(list, lines, facts);
  if (bill !== null && !('code' in bill)) return ok({ bill, tariff });
  const refusal = bill ?? channelOf(list, facts);
  if (typeof refusal !== 'string') findings.push(refusal);
  return fail(findings);
}

function billOf(
  list: ListTerms,
  lines: readonly TaxLine[],
  facts: ListTaxFacts,
): TaxBill | Finding {
  const channel = channelOf(list, facts);
  if (typeof channel !== 'string') return channel;
  const { levyRatio, preferentialDuty } = facts.index.at(facts.date);
  const context = { channel, levyRatio, preferentialDuty };
  const priced = priceLines(lines, list.freight + list.insuredFee, context);
  return {
    channel,
    lines: priced,
    dutiablePrice: dutiablePriceOf(list),
    total: priced.reduce((sum, line) => sum + taxOfLine(line), 0n),
  };
}

function channelOf(list: ListTerms, facts: ListTaxFacts): 'preferential' | 'full' | Finding {
  const { index, date, annualRemaining } = facts;
  const { singleLimit, annualLimit } = index.at(date);
  const total = dutiablePriceOf(list);
  const firstQty = list.lines[0]?.qty ?? 0n;
  const lineCount = list.lines.length;
  const channel = chooseChannel({ total, lineCount, firstQty, singleLimit, annualRemaining });
  const { parameters } = index.profile;
  if (channel === 'split') {
    return splitFinding(total, singleLimit, lawAt(parameters.singleLimit, date));
  }
  if (channel === 'quota') {
    const used = annualLimit - (annualRemaining ?? annualLimit);
    return quotaFinding({ total, used, annualLimit }, lawAt(parameters.annualLimit, date));
  }
  return channel;
}

/** The source of the value in force. */
export function lawAt(dated: readonly Dated<unknown>[], date: BusinessDate): string {
  return dated.findLast(({ from }) => from <= date)?.law ?? '';
}

/** The tax of goods that are imported as general trade: all three at full rates, or why none. */
export function fullTaxOf(
  line: ListLine,
  goods: Goods | undefined,
  { index, date }: Pick<ListTaxFacts, 'index' | 'date'>,
): LineTax | Finding {
  const rates = index.tariffAt(line.gcode, date);
  const taxLine = rates === null ? missingRate(line, 0) : toTaxLine(line, 0, rates, goods);
  if ('code' in taxLine) return taxLine;
  const { levyRatio, preferentialDuty } = index.at(date);
  return priceLines([taxLine], 0n, { channel: 'full', levyRatio, preferentialDuty })[0]!;
}

function toTaxLine(
  line: ListLine,
  at: number,
  rates: TariffLine,
  goods: Goods | undefined,
): TaxLine | Finding {
  const { gnum, totalPrice } = line;
  const { vat, consumption, mfnDuty } = rates;
  const plain = { gnum, totalPrice, vat, consumption, mfnDuty };
  switch (consumption.kind) {
    case 'none':
    case 'advalorem':
      return { ...plain, units: null, content: null, pieces: null };
    case 'highend': {
      const content = contentOf(line, goods);
      const pieces = piecesOf(line, goods);
      if (content === null && pieces === null) return missingContent(line, at);
      return { ...plain, units: null, content, pieces };
    }
    default: {
      const { unit, litresPerTonne } = consumption;
      const units = unitsOf(line, goods, unit, litresPerTonne ?? null);
      if (units === null) return missingUnits(line, at, unit);
      return { ...plain, units, content: null, pieces: null };
    }
  }
}

// Paths count lines by position, as XPath over the message does, not by gnum.
function missingRate(line: ListLine, at: number): Finding {
  return {
    code: 'TAX-RATE',
    zh: `商品编号${line.gcode}没有当日有效的税率`,
    en: `no tariff line in force for goods code ${line.gcode}`,
    path: `InventoryList[${at + 1}]/gcode`,
    law: 'RULES TAX-5',
    hint: 'Check the goods code; the zone may have to import the full tariff.',
    hintZh: '请核对商品编号；监管区可能需要导入完整税则。',
  };
}

function missingUnits(line: ListLine, at: number, unit: string): Finding {
  return {
    code: 'TAX-UNIT',
    zh: `第${line.gnum}项商品从量计征消费税，缺少以${unit}折算的法定数量`,
    en: `line ${line.gnum} bears a specific rate per ${unit}, but declares no such quantity`,
    path: `InventoryList[${at + 1}]/qty1`,
    law: 'RULES TAX-8',
    hint: 'Declare the statutory quantity in kilograms (035) or litres (095).',
    hintZh: '请以千克（035）或升（095）申报法定数量。',
  };
}

function missingContent(line: ListLine, at: number): Finding {
  return {
    code: 'TAX-CONTENT',
    zh: `第${line.gnum}项化妆品缺少净含量，无法判断是否为高档化妆品`,
    en: `line ${line.gnum} is cosmetics of unknown net content; high-end or not cannot be told`,
    path: `InventoryList[${at + 1}]/qty1`,
    law: '财税〔2016〕103号',
    hint: 'File the net content on the goods record, or declare qty1 in kilograms or litres.',
    hintZh: '请在商品备案中填写净含量，或以千克、升申报法定数量。',
  };
}

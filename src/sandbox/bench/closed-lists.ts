import { type SeededRandom, seededRandom } from '../../base/random.ts';
import type { ExportListLine, ExportListTerms } from '../../documents/export-terms.ts';
import type { ClosedList } from '../../export/summary/sums.ts';
import { AGENTS } from '../world/parties.ts';

/** Sellers of a month; each has one agent. */
export const SELLERS = 40;
const CODES = 500;
const COUNTRIES = 30;
const CUSTOMS = '4612';
/** Ways out: exit customs and transport mode. */
const WAYS = [
  { portCode: '4604', trafMode: '5' },
  { portCode: '4606', trafMode: '3' },
] as const;
/** How many lines a list has: 1.8 on average. */
const LINES = [1, 1, 1, 1, 1, 2, 2, 2, 3, 4] as const;
/** Codes that one seller trades in. */
const ASSORTMENT = 40;

/** A seller by its number, with its agent. */
export function sellerAt(index: number) {
  const { code: agentCode, name: agentName } = AGENTS[index % AGENTS.length]!;
  const ebcCode = `41019E${String(index).padStart(4, '0')}`;
  return { customsCode: CUSTOMS, ebcCode, ebcName: `出口卖家${index}`, agentCode, agentName };
}

/** Small numbers more often than large ones. */
function skewed(random: SeededRandom, bound: number): number {
  return Math.min(random.below(bound), random.below(bound));
}

/**
 * One closed list of channel B; the same seed and number give the same list. Few sellers, countries
 * and goods have most of it, as in trade.
 */
export function closedListAt(seed: bigint, serial: number, year: number): ClosedList {
  const random = seededRandom((seed << 32n) + BigInt(serial));
  const index = skewed(random, SELLERS);
  const seller = sellerAt(index);
  const country = String(301 + skewed(random, COUNTRIES));
  const lines = Array.from({ length: random.pick(LINES) }, (_, i) =>
    lineOf(random, index, country, i + 1),
  );
  // Numbers that the platform gives begin with 0.
  const number = `9${String(serial).padStart(8, '0')}`;
  const netWeight = lines.reduce((sum, { qty2 }) => sum + (qty2 ?? 0n), 0n);
  const terms: ExportListTerms = {
    ...{ ...seller, ...WAYS[skewed(random, WAYS.length)]!, country, lines, netWeight },
    ...{ grossWeight: netWeight + 12000n, ownerCode: seller.ebcCode, ownerName: seller.ebcName },
    ...{ ebpCode: '41019P0001', orderNo: `E${number}`, ebpName: '出口平台', copNo: `C${number}` },
    ...{ logisticsCode: '41019L0001', logisticsNo: `LX${number}CN`, ieFlag: 'E', pod: country },
    ...{ ieDate: `${year}-01-01`, statisticsFlag: 'B', iacCode: null, emsNo: null },
    ...{ tradeMode: '9610', trafName: null, voyageNo: null, billNo: null, totalPackageNo: null },
    ...{ loctNo: null, licenseNo: null, freight: 0n, freightCurrency: '142', insuredFee: 0n },
    ...{ insuranceCurrency: '142', wrapType: '2', packNo: 1 },
  };
  return { listNo: `${CUSTOMS}${year}E${number}`, terms };
}

function lineOf(
  random: SeededRandom,
  seller: number,
  country: string,
  gnum: number,
): ExportListLine {
  const code = (seller * 37 + skewed(random, ASSORTMENT) * 11) % CODES;
  const pieces = BigInt(1 + random.below(3));
  const fen = BigInt(500 + random.below(20_000));
  return {
    ...{ gnum, itemNo: `A${code}`, itemRecordNo: null, gcode: `6${100_000_000 + code * 1_310}` },
    ...{ gname: `商品${code}-${random.below(2)}`, country, currency: '502', unit: '011' },
    ...{ qty: pieces * 100_000n, qty1: pieces * 100_000n, unit1: '011', unit2: '035' },
    qty2: pieces * BigInt(5_000 + random.below(60_000)),
    ...{ price: fen * 1_000n, totalPrice: fen * pieces },
  };
}

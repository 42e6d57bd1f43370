import { present } from '../base/assert.ts';
import { type Fen, parseFen, parseScaled5, type Scaled5 } from '../base/fen.ts';
import type { Said } from '../documents/declaration/said.ts';

/** A charge beside the price: in per cent of the price (mark 1) or as a sum (mark 3). */
export type Charge = {
  readonly mark: string;
  /** Per cent, or units of the currency; 0.00001. */
  readonly rate: Scaled5;
  readonly currency: string;
};

export type DeclaredLine = {
  /** Of the line of the order. */
  readonly gNo: number;
  readonly codeTs: string;
  readonly gName: string;
  readonly gQty: Scaled5;
  readonly gUnit: string;
  readonly firstQty: Scaled5;
  readonly firstUnit: string;
  readonly secondQty: Scaled5 | null;
  readonly secondUnit: string | null;
  readonly declPrice: Scaled5;
  /** Hundredths of the currency. */
  readonly declTotal: Fen;
  readonly tradeCurr: string;
  readonly originCountry: string;
  readonly destinationCountry: string;
  readonly districtCode: string;
  readonly dutyMode: string;
};

/**
 * A customs declaration of 9710 or 9810 as far as it is compared and counted; the rest stands in
 * its bytes. Names are those of `CUSTOMS_FIELDS`.
 */
export type DeclarationTerms = {
  readonly copNo: string;
  readonly orderNo: string;
  readonly ebpCode: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly agentCode: string;
  /** The consignor. */
  readonly tradeCode: string;
  readonly ownerCode: string;
  readonly customMaster: string;
  readonly iePort: string;
  readonly tradeMode: string;
  readonly cutMode: string;
  readonly manualNo: string | null;
  readonly licenseNo: string | null;
  readonly tradeAreaCode: string;
  readonly tradeCountry: string;
  readonly distinatePort: string;
  readonly trafMode: string;
  readonly trafName: string | null;
  readonly voyageNo: string | null;
  readonly billNo: string | null;
  readonly wrapType: string;
  readonly packNo: number;
  readonly grossWt: Scaled5;
  readonly netWt: Scaled5;
  readonly transMode: string;
  readonly freight: Charge | null;
  readonly insurance: Charge | null;
  readonly other: Charge | null;
  /** `code:number`. */
  readonly certificates: readonly string[];
  readonly lines: readonly DeclaredLine[];
};

type Values = ReadonlyMap<string, string>;

/** The terms of a body that has every value in its form (`completed`). */
export function termsOf({ head, goods }: Said): DeclarationTerms {
  const text = (name: string) => present(head.get(name), name);
  const maybe = (name: string) => head.get(name) ?? null;
  return {
    ...{ copNo: text('copNo'), orderNo: text('orderNo'), ebpCode: text('ebpCode') },
    ...{ logisticsCode: text('logisticsCode'), logisticsNo: text('logisticsNo') },
    ...{ agentCode: text('agentCode'), tradeCode: text('tradeCode') },
    ...{ ownerCode: text('ownerCode'), customMaster: text('customMaster') },
    ...{ iePort: text('iePort'), tradeMode: text('tradeMode'), cutMode: text('cutMode') },
    ...{ manualNo: maybe('manualNo'), licenseNo: maybe('licenseNo') },
    ...{ tradeAreaCode: text('tradeAreaCode'), tradeCountry: text('tradeCountry') },
    ...{ distinatePort: text('distinatePort'), trafMode: text('trafMode') },
    ...{ trafName: maybe('trafName'), voyageNo: maybe('voyageNo'), billNo: maybe('billNo') },
    ...{ wrapType: text('wrapType'), packNo: Number(text('packNo')) },
    ...{ grossWt: decimal(head, 'grossWt'), netWt: decimal(head, 'netWt') },
    transMode: text('transMode'),
    ...{ freight: chargeOf(head, 'fee'), insurance: chargeOf(head, 'insur') },
    other: chargeOf(head, 'other'),
    certificates: (head.get('certificates') ?? '')
      .split(/[;；]/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    lines: goods.map(lineOf),
  };
}

function decimal(values: Values, name: string): Scaled5 {
  return present(parseScaled5(values.get(name) ?? ''), name);
}

function chargeOf(head: Values, name: string): Charge | null {
  if (!head.has(`${name}Rate`)) return null;
  const mark = present(head.get(`${name}Mark`), name);
  const currency = present(head.get(`${name}Curr`), name);
  return { mark, currency, rate: decimal(head, `${name}Rate`) };
}

function lineOf(values: Values): DeclaredLine {
  const text = (name: string) => present(values.get(name), name);
  return {
    gNo: Number(text('gNo')),
    ...{ codeTs: text('codeTs'), gName: text('gName') },
    ...{ gQty: decimal(values, 'gQty'), gUnit: text('gUnit') },
    ...{ firstQty: decimal(values, 'firstQty'), firstUnit: text('firstUnit') },
    secondQty: values.has('secondQty') ? decimal(values, 'secondQty') : null,
    secondUnit: values.get('secondUnit') ?? null,
    declPrice: decimal(values, 'declPrice'),
    declTotal: present(parseFen(text('declTotal')), 'declTotal'),
    ...{ tradeCurr: text('tradeCurr'), originCountry: text('originCountry') },
    ...{ destinationCountry: text('destinationCountry'), districtCode: text('districtCode') },
    dutyMode: text('dutyMode'),
  };
}

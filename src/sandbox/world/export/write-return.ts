import { type Elements, type ExportDocument, withHead } from '../document.ts';
import type { Party } from '../parties.ts';
import { filing } from '../write-sale.ts';
import type { ExportPapers, ExportShop } from './story.ts';
import { slotOf } from './write-request.ts';

/** Trade mode of what comes back, by that of the list; goods of overseas warehouses have none. */
const RETURN_MODES: Readonly<Record<string, string>> = { '9610': '9661', '1210': '1261' };

type Changes = Readonly<Record<string, string | undefined>>;

/**
 * The wish to have goods of a parcel back (CEB213).
 * @param goods line of the list and quantity; all goods of the parcel where there is none
 */
export function returnOf(
  { random, fresh }: ExportShop,
  { list }: Pick<ExportPapers, 'list'>,
  goods: readonly (readonly [gnum: string, qty: string])[] = [],
  changes: Changes = {},
): ExportDocument {
  const of = list.head;
  const head: Elements = {
    ...{ ...filing(random, of.appTime ?? ''), customsCode: of.customsCode ?? '' },
    ...{ ebpCode: of.ebpCode ?? '', ebpName: of.ebpName ?? '' },
    ...{ ebcCode: of.ebcCode ?? '', ebcName: of.ebcName ?? '', logisticsNo: fresh('R') },
    ...{ logisticsCode: of.logisticsCode ?? '', logisticsName: of.logisticsName ?? '' },
    ...{ coElNo: fresh('T'), invtNo: slotOf(list), tradeMode: '' },
    ...{ agentCode: of.agentCode ?? '', agentName: of.agentName ?? '', billNo: fresh('B') },
    ...{ ieFlag: 'I', trafMode: '5', trafName: 'CZ3099', portCode: of.portCode ?? '' },
    ...{ reason: '买家退货', country: of.country ?? '', voyageNo: 'CZ329', note: '' },
  };
  const mode = { tradeMode: RETURN_MODES[of.tradeMode ?? ''] };
  const wanted = goods.length === 0 ? list.lines.map((line) => [line.gnum, line.qty]) : goods;
  const lines = wanted.map(([gnum = '', qty = '']) => {
    const line = list.lines.find((one) => one.gnum === gnum) ?? list.lines[0]!;
    return lineOf(line, gnum, qty);
  });
  return withHead({ type: 'CEB213', head, lines }, { ...mode, ...changes });
}

function lineOf(line: Elements, gnum: string, qty: string): Elements {
  const { gcode = '', gname = '', gmodel = '', unit = '', unit1 = '' } = line;
  return { gnum, gcode, gname, gmodel, qty, qty1: qty, unit, unit1, note: '' };
}

/** The site says that what a return awaits is there (CEB215). */
export function tallyOf(
  { random, fresh }: ExportShop,
  { head: of }: ExportDocument,
  site: Party,
  changes: Changes = {},
): ExportDocument {
  const head: Elements = {
    ...{ ...filing(random, of.appTime ?? ''), customsCode: of.customsCode ?? '' },
    ...{ operatorCode: site.code, operatorName: site.name },
    ...{ logisticsCode: of.logisticsCode ?? '', logisticsName: of.logisticsName ?? '' },
    ...{ logisticsNo: of.logisticsNo ?? '', invtNo: of.invtNo ?? '', coElNo: fresh('D') },
    ...{ billNo: of.billNo ?? '', ieFlag: 'I', trafMode: of.trafMode ?? '' },
    ...{ trafName: of.trafName ?? '', voyageNo: of.voyageNo ?? '', location: 'A-01', note: '' },
  };
  return withHead({ type: 'CEB215', head, lines: [] }, changes);
}

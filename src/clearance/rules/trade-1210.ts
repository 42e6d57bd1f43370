import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { isBonded } from '../../matching/stock.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';
import { CHINA } from '../modes.ts';

/** A parcel from bonded stock names its book and place, and nothing that carried it here. */
export const bondedFields: Rule<ClearanceContext> = {
  code: 'TRADE-1210',
  law: lawOf('TRADE-1210'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list } }) => {
    const { terms } = list;
    if (!isBonded(terms.tradeMode)) return null;
    const findings: Finding[] = [];
    const at = (path: string) => findings.push(finding('TRADE-1210', path));
    if (terms.emsNo === null) at('InventoryHead/emsNo');
    if (terms.areaCode === null) at('InventoryHead/areaCode');
    if (terms.country !== CHINA) at('InventoryHead/country');
    if (terms.trafNo !== null) at('InventoryHead/trafNo');
    if (terms.voyageNo !== null) at('InventoryHead/voyageNo');
    if (terms.billNo !== null) at('InventoryHead/billNo');
    const unbooked = eachLine(terms.lines, ({ itemRecordNo }, path) =>
      itemRecordNo === null ? finding('TRADE-1210', path('itemRecordNo')) : null,
    );
    return [...findings, ...unbooked];
  },
};

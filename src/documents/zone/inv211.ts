import { BOND_INVT_BSC, BOND_INVT_DT } from './bond-invt.ts';
import { BWS_DT } from './bws-dt.ts';
import { ANY, ONCE, part, type ZoneTable, zoneAnswer } from './fields.ts';

const BSC = part('BondInvtBsc', BOND_INVT_BSC, ONCE);

/** Announces what an entry list did to its book: deducted at last, or another state. */
export const INV211: ZoneTable = zoneAnswer({
  type: 'INV211',
  zh: '核注清单核扣通知',
  en: 'Deduction of an entry list',
  bodies: ['INV211'],
  head: BSC,
  parts: [BSC, part('BondInvtDt', BOND_INVT_DT, ANY), part('BwsDt', BWS_DT, ANY)],
  answer: { status: 'vrfdedMarkcd', info: 'rmk', at: 'formalVrfdedTime' },
  key: ['invtPreentNo'],
});

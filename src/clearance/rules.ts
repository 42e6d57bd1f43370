import { roles } from '../matching/common-rules/10101.ts';
import { registered } from '../matching/common-rules/10102.ts';
import { countryCodes } from '../matching/common-rules/code-country.ts';
import { transportCode } from '../matching/common-rules/code-traf.ts';
import { unitCodes } from '../matching/common-rules/code-unit.ts';
import { wrapCode } from '../matching/common-rules/code-wrap.ts';
import { notExpired } from '../matching/common-rules/ent-expired.ts';
import { registeredNames } from '../matching/common-rules/ent-name.ts';
import { active } from '../matching/common-rules/ent-status.ts';
import { bookLine } from '../matching/common-rules/stk-line.ts';
import { enoughStock } from '../matching/common-rules/stk-short.ts';
import { customsOffice } from '../matching/common-rules/trade-customs.ts';
import type { Rule } from '../matching/rule.ts';
import { AMOUNT_RULES, KEY_RULES, PERSON_RULES } from '../matching/rules.ts';
import type { ClearanceContext } from './context.ts';
import { annualLimit } from './rules/1313.ts';
import { payer } from './rules/1327.ts';
import { singleLimit } from './rules/621005.ts';
import { arrivalAgrees } from './rules/arrival-differs.ts';
import { arrivedInTime } from './rules/arrival-late.ts';
import { arrived } from './rules/arrival-none.ts';
import { firstImport } from './rules/cls-first-import.ts';
import { guarantor } from './rules/ent-assure.ts';
import { domesticAgent } from './rules/ent-overseas.ts';
import { goodsCode } from './rules/goods-hs.ts';
import { goodsName } from './rules/goods-name.ts';
import { goodsFiled } from './rules/goods-record.ts';
import { guaranteeValid } from './rules/guarantee-none.ts';
import { guaranteeEnough } from './rules/guarantee-short.ts';
import { buyerBlocked } from './rules/id-blocked.ts';
import { identityChecksum } from './rules/id-checksum.ts';
import { identityMatch } from './rules/id-mismatch.ts';
import { identityType } from './rules/id-type.ts';
import { identityUnknown } from './rules/id-unknown.ts';
import { notExcluded } from './rules/pos-exclude.ts';
import { remarkMode } from './rules/pos-mode.ts';
import { remarkName } from './rules/pos-name.ts';
import { onPositiveList } from './rules/pos-off-list.ts';
import { weightLimit } from './rules/pos-weight.ts';
import { sandboxHold } from './rules/sbx-hold.ts';
import { sandboxReturn } from './rules/sbx-return.ts';
import { taxContent } from './rules/tax-content.ts';
import { taxRate } from './rules/tax-rate.ts';
import { taxTolerance } from './rules/tax-tolerance.ts';
import { taxUnit } from './rules/tax-unit.ts';
import { bondedFields } from './rules/trade-1210.ts';
import { directFields } from './rules/trade-9610.ts';
import { importFlag } from './rules/trade-ie.ts';
import { tradeMode } from './rules/trade-mode.ts';
import { IN_HAND, type Status } from './verdict.ts';

type Rules = readonly Rule<ClearanceContext>[];

const PARTIES: Rules = [
  registered,
  roles,
  active,
  notExpired,
  registeredNames,
  domesticAgent,
  guarantor,
];

const TRADE: Rules = [
  importFlag,
  customsOffice,
  tradeMode,
  bondedFields,
  directFields,
  countryCodes,
  unitCodes,
  transportCode,
  wrapCode,
];

const IDENTITY: Rules = [identityType, identityChecksum, identityMatch, buyerBlocked];

const GOODS: Rules = [
  goodsFiled,
  goodsCode,
  goodsName,
  taxRate,
  taxUnit,
  taxContent,
  onPositiveList,
  notExcluded,
  remarkMode,
  remarkName,
  firstImport,
  bookLine,
];

const AMOUNTS: Rules = [weightLimit, singleLimit, annualLimit, taxTolerance, enoughStock];

/** These hold a list that has no other defect; they are asked again when the world changes. */
const HOLDS: Rules = [sandboxHold, identityUnknown, guaranteeValid, guaranteeEnough];

/** These have a list wait that has passed everything else (LINE-10). */
const ARRIVAL_RULES: Rules = [arrivedInTime, arrived, arrivalAgrees];

/** All rules of import clearance; the order of the list is the precedence (DOC-13). */
export const RULES: Rules = [
  sandboxReturn,
  ...PARTIES,
  ...TRADE,
  ...KEY_RULES,
  ...IDENTITY,
  ...PERSON_RULES,
  payer,
  ...AMOUNT_RULES,
  ...GOODS,
  ...AMOUNTS,
  ...HOLDS,
  ...ARRIVAL_RULES,
];

/** What a held list is asked again: what the authority and the guarantor have done meanwhile. */
const HELD_RULES: Rules = [identityMatch, buyerBlocked, ...HOLDS, ...ARRIVAL_RULES];

/**
 * The rules that a list is asked.
 * @param held the status of the verdict that held it; null when it was not decided before. One
 * that waits for its arrival has passed the others, and its tax is in the guarantee already. What
 * is in the hands of officers is asked nothing: they decide.
 */
export function rulesFor(held: Status | null): Rules {
  if (held === null) return RULES;
  if (IN_HAND.includes(held)) return [];
  return held === '400' ? ARRIVAL_RULES : HELD_RULES;
}

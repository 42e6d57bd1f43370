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
import { exportPackNo } from '../matching/export-rules/doc-pack-no.ts';
import { EXPORT_AMOUNT_RULES, EXPORT_KEY_RULES } from '../matching/export-rules.ts';
import type { Rule } from '../matching/rule.ts';
import type { ExportContext } from './context.ts';
import { exportArrivalAgrees } from './rules/arrival-differs.ts';
import { exportArrivedInTime } from './rules/arrival-late.ts';
import { exportArrived } from './rules/arrival-none.ts';
import { currencyCodes } from './rules/code-currency.ts';
import { areaFields } from './rules/exp-1210.ts';
import { simplifiedOpen } from './rules/exp-a-closed.ts';
import { simplifiedGoods } from './rules/exp-a-goods.ts';
import { simplifiedLicence } from './rules/exp-a-licence.ts';
import { simplifiedLimit } from './rules/exp-a-limit.ts';
import { summaryDone } from './rules/exp-blocked.ts';
import { codeKnown } from './rules/exp-code.ts';
import { destination } from './rules/exp-destination.ts';
import { b2bFlag } from './rules/exp-flag.ts';
import { headingFree } from './rules/exp-heading.ts';
import { b2bOpen } from './rules/exp-l-closed.ts';
import { b2bGoods } from './rules/exp-l-goods.ts';
import { b2bLicence } from './rules/exp-l-licence.ts';
import { b2bLimit } from './rules/exp-l-limit.ts';
import { codeLevel } from './rules/exp-level.ts';
import { licensed } from './rules/exp-licence.ts';
import { rateOfDay } from './rules/exp-no-rate.ts';
import { notProhibited } from './rules/exp-prohibited.ts';
import { legalUnits } from './rules/exp-unit.ts';
import { warehouseFiled } from './rules/exp-warehouse.ts';
import { warehouseCountry } from './rules/exp-warehouse-country.ts';
import { warehouseInForce } from './rules/exp-warehouse-day.ts';
import { forcedReturn } from './rules/sbx-return.ts';
import { exportFlag } from './rules/trade-ie.ts';
import { exportMode } from './rules/trade-mode.ts';

type Rules = readonly Rule<ExportContext>[];

const PARTIES: Rules = [
  registered,
  roles,
  active,
  notExpired,
  registeredNames,
  warehouseFiled,
  warehouseInForce,
  warehouseCountry,
];

/** Codes of the tables, and that it goes abroad. */
const PLACES: Rules = [
  countryCodes,
  destination,
  unitCodes,
  transportCode,
  wrapCode,
  currencyCodes,
];

const TRADE: Rules = [exportFlag, customsOffice, exportMode, b2bFlag, areaFields, ...PLACES];

/** Which channel the goods may take. */
const GOODS: Rules = [
  simplifiedOpen,
  b2bOpen,
  codeLevel,
  codeKnown,
  notProhibited,
  headingFree,
  simplifiedGoods,
  b2bGoods,
  simplifiedLicence,
  b2bLicence,
  licensed,
  legalUnits,
  bookLine,
];

const VALUES: Rules = [rateOfDay, simplifiedLimit, b2bLimit, enoughStock];

/** These have a list wait that has passed everything else (EXP-1). */
export const EXPORT_ARRIVAL_RULES: Rules = [
  exportArrivedInTime,
  exportArrived,
  exportArrivalAgrees,
];

/** All rules of export clearance; the order of the list is the precedence (DOC-13). */
export const EXPORT_RULES: Rules = [
  forcedReturn,
  ...PARTIES,
  ...TRADE,
  ...EXPORT_KEY_RULES,
  ...EXPORT_AMOUNT_RULES,
  ...GOODS,
  ...VALUES,
  summaryDone,
  ...EXPORT_ARRIVAL_RULES,
];

/**
 * Rules that a customs declaration (channel D) has in common with lists: all but those of the other
 * channels. A declaration has as many packages as it says (the specification fixes one for lists).
 */
export const DECLARED_RULES: Rules = [
  ...PARTIES,
  customsOffice,
  exportMode,
  ...PLACES,
  ...EXPORT_KEY_RULES,
  ...EXPORT_AMOUNT_RULES.filter((rule) => rule !== exportPackNo),
  codeLevel,
  codeKnown,
  notProhibited,
  licensed,
  legalUnits,
  rateOfDay,
  ...EXPORT_ARRIVAL_RULES,
];

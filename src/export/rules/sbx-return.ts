import { commonFinding, commonLaw } from '../../matching/common-codes.ts';
import { FROM_2016 } from '../../matching/law.ts';
import { forcedFindingOf, type Outcome } from '../../matching/outcome.ts';
import type { Rule } from '../../matching/rule.ts';
import { EXPORT_CODES } from '../codes.ts';
import type { ExportContext } from '../context.ts';
import { EXPORT_OFFICER_CODES } from '../officer-codes.ts';

const OUTCOMES: Readonly<Record<string, Outcome>> = EXPORT_CODES;
const BY_OFFICERS = Object.keys(EXPORT_OFFICER_CODES).filter((code) => !code.startsWith('SBX-'));
const FORM = /^SBX\.([^.]{1,24})\./;

/**
 * In a sandbox the order number `SBX.<code>.<anything>` asks that its list be returned for that
 * code; with anything else behind the prefix it is returned with this code alone. What officers
 * decide is asked of their stand-ins, when the list deserves its release.
 */
export const forcedReturn: Rule<ExportContext> = {
  code: 'SBX-RETURN',
  law: commonLaw('SBX-RETURN'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, parameters }) => {
    const { orderNo } = list.terms;
    if (!parameters.forcedOutcomes || !orderNo.startsWith('SBX.')) return null;
    const path = 'InventoryHead/orderNo';
    const [, code = '?'] = FORM.exec(orderNo) ?? [];
    if (BY_OFFICERS.includes(code)) return null;
    const outcome = code === 'SBX-RETURN' ? undefined : OUTCOMES[code];
    if (outcome?.returnStatus !== '100') return commonFinding('SBX-RETURN', path, { code: '?' });
    return [forcedFindingOf(code, outcome), commonFinding('SBX-RETURN', path, { code })];
  },
};

import { present } from '../src/base/assert.ts';
import { NOTHING_NOTED, type RiskSubject } from '../src/risk/subject.ts';
import { allScenarios, arrange } from './scenario/run.ts';

/** A sound parcel of the scenarios, as the risk rules see it. */
export function riskSubject(): RiskSubject {
  const scenario = present(
    allScenarios().find(({ kind }) => kind === 'pass'),
    'a scenario that passes',
  );
  const { cases, facts } = arrange(scenario);
  const { list, order, payment, waybill } = present(cases[0], 'its parcel');
  return {
    at: facts.at,
    list: list.terms,
    order: order.terms,
    payment: payment.terms,
    waybill: waybill.terms,
    enterprises: facts.enterprises,
    identity: 'match',
    noted: NOTHING_NOTED,
  };
}

import { present } from '../../../base/assert.ts';
import { formatScaled5, type Scaled5 } from '../../../base/fen.ts';
import { SITES } from '../parties.ts';
import { SLIP_APPROVED, type Slip } from './slip.ts';
import { type Need, paperSlot, type WorldReport, type Yard } from './traffic.ts';

/** How a crossing differs from one that passes without being weighed. */
export type CrossingSaid = {
  readonly kind: string;
  readonly needs?: readonly Need[];
  readonly vehicleNo?: string;
  /** What the scale says, 0.00001 kg. */
  readonly weight?: Scaled5;
  readonly sealOk?: boolean;
  /** Why the gate stays shut. */
  readonly code?: string;
};

/** A vehicle stands at the gate and shows its slip. */
export function crossing(yard: Yard, slip: Slip, said: CrossingSaid): WorldReport {
  const { kind, needs = [], vehicleNo = slip.vehicleNo, sealOk = true, code = null } = said;
  const name = yard.fresh('X');
  const at = yard.nextMoment();
  const weight = said.weight === undefined ? null : formatScaled5(said.weight);
  const shown = { slipNo: paperSlot(slip.ownNo), vehicleNo, weight, sealOk };
  return {
    ...{ kind, name, sender: present(SITES[0], 'a site'), path: '/v1/gate/crossings' },
    body: { crossingId: name, gate: 'ZZ09', ...shown, at },
    needs: [{ paper: slip.ownNo, told: SLIP_APPROVED }, ...needs],
    ...{ answer: code === null ? 'passed' : 'stopped', code, repeated: false },
  };
}

/** The same report once more, for example after a lost answer. */
export function reportedAgain(yard: Yard, first: WorldReport): WorldReport {
  const needs = [...first.needs, { report: first.name }];
  const kind = 'crossing-reported-twice';
  return { ...first, kind, name: yard.fresh('X'), needs, repeated: true };
}

/** Something else under the number of a crossing that was reported (GATE-7). */
export function reportedOtherwise(yard: Yard, first: WorldReport): WorldReport {
  const body = { ...first.body, sealOk: false };
  return {
    ...{ ...first, kind: 'crossing-number-taken', name: yard.fresh('X'), body },
    needs: [...first.needs, { report: first.name }],
    ...{ answer: 'refused', code: 'GATE-CROSSING-ID' },
  };
}

/** The heaviest that passes, and what is just too heavy; null where the law compares nothing. */
export function heaviest({ law }: Yard, { total }: Slip): { ok: Scaled5; over: Scaled5 } | null {
  if (law.gateTolerance === null) return null;
  const [over, under] = law.gateTolerance;
  const most = total + (total * over) / under;
  return { ok: most, over: most + 1n };
}

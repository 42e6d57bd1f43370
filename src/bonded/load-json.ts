import { formatScaled5 } from '../base/fen.ts';
import type { LoadedParcel, LoadState } from './load.ts';
import type { Slip } from './slip.ts';

/** A load list as JSON; weights are kilograms as decimals. */
export function loadJson(view: {
  readonly slip: Slip;
  readonly state: LoadState;
  readonly parcels: readonly LoadedParcel[];
}) {
  const { slip, state, parcels } = view;
  const gross = parcels.reduce((sum, { grossWeight }) => sum + (grossWeight ?? 0n), 0n);
  return {
    ...{ slipNo: slip.paperNo, bookNo: slip.bookNo, vehicleNo: slip.body.vehicleNo, state },
    ...{ packNo: parcels.length, grossWeight: formatScaled5(gross) },
    parcels: parcels.map(({ grossWeight, findings, ...parcel }) => ({
      ...parcel,
      grossWeight: grossWeight === null ? null : formatScaled5(grossWeight),
      findings: [...findings],
    })),
    off: [...slip.body.off],
  };
}

import { isTold } from '../paydata/codes.ts';
import { openSightings, type Sightings } from '../risk/sightings.ts';
import { openSignalMemory, type SignalMemory } from '../risk/signal-counts.ts';

/** What one process remembers for its risk rules; nothing of it survives the process. */
export type RiskMemory = { readonly sightings: Sightings; readonly signals: SignalMemory };

/** An empty memory. What a platform is told of its payment data is what was late with it. */
export function openRiskMemory(): RiskMemory {
  return { sightings: openSightings(), signals: openSignalMemory(isTold) };
}

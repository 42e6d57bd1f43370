/**
 * From how many lists with the same person, phone or address within a time on a signal is raised
 * (RULES ENT-6). They are counted in two generations of half the hours each, so the time is
 * between half of them and all.
 */
export type SightingLaw = {
  readonly hours: number;
  readonly buyer: number;
  readonly payer: number;
  readonly phone: number;
  readonly address: number;
};

/** Where the law says nothing else: design values, far above what a household buys. */
export const USUAL_SIGHTINGS: SightingLaw = {
  hours: 24,
  buyer: 10,
  payer: 15,
  phone: 20,
  address: 30,
};

import type { Profile } from '../registry/profile.ts';
import { completeProfile } from '../registry/profile-codec.ts';

/**
 * The same law without the switch that has direct purchase wait for its arrival: for freight and
 * simulations of four documents a parcel.
 */
export function withoutArrivals(profile: Profile): Profile {
  const parameters = { ...profile.parameters, arrivalRequired: [] };
  return completeProfile({ ...profile, parameters });
}

import type { Profile } from '../registry/profile.ts';
import { completeProfile } from '../registry/profile-codec.ts';
import { beginning } from '../registry/profile-parameters.ts';

/** The same law with or without the switch that has bonded goods taken from their book. */
export function withStock(profile: Profile, value: boolean): Profile {
  const from = beginning(profile.parameters);
  const stockRequired = [{ from, until: null, value, law: 'set by the sandbox' }];
  return completeProfile({ ...profile, parameters: { ...profile.parameters, stockRequired } });
}

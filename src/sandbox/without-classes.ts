import type { Profile } from '../registry/profile.ts';
import { completeProfile } from '../registry/profile-codec.ts';

/** The same law without classes of enterprises and goods: nothing is drawn. */
export function withoutClasses(profile: Profile): Profile {
  const parameters = { ...profile.parameters, classification: [] };
  return completeProfile({ ...profile, parameters });
}

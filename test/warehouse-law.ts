import type { Profile } from '../src/registry/profile.ts';
import { completeProfile } from '../src/registry/profile-codec.ts';
import { beginning } from '../src/registry/profile-parameters.ts';

/** The same law, which asks on every day for overseas warehouses on file. */
export function askingForWarehouses(profile: Profile): Profile {
  const from = beginning(profile.parameters);
  const overseasWarehouseFiling = [{ from, until: null, value: true, law: 'test' }];
  return completeProfile({
    ...profile,
    parameters: { ...profile.parameters, overseasWarehouseFiling },
  });
}

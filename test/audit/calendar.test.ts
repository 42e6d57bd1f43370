import { expect, it } from 'vitest';
import { readStatutes } from '../../src/audit/profile-reader.ts';
import { addDays } from '../../src/base/dates.ts';
import type { Profile } from '../../src/registry/profile.ts';
import { profileContent } from '../../src/registry/profile-codec.ts';
import { readProfile } from '../../src/registry/profile-file.ts';
import { indexProfile } from '../../src/registry/profile-lookup.ts';

// The auditor reads the calendar of a law by code of its own.
const read = await readProfile('profiles/cn-zhengzhou');
if (!read.ok) throw new Error(JSON.stringify(read.error));
const shipped = read.value;

const statutesOf = (profile: Profile) => readStatutes(profileContent(profile))!;
const older: Profile = {
  ...shipped,
  parameters: { ...shipped.parameters, calendar: [], publicationDays: [] },
};

it.each([
  ['the law that is shipped', shipped],
  ['a law without a calendar', older],
])('counts the same working days as the engine: %s', (_, profile) => {
  const statutes = statutesOf(profile);
  const { isWorkingDay } = indexProfile(profile).workingDays;
  const days = Array.from({ length: 4 * 366 }, (_, i) => addDays('2023-12-25', i));
  expect(days.filter((day) => statutes.isWorkingDay(day))).toEqual(days.filter(isWorkingDay));
});

it('gives twenty days where the law says nothing', () => {
  expect(statutesOf(older).publicationDays('2026-01-01')).toBe(20);
  const [term] = shipped.parameters.publicationDays;
  const changed = [
    { ...term!, until: '2027-01-01' },
    { ...term!, from: '2027-01-01', value: 7 },
  ];
  const parameters = { ...shipped.parameters, publicationDays: changed };
  const statutes = statutesOf({ ...shipped, parameters });
  expect(statutes.publicationDays('2026-12-31')).toBe(20);
  expect(statutes.publicationDays('2027-01-01')).toBe(7);
});

import { describe, expect, it } from 'vitest';
import type { Profile } from './profile.ts';
import { completeProfile, parseProfile, profileContent } from './profile-codec.ts';
import { readProfile } from './profile-file.ts';
import { indexProfile } from './profile-lookup.ts';

async function shipped(): Promise<Profile> {
  const result = await readProfile('profiles/cn-zhengzhou');
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('profile content', () => {
  it('reads back to the same profile and version', async () => {
    const profile = await shipped();
    const again = parseProfile(profileContent(profile));
    expect(again).toEqual({ ok: true, value: profile });
  });

  it('keeps a line barred that was stored before remarks had words', async () => {
    const profile = await shipped();
    const content = profileContent(profile).replace(/"excluded":"[^"]+"/, '"excluded":"yes"');
    const again = parseProfile(content);
    const remarks = again.ok ? again.value.positiveList.flatMap((line) => line.remarks) : [];
    expect(remarks.find(({ kind }) => kind === 'exclude')).toMatchObject({ words: 'all' });
    const whole = again.ok ? parseProfile(profileContent(again.value)) : again;
    expect(whole.ok && whole.value.positiveList).toEqual(again.ok && again.value.positiveList);
  });

  it('stored before days were archived is still read, and keeps its version', async () => {
    const { parameters, ...rest } = await shipped();
    const older = { ...parameters, onlineDays: [], retentionYears: [] };
    const stored = completeProfile({ ...rest, parameters: older });
    const content = profileContent(stored);
    expect(content).not.toContain('retentionYears');
    const again = parseProfile(content);
    expect(again).toEqual({ ok: true, value: stored });
    expect(again.ok && profileContent(again.value)).toBe(content);
    expect(indexProfile(stored).at('2020-09-18')).toEqual(
      indexProfile(await shipped()).at('2020-09-18'),
    );
  });

  it('stored before exports had a law is still read, keeps its version, knows none', async () => {
    const { parameters, ...rest } = await shipped();
    const older = { ...rest, exportGoods: [], parameters: { ...parameters, exports: [] } };
    const stored = completeProfile(older);
    const content = profileContent(stored);
    expect(content).not.toContain('exports');
    expect(content).not.toContain('exportGoods');
    expect(parseProfile(content)).toEqual({ ok: true, value: stored });
    const index = indexProfile(stored);
    expect(index.exports('2026-01-01')).toBeNull();
    expect(index.exportGoods('3926909090', '2026-01-01')).toBeNull();
    expect(index.exportHeading('3926', '2026-01-01')).toBeNull();
    const sameDays = indexProfile(await shipped());
    expect(index.at('2020-09-18')).toEqual(sameDays.at('2020-09-18'));
  });

  it('has another version as soon as one value differs', async () => {
    const profile = await shipped();
    const [first, ...rest] = profile.parameters.waitDays;
    const parameters = { ...profile.parameters, waitDays: [{ ...first!, value: 31 }, ...rest] };
    expect(completeProfile({ ...profile, parameters }).version).not.toBe(profile.version);
    expect(completeProfile(profile).version).toBe(profile.version);
  });

  it.each([
    ['', 'PROFILE-SYNTAX'],
    ['[]', 'PROFILE-SYNTAX'],
    ['{"name":', 'PROFILE-SYNTAX'],
    ['{}', 'PROFILE-VALUE'],
  ])('%j is refused', (content, code) => {
    const result = parseProfile(content);
    expect(result.ok ? [] : result.error.map((finding) => finding.code)).toContain(code);
  });

  it('is refused when a table or a parameter is broken', async () => {
    const content = profileContent(await shipped());
    for (const [from, to] of [
      ['"tariff":[', '"tariff":[7,'],
      ['"waitDays":[', '"waitDays":[7,'],
      ['"vat":"9/100"', '"vat":"9/0"'],
      ['"payerIsBuyer"', '"payer"'],
      ['"code":"001"', '"kode":"001"'],
      ['"exportGoods":[', '"exportGoods":[7,'],
      ['"refund":"9/100"', '"refund":"9"'],
      ['"summaryDay":15', '"summaryDay":"15"'],
    ] as const) {
      expect(content).toContain(from);
      expect(parseProfile(content.replace(from, to)).ok).toBe(false);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { rate } from '../../src/base/rate.ts';
import { type Classification, cellAt, GOODS_CLASSES } from '../../src/registry/classification.ts';
import { classUnder, REGIME_CLASSES } from '../../src/registry/credit-regime.ts';
import type { Profile } from '../../src/registry/profile.ts';
import { completeProfile, parseProfile, profileContent } from '../../src/registry/profile-codec.ts';
import { readProfile } from '../../src/registry/profile-file.ts';
import { indexProfile } from '../../src/registry/profile-lookup.ts';
import { withoutClasses } from '../../src/sandbox/without-classes.ts';

async function shipped(): Promise<Profile> {
  const result = await readProfile('profiles/cn-zhengzhou');
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('the classes of a law', () => {
  it('are none in a law without them, and such a law keeps content and version', async () => {
    const profile = withoutClasses(await shipped());
    expect(profile.version).not.toBe((await shipped()).version);
    expect(indexProfile(profile).classes('2020-09-18')).toBeNull();
    expect(profileContent(profile)).not.toContain('classification');
    expect(parseProfile(profileContent(profile))).toEqual({ ok: true, value: profile });
  });

  it('read back to the same law', async () => {
    const profile = await shipped();
    const again = parseProfile(profileContent(profile));
    if (!again.ok) throw new Error(JSON.stringify(again.error));
    expect(again.value).toEqual(profile);
    expect(profileContent(again.value)).toBe(profileContent(profile));
  });

  it('are those of the order of the day, for every class of goods', async () => {
    const index = indexProfile(await shipped());
    expect(index.classes('2016-04-07')).toBeNull();
    for (const [date, regime] of [
      ['2016-04-08', '225'],
      ['2021-10-31', '237'],
      ['2021-11-01', '251'],
      ['2026-04-01', '2026'],
    ] as const) {
      const table = index.classes(date);
      expect([table?.regime, [...(table?.cells.keys() ?? [])]]).toEqual([
        regime,
        REGIME_CLASSES[regime],
      ]);
    }
    expect(index.classes('2020-09-18')).toBe(index.classes('2020-09-17'));
  });

  it('multiply base, goods and history, between the floor and one', async () => {
    const table = indexProfile(await shipped()).classes('2020-09-18')!;
    const weights = (one: 'ADV' | 'GENERAL' | 'DISHONEST') =>
      GOODS_CLASSES.map((goods) => cellAt(table, one, goods).weights);
    expect(weights('ADV')[0]).toEqual([4_000, 8_000, 16_000, 32_000, 64_000]);
    expect(weights('GENERAL')[1]).toEqual([37_500, 75_000, 150_000, 300_000, 600_000]);
    expect(weights('GENERAL')[2]).toEqual([50_000, 100_000, 200_000, 400_000, 800_000]);
    expect(weights('DISHONEST')[0]).toEqual([800_000, ...[1, 1, 1, 1].map(() => 1_000_000)]);
    expect(cellAt(table, 'DISHONEST', 'ORDINARY')).toMatchObject({
      documents: 'person',
      guarantee: 'full',
      priority: 9,
      place: 'yard',
    });
    expect(GOODS_CLASSES.map((goods) => cellAt(table, 'ADV', goods).place)).toEqual([
      'spot',
      'spot',
      'yard',
    ]);
  });

  it('of another order become those of this one', () => {
    expect(classUnder('251', 'GEN_CERT')).toBe('ROUTINE');
    expect(classUnder('2026', 'GENERAL')).toBe('ROUTINE');
    expect(classUnder('237', 'ROUTINE')).toBe('GENERAL');
    for (const regime of ['225', '237', '251', '2026'] as const) {
      expect(classUnder(regime, 'ADV')).toBe('ADV');
      expect(classUnder(regime, 'DISHONEST')).toBe('DISHONEST');
    }
  });
});

/** The findings on the law whose first period (orders 225 and 237) is changed. */
async function findingsOn(change: (value: Classification) => Classification): Promise<string[]> {
  const profile = await shipped();
  const classification = profile.parameters.classification.map((dated, period) =>
    period === 0 ? { ...dated, value: change(dated.value) } : dated,
  );
  const changed = completeProfile({
    ...profile,
    parameters: { ...profile.parameters, classification },
  });
  const result = parseProfile(profileContent(changed));
  const findings = result.ok ? [] : result.error.map(({ code, path }) => `${code} ${path}`);
  // The period is of two orders, and each is asked for every class of goods.
  return [...new Set(findings)];
}

const PLACE = 'profile content/parameters/classification/0/value/enterprises';

describe('a classification that breaks the rules on credit', () => {
  const row =
    (one: 'ADV' | 'GEN_CERT' | 'DISHONEST', change: object) => (value: Classification) => {
      const enterprises = new Map(value.enterprises);
      enterprises.set(one, { ...enterprises.get(one)!, ...change });
      return { ...value, enterprises };
    };

  it('is refused where a certified class is not far enough below the ordinary one', async () => {
    expect(await findingsOn(row('ADV', { rate: rate(4_999n, 1_000_000n) }))).toEqual([]);
    const fifth = await findingsOn(row('ADV', { rate: rate(5n, 1_000n) }));
    expect(fifth).toEqual([`PROFILE-CLASS ${PLACE}/ADV/rate`]);
    const half = await findingsOn(row('GEN_CERT', { floor: rate(125n, 10_000n) }));
    expect(half).toEqual([`PROFILE-CLASS ${PLACE}/GEN_CERT/rate`]);
  });

  it('is refused where the dishonest are drawn too seldom or need not guarantee', async () => {
    const low = { rate: rate(79n, 100n), floor: rate(0n, 1n) };
    expect(await findingsOn(row('DISHONEST', low))).toEqual([
      `PROFILE-CLASS ${PLACE}/DISHONEST/rate`,
    ]);
    expect(await findingsOn(row('DISHONEST', { guarantee: 'exempt' }))).toEqual([
      `PROFILE-CLASS ${PLACE}/DISHONEST/guarantee`,
    ]);
  });

  it('is refused without a class of the order', async () => {
    const findings = await findingsOn((value) => {
      const enterprises = new Map(value.enterprises);
      enterprises.delete('GEN_CERT');
      return { ...value, enterprises };
    });
    expect(findings).toEqual([`PROFILE-CLASS ${PLACE}/GEN_CERT`]);
  });

  it('is refused for a period that reaches into another order', async () => {
    const profile = await shipped();
    const [first] = profile.parameters.classification;
    const whole = { ...profile.parameters, classification: [{ ...first!, until: null }] };
    const result = parseProfile(profileContent(completeProfile({ ...profile, parameters: whole })));
    const found = result.ok ? [] : result.error.map(({ path }) => path);
    expect(new Set(found)).toEqual(
      new Set(['profile content/parameters/classification/0/value/enterprises/ROUTINE']),
    );
  });
});

describe('a classification that is written badly', () => {
  it.each([
    ['"rate":"1/40"', '"rate":"41/40"', 'GENERAL/rate'],
    ['"rate":"1/40"', '"rate":0.025', 'GENERAL/rate'],
    ['"priority":1', '"priority":0', 'ADV/priority'],
    ['"place":"spot"', '"place":"home"', 'place'],
    ['"GENERAL":{', '"GENERALS":{', 'enterprises/GENERALS'],
    ['"CONDITIONAL":{', '"SPECIAL":{', 'goods/SPECIAL'],
    ['"quarantine":["01"', '"quarantine":["1"', 'quarantine'],
    ['"history":{"times":"2/1"', '"history":{"times":"1/1"', 'history/times'],
    ['"days":180', '"dayz":180', 'history/days'],
    ['"cap":"16/1"', '"cap":"1/2"', 'history/cap'],
    ['"history":{', '"history":[],"past":{', 'value/past'],
  ])('%s -> %s is a finding at %s', async (from, to, path) => {
    const content = profileContent(await shipped());
    expect(content).toContain(from);
    const result = parseProfile(content.replace(from, to));
    const found = result.ok ? [] : result.error;
    expect(found.map(({ code }) => code)).toContain('PROFILE-VALUE');
    expect(found.some((finding) => finding.path?.endsWith(path))).toBe(true);
  });
});

import type { BusinessDate } from '../../base/dates.ts';
import { GOODS_CLASSES } from '../../registry/classification.ts';
import type { Profile } from '../../registry/profile.ts';
import { indexProfile } from '../../registry/profile-lookup.ts';

/**
 * The greatest chance, in millionths, with which a law draws a list of a world for inspection on
 * its first day or any later one: nobody in it is dishonest, and no inspection has found anything.
 */
export function mostDrawn(profile: Profile, start: BusinessDate): number {
  const { classification, creditRegime } = profile.parameters;
  const changes = [...classification, ...creditRegime].map(({ from }) => from);
  const index = indexProfile(profile);
  const tables = [start, ...changes.filter((day) => day > start)].map(index.classes);
  const chances = tables.flatMap((table) =>
    [...(table?.cells ?? [])]
      .filter(([enterprise]) => enterprise !== 'DISHONEST')
      .flatMap(([, cells]) => GOODS_CLASSES.map((goods) => cells[goods].weights[0] ?? 0)),
  );
  return Math.max(0, ...chances);
}

import type { Sql } from '../io/postgres.ts';
import type { Comparison } from './chi-square.ts';
import {
  countDraws,
  type DrawCount,
  type DrawPeriod,
  lineSums,
  officerSums,
  openDrawDays,
} from './draw-days.ts';
import type { LayerTallies } from './ratios.ts';
import { compareOfficers, compareTargets } from './statistics.ts';

/** Whether the draws of a period look like chance. */
export type DrawStatistics = {
  readonly draws: DrawCount;
  /** Targets drawn by layer (enterprise class and goods class), and by hour of the day. */
  readonly byLayer: Comparison;
  readonly byHour: Comparison;
  readonly byOfficer: Comparison;
};

/** The draws of the days from `from` to `to`, both included. */
export async function drawStatistics(sql: Sql, period: DrawPeriod): Promise<DrawStatistics> {
  const open = await openDrawDays(sql, period);
  const { byLayer, byHour } = await lineSums(sql, period, open);
  return {
    draws: await countDraws(sql, period, open),
    byLayer: compareTargets(byLayer),
    byHour: compareTargets(byHour),
    byOfficer: compareOfficers(await officerSums(sql, period, open)),
  };
}

/** What the draws of the line counted on the days of a period, by layer. */
export async function lineTallies(sql: Sql, period: DrawPeriod): Promise<LayerTallies> {
  const open = await openDrawDays(sql, period);
  return (await lineSums(sql, period, open)).byLayer;
}

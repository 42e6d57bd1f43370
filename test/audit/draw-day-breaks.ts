const OFFICER = `(day, officer) = (select day, officer from inspection.draw_chances
  order by day, officer limit 1)`;

/** What is altered of the sums of days, and the laws that are broken by it and no others. */
export const DRAW_DAY_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  [
    'a day says that it had more draws',
    'draw-days',
    'update inspection.draw_days set officers = officers + 1',
  ],
  [
    'an hour of a day drew less',
    'draw-days',
    `update inspection.draw_sums set drawn = drawn - 1 where part = 'hour'`,
  ],
  [
    'the layers of a day are gone',
    'draw-days',
    `delete from inspection.draw_sums where part = 'layer'`,
  ],
  [
    'an officer was drawn less often',
    'draw-days',
    `update inspection.draw_chances set observed = observed - 1 where ${OFFICER}`,
  ],
  [
    'chance had to draw an officer more often',
    'draw-days',
    `update inspection.draw_chances set expected = expected + 0.001 where ${OFFICER}`,
  ],
  [
    'the chances of an officer are gone',
    'draw-days',
    `delete from inspection.draw_chances where ${OFFICER}`,
  ],
];

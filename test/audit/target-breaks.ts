/** What may be altered of risk rules: what is told, the law that finds it, the statement. */
export const TARGET_BREAKS: readonly (readonly [what: string, laws: string, sql: string])[] = [
  [
    'a risk rule is another than it was',
    'targets',
    `update risk.rules set text = 'inspect when list.mode = 9999' where number = 1`,
  ],
  [
    'lists were passed over by a rule',
    'targets',
    `update risk.rules set text = 'inspect when list.lines > 0', until_at = null,
       from_at = from_at - interval '1 hour' where number = 1`,
  ],
];

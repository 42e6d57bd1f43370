/**
 * The rows of a table under two-part keys, for `select ... from ${byKeys(...)}`: `$from` and the
 * parameter after it are parallel arrays of texts, each key once. One look-up through the index
 * for each key, in the order of the keys.
 *
 * `(a, b) in (select * from unnest(...))` leaves it to the planner where to begin, and a statement
 * is planned when its table is small: then it reads the whole table, for as long as that plan
 * lives, and rows come in another order from one plan to the next. `offset 0` keeps it from that.
 * @param tail which of the rows under one key; by default all
 */
export function byKeys(
  table: string,
  [first, second]: readonly [first: string, second: string],
  { from = 1, tail = 'offset 0' }: { readonly from?: number; readonly tail?: string } = {},
): string {
  return `unnest($${from}::text[], $${from + 1}::text[]) as given (first_key, second_key)
    cross join lateral (
      select * from ${table}
      where ${first} = given.first_key and ${second} = given.second_key ${tail}
    ) found`;
}

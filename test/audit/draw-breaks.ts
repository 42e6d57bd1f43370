import { first } from './breaks.ts';

/** A draw of the line that drew somebody, by its key. */
const DREW = `(day, sequence) = (select day, sequence from inspection.draws
  where series = 'line' and state = 'drawn' and drawn > 0 order by day, sequence limit 1)`;
/** The draw of officers. */
const SENT = `series = 'officers' and state = 'drawn'`;
/** An inspection by chance, of those that go on or those that ended. */
const inspection = (is: string): string =>
  `(list_no, serial) = (select list_no, serial from inspection.inspections
     where label = 'random' and ${is} order by list_no limit 1)`;
const OPEN = inspection("concluded_at is null and list_no ~ 'I'");
const ENDED = inspection('concluded_at is not null');
/** The same of a parcel that leaves. */
const LEAVING = inspection("concluded_at is null and list_no ~ 'E'");
const BLOCK = first('inspection.draw_blocks', 'day, first', "series = 'line'");

/** What is altered of draws and inspections, and the laws that are broken by it and no others. */
export const DRAW_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  [
    'a block of commitments is gone',
    'draws pools',
    `delete from inspection.draw_blocks where ${BLOCK}`,
  ],
  [
    'a block was published when its draws were made',
    'draws pools',
    `update inspection.draw_blocks b set published_at = (select max(opened_at)
       from inspection.draws where day = b.day) where ${BLOCK}`,
  ],
  [
    'a block has other commitments',
    'draws pools',
    `update inspection.draw_blocks set commitments = set_byte(commitments, 3,
       255 - get_byte(commitments, 3)) where ${BLOCK}`,
  ],
  [
    'a block lacks commitments',
    'draws pools',
    `update inspection.draw_blocks set commitments = substr(commitments, 33) where ${BLOCK}`,
  ],
  [
    'a block gives parties a day',
    'draws pools',
    `update inspection.draw_blocks set terms = replace(terms, '"revealWithin":1000',
       '"revealWithin":86400000') where ${BLOCK}`,
  ],
  [
    'terms are in another form',
    'draws pools',
    `update inspection.draw_blocks set terms = terms || ' ' where ${BLOCK}`,
  ],
  [
    'a draw was opened at another time',
    'draws pools',
    `update inspection.draws set opened_at = opened_at - interval '1 millisecond' where ${DREW}`,
  ],
  [
    'a secret is another',
    'draws pools',
    `update inspection.draws set secrets[1] = reverse(secrets[1]) where ${DREW}`,
  ],
  [
    'a secret was shown late',
    'draws pools',
    `update inspection.draws set revealed_at[2] = opened_at + interval '1.001 seconds'
     where ${DREW}`,
  ],
  [
    'a draw says that more were drawn',
    'draws inspections',
    `update inspection.draws set drawn = drawn + 1 where ${DREW}`,
  ],
  [
    'a draw has other tallies',
    'draws draw-days',
    `update inspection.draws set tallies = '{}' where ${DREW}`,
  ],
  ['a draw has another size', 'draws', `update inspection.draws set size = size + 1 where ${DREW}`],
  [
    'a draw is of another series',
    'draws inspections draw-days',
    `update inspection.draws set series = 'officers' where ${DREW}`,
  ],
  [
    'a draw came out otherwise',
    'draws',
    `update inspection.draws set outcome = 'rest' where ${DREW}`,
  ],
  [
    'registries cannot be read',
    'draws pools',
    `update inspection.draws set targets = 'nothing' where ${DREW}`,
  ],
  [
    'a draw is gone',
    'draws pools inspections draw-days',
    `delete from inspection.draws where ${DREW}`,
  ],
  [
    'a draw was opened and came to nothing',
    'draws pools inspections',
    `update inspection.draws set state = 'open', reason = null where state = 'void';
     delete from inspection.carried`,
  ],
  ['a draw is void without a reason', 'draws', `update inspection.draws set reason = null`],
  [
    'what a void draw had drawn is forgotten',
    'draws pools inspections',
    'delete from inspection.carried',
  ],
  [
    'officers were drawn and have no task',
    'inspections images',
    `alter table inspection.tasks disable trigger all;
     delete from inspection.tasks t using inspection.pairs p
     where t.kind = 'inspection' and t.subject = p.list_no`,
  ],
  [
    'a parcel is carried from a draw that holds',
    'inspections',
    `insert into inspection.carried select 'B0', day, sequence, opened_at from inspection.draws
     where ${DREW}`,
  ],
  [
    'a draw is of other decisions',
    'pools',
    `update inspection.draws set facts_sequence = 999999 where ${DREW}`,
  ],
  [
    'two draws are of the same decisions',
    'pools',
    `update inspection.draws d set stream = e.stream, facts_sequence = e.facts_sequence
     from (select stream, facts_sequence from inspection.draws where ${DREW}) e
     where (day, sequence) = (select day, sequence from inspection.draws
       where series = 'line' and state = 'drawn' order by day, sequence desc limit 1)`,
  ],
  [
    'an inspection has another weight',
    'pools',
    `update inspection.inspections set weight = weight - 1 where ${OPEN}`,
  ],
  [
    'an inspection is of another enterprise',
    'pools',
    `update inspection.inspections set enterprise_code = 'X' where ${OPEN}`,
  ],
  [
    'a parcel comes before others',
    'pools',
    `update inspection.inspections set priority = 1 where ${OPEN}`,
  ],
  [
    'a parcel is opened elsewhere',
    'pools',
    `update inspection.inspections set place = 'spot' where ${OPEN}`,
  ],
  [
    'quarantine is left out',
    'pools',
    `update inspection.inspections set needs = array['quarantine'] where ${OPEN}`,
  ],
  [
    'an inspection is gone',
    'inspections pools draws',
    `delete from inspection.inspections where ${OPEN}`,
  ],
  [
    'an inspection of an export is gone',
    'inspections pools draws',
    `delete from inspection.inspections where ${LEAVING}`,
  ],
  [
    'an inspection of an export has another weight',
    'pools',
    `update inspection.inspections set weight = weight - 1 where ${LEAVING}`,
  ],
  [
    'an inspection was by no draw',
    'inspections pools',
    `update inspection.inspections set drawn_day = null, drawn_sequence = null where ${OPEN}`,
  ],
  [
    'an inspection was by another draw',
    'inspections pools',
    `update inspection.inspections set drawn_sequence = drawn_sequence + 1 where ${OPEN}`,
  ],
  [
    'an inspection was selected at another time',
    'inspections pools',
    `update inspection.inspections set selected_at = selected_at - interval '1 day' where ${OPEN}`,
  ],
  [
    'an inspection ended and its list did not move',
    'inspections',
    `update inspection.inspections set state = 'concluded', outcome = 'release',
       concluded_at = selected_at + interval '1 hour' where ${OPEN}`,
  ],
  [
    'a list moved on although its inspection goes on',
    'inspections publication',
    `update inspection.inspections set state = 'selected', outcome = null, concluded_at = null
     where list_no = (select max(list_no) from inspection.inspections where outcome = 'release')`,
  ],
  [
    'an inspection found nothing after all',
    'inspections pools publication',
    `update inspection.inspections set outcome = 'release' where outcome = 'return'`,
  ],
  [
    'an inspection ended at another time',
    'inspections publication',
    `update inspection.inspections set concluded_at = concluded_at + interval '1 second'
     where ${ENDED}`,
  ],
  [
    'an inspection ended and is under way',
    'inspections',
    `update inspection.inspections set state = 'arrived' where ${ENDED}`,
  ],
  [
    'officers were sent by a draw that there is not',
    'draws inspections publication',
    `update inspection.inspections set officers_sequence = 999999
     where officers_day is not null`,
  ],
  [
    'officers were not sent',
    'draws publication',
    `update inspection.inspections set officers_day = null, officers_sequence = null
     where officers_day is not null`,
  ],
  [
    'officers were drawn from no roster',
    'draws draw-days',
    `update inspection.draws set officers = null where ${SENT}`,
  ],
  [
    'the end of a detained list is not published',
    'publication',
    `alter table inspection.publications disable trigger keep;
     delete from inspection.publications where ends is not null`,
  ],
  [
    'the end of a detained list is published as it was not decided',
    'publication',
    `alter table inspection.publications disable trigger keep;
     update inspection.publications set outcome = 'destroy' where ends is not null`,
  ],
  [
    'an end is published that nobody decided',
    'publication',
    `insert into inspection.publications (list_no, serial, ends, concluded_at, published_at, label,
       goods_class, outcome, enterprise_code, enterprise_name, officers)
     select list_no, serial + 1, serial, concluded_at, concluded_at, label, goods_class, 'release',
       enterprise_code, enterprise_code, '{}' from inspection.inspections
     where outcome = 'transfer' limit 1`,
  ],
];

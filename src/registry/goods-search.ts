import type { BusinessDate } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import { covers } from './dated.ts';
import type { TariffLine } from './profile.ts';
import type { ProfileIndex } from './profile-lookup.ts';

/** An article on file as a search shows it. */
export type FiledGoods = {
  readonly enterpriseCode: string;
  readonly itemNo: string;
  readonly hs: string;
  readonly name: string;
};

/** More words than anybody types; each costs a look at every line. */
const MOST_WORDS = 8;

/** What was typed as it is compared: width and case of letters do not matter. */
export function wordsOf(text: string): string[] {
  const words = text.normalize('NFKC').toLowerCase().split(/\s+/);
  return words.filter((word) => word !== '').slice(0, MOST_WORDS);
}

/**
 * Tariff lines in force on a day of which every word is the beginning of the code or part of a
 * name, the best first: by code, then names that begin with what was typed, then shorter names.
 * @param words as `wordsOf` has them
 */
export function searchTariff(
  { profile }: ProfileIndex,
  words: readonly string[],
  date: BusinessDate,
  most: number,
): TariffLine[] {
  if (words.length === 0) return [];
  const found = profile.tariff.flatMap((line) => {
    const rank = covers(line, date) ? rankOf(line, words) : null;
    return rank === null ? [] : [{ line, rank }];
  });
  const byRank = found.sort((a, b) => a.rank - b.rank || (a.line.hs < b.line.hs ? -1 : 1));
  return byRank.slice(0, most).map(({ line }) => line);
}

/** Ranks of lines by code stand before all others; no name is as long. */
const BY_NAME = 1_000;

function rankOf({ hs, name, nameEn = '' }: TariffLine, words: readonly string[]): number | null {
  const names = [name, nameEn].map((one) => one.normalize('NFKC').toLowerCase());
  // Ten digits name a line of eight as well.
  const isCode = (word: string) => hs.startsWith(word) || (hs.length === 8 && word.startsWith(hs));
  const fits = (word: string) => isCode(word) || names.some((one) => one.includes(word));
  if (!words.every(fits)) return null;
  if (words.some(isCode)) return hs.length;
  const begins = names.some((one) => one.startsWith(words[0]!));
  return (begins ? BY_NAME : 2 * BY_NAME) + name.length;
}

const COLUMNS = 'enterprise_code, item_no, hs, name';

/** The articles of `from` that every word fits. */
const fitting = (from: string): string => `
  (select ${COLUMNS} from (
    select g.* from unnest($1::text[]) e (code) ${from}
  ) g
  where not exists (
    select from unnest($2::text[]) as word
    where not starts_with(hs, word)
      and strpos(lower(item_no), word) = 0 and strpos(lower(name), word) = 0)
  limit 1000)`;

/*
 * Two ranges of the primary key for each enterprise: as many articles as are looked at whatever
 * they are called, and those whose number begins with the first word, wherever they are.
 */
const FILED = `
  select enterprise_code as "enterpriseCode", item_no as "itemNo", hs, name
  from (${fitting(`cross join lateral (
      select ${COLUMNS} from registry.goods where enterprise_code = e.code
      order by item_no limit $4) g`)}
    union ${fitting(`
      cross join unnest(array[$2[1], upper($2[1])]) begins (word)
      cross join lateral (
        select ${COLUMNS} from registry.goods
        where enterprise_code = e.code and item_no >= word and item_no < word || chr(1114111)
        order by item_no limit 1000) g`)}
  ) found
  order by not starts_with(lower(item_no), $2[1]), not starts_with(lower(name), $2[1]),
    length(name), enterprise_code, item_no
  limit $3`;

/** Articles that one search looks through, of all enterprises together. */
const LOOKED_AT = 40_000;

/**
 * Articles that these enterprises have on file of which every word is part of the item number or
 * the name, or begins the code. Beyond the first articles of an enterprise, 40,000 of all of them
 * together, those alone are found whose number begins with the first word: a search takes no longer
 * for a million articles. One statement.
 */
export function searchFiled(
  sql: Sql,
  enterprises: readonly string[],
  words: readonly string[],
  most: number,
): Promise<FiledGoods[]> {
  if (enterprises.length === 0 || words.length === 0) return Promise.resolve([]);
  const each = Math.ceil(LOOKED_AT / enterprises.length);
  return sql.query<FiledGoods>(FILED, [enterprises, words, most, each]);
}

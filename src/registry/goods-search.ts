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

// Within the articles of a few enterprises, along the primary key, and no further than there are
// enough to choose from.
const FILED = `
  select enterprise_code as "enterpriseCode", item_no as "itemNo", hs, name
  from (
    select enterprise_code, item_no, hs, name from registry.goods
    where enterprise_code = any($1::text[]) and not exists (
      select from unnest($2::text[]) as word
      where not starts_with(hs, word)
        and strpos(lower(item_no), word) = 0 and strpos(lower(name), word) = 0)
    order by enterprise_code, item_no limit 1000) as fitting
  order by not starts_with(lower(item_no), $2[1]), not starts_with(lower(name), $2[1]),
    length(name), item_no
  limit $3`;

/**
 * Articles that these enterprises have on file of which every word is part of the item number or
 * the name, or begins the code; the best of the first 1,000 by number. One statement.
 */
export function searchFiled(
  sql: Sql,
  enterprises: readonly string[],
  words: readonly string[],
  most: number,
): Promise<FiledGoods[]> {
  if (enterprises.length === 0 || words.length === 0) return Promise.resolve([]);
  return sql.query<FiledGoods>(FILED, [enterprises, words, most]);
}

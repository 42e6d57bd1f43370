import type { BusinessDate } from '../base/dates.ts';
import { fenToScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import { divideHalfUp } from '../base/rounding.ts';
import { stockFinding } from '../bonded/codes.ts';
import type { ShortageTax } from '../bonded/count.ts';
import { fullTaxOf } from '../clearance/tax/list-tax.ts';
import type { ListLine } from '../documents/terms.ts';
import type { Sql } from '../io/postgres.ts';
import type { Book, BookLine } from '../registry/book.ts';
import { goodsFor } from '../registry/facts.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';

const ONE = 100_000n;

/**
 * What goods of a book are taxed with as general trade: by the price of their line, at the full
 * rates of the tariff of the day. One statement, for the filed articles.
 */
export async function shortageTaxes(
  tx: Sql,
  book: Book,
  lines: readonly BookLine[],
  { index, date }: { readonly index: ProfileIndex; readonly date: BusinessDate },
): Promise<(recordNo: string, quantity: Scaled5) => ShortageTax | Finding> {
  const { enterpriseCode } = book;
  const goods = await goodsFor(
    tx,
    lines.map(({ itemNo }) => ({ enterpriseCode, itemNo })),
  );
  const byRecord = new Map(lines.map((line) => [line.recordNo, line]));
  return (recordNo, quantity) => {
    const line = byRecord.get(recordNo);
    if (line === undefined) return unpriced(recordNo, ['is in no line of the book', '不在账册内']);
    if (line.currency !== index.profile.currency) {
      const text = `is priced in currency ${line.currency}`;
      return unpriced(recordNo, [text, `以币制${line.currency}备案`]);
    }
    const filed = goods.get(keyOf(enterpriseCode, line.itemNo));
    return fullTaxOf(listLine(line, quantity), filed, { index, date });
  };
}

function unpriced(record: string, [reason, reasonZh]: readonly [string, string]): Finding {
  return stockFinding('BND-COUNT', null, { where: `line ${record}`, reason, reasonZh });
}

/** Goods of a line of a book as a line of a list, which is what the tax is worked out from. */
function listLine(line: BookLine, qty: Scaled5): ListLine {
  const { recordNo, itemNo, hs, name, country, currency, unit, unit1, unit2, perUnit2 } = line;
  return {
    ...{ gnum: 1, itemRecordNo: recordNo, itemNo, gcode: hs, gname: name, country, currency },
    ...{ qty, unit, qty1: divideHalfUp(qty * line.perUnit1, ONE), unit1 },
    ...{ qty2: perUnit2 === null ? null : divideHalfUp(qty * perUnit2, ONE), unit2 },
    ...{ price: fenToScaled5(line.price), totalPrice: divideHalfUp(line.price * qty, ONE) },
  };
}

import { parseScaled5 } from '../../base/fen.ts';
import type { Database } from '../../io/postgres.ts';
import type { WorldDocument } from '../world/document.ts';

type AccountRow = { key: string; limit: bigint | null; pending: bigint; posted: bigint };

/**
 * What each line of a book has promised, added up from the lists that were accepted: nothing of it
 * left, and never more than lay there.
 * @param accepted the lists that are held or released
 */
export async function checkStock(
  db: Database,
  accepted: readonly WorldDocument[],
): Promise<string[]> {
  const wanted = new Map<string, bigint>();
  for (const { head, lines } of accepted) {
    if (head.tradeMode !== '1210') continue;
    for (const { itemRecordNo, qty } of lines) {
      const key = `${head.emsNo}:${itemRecordNo}`;
      wanted.set(key, (wanted.get(key) ?? 0n) + (parseScaled5(qty ?? '') ?? 0n));
    }
  }
  const rows = await db.query<AccountRow>(
    `select key, limit_amount as limit, pending, posted from ledger.accounts
     where ledger = 'stock'`,
  );
  const missing = [...wanted.keys()].filter((key) => !rows.some((row) => row.key === key));
  return [
    ...missing.map((key) => `goods of ${key} were sold, of which there were none`),
    ...rows.flatMap(({ key, limit, pending, posted }) => {
      const promised = wanted.get(key) ?? 0n;
      if (pending === promised && posted === 0n && promised <= (limit ?? 0n)) return [];
      return [`${key}: ${pending} promised and ${posted} gone of ${limit}, foreseen ${promised}`];
    }),
  ];
}

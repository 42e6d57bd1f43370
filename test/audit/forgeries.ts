import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { expect } from 'vitest';
import { present } from '../../src/base/assert.ts';
import type { Sql } from '../../src/io/postgres.ts';
import { RELEASED } from './breaks.ts';

/** The first released list and the place of one of its documents. */
const PLACE = (table: 'orders' | 'lists'): string => `
  select m.message_id, m.stream, m.sequence, m.start_at, m.length, d.order_no as no
  from documents.${table} d join documents.messages m using (message_id)
  join clearance.cases c using (ebp_code, order_no)
  where c.list_no = ${RELEASED} ${table === 'lists' ? 'and d.attempt = c.attempt' : ''}`;

type Placed = {
  stream: string;
  sequence: number;
  start_at: number;
  length: number;
  /** A number that stands in the record. */
  no: string;
};

/**
 * Replaces bytes of equal length in a stored message and mends the digests behind it, as somebody
 * with a hand on the whole chain would.
 */
export async function forge(
  tx: Sql,
  where: string,
  replace: (text: string, no: string) => string,
): Promise<void> {
  const [place] = await tx.query<Placed>(where);
  const { stream, sequence, start_at, length, no } = present(place, 'place');
  type Link = { sequence: number; body: Uint8Array; previous_digest: Uint8Array };
  const links = await tx.query<Link>(
    `select sequence, body, previous_digest from documents.segments
     where stream = $1 and sequence >= $2 order by sequence`,
    [stream, sequence],
  );
  let previous = present(links[0], 'segment').previous_digest;
  for (const link of links) {
    const raw = zstdDecompressSync(link.body);
    if (link.sequence === sequence) {
      const text = raw.toString('latin1', start_at, start_at + length);
      const forged = replace(text, no);
      expect([forged === text, forged.length]).toEqual([false, text.length]);
      raw.write(forged, start_at, 'latin1');
    }
    const digest = createHash('sha256').update(previous).update(raw).digest();
    await tx.execute(
      `update documents.segments set body = $3, digest = $4, previous_digest = $5
       where stream = $1 and sequence = $2`,
      [stream, link.sequence, zstdCompressSync(raw), digest, previous],
    );
    previous = digest;
  }
}

/** Changes the amount of an element behind a number of the record, keeping its length. */
export const otherAmount =
  (element: string) =>
  (text: string, no: string): string => {
    const from = text.indexOf(`>${no}<`);
    const tail = text.slice(from);
    const other = tail.replace(
      new RegExp(`(<(?:\\w+:)?${element}>\\d*)(\\d)((?:\\.\\d+)?<)`),
      (_, before: string, digit: string, after: string) =>
        `${before}${digit === '9' ? '1' : Number(digit) + 1}${after}`,
    );
    return text.slice(0, from) + other;
  };

/** Rewrites one block of receipts, the first that `wanted` says. */
export async function rewriteReceipts(
  tx: Sql,
  change: (columns: Record<string, (string | (string | null)[] | null)[]>) => boolean,
): Promise<void> {
  type Block = { enterprise_code: string; first_cursor: bigint; body: Uint8Array };
  const blocks = await tx.query<Block>(
    'select enterprise_code, first_cursor, body from receipts.blocks order by 1, 2',
  );
  for (const { enterprise_code, first_cursor, body } of blocks) {
    const columns = JSON.parse(zstdDecompressSync(body).toString('utf8'));
    if (!change(columns)) continue;
    await tx.execute(
      'update receipts.blocks set body = $3 where enterprise_code = $1 and first_cursor = $2',
      [enterprise_code, first_cursor, zstdCompressSync(JSON.stringify(columns))],
    );
    return;
  }
  throw new Error('no block of receipts to rewrite');
}

/** Writes a word behind the terms of the last record of a segment. */
async function addToTerms(tx: Sql, word: string): Promise<void> {
  type Row = { stream: string; sequence: number; terms: Uint8Array };
  const [row] = await tx.query<Row>(
    'select stream, sequence, terms from documents.segments order by stream, sequence limit 1',
  );
  const { stream, sequence, terms } = present(row, 'segment');
  const block = Buffer.concat([zstdDecompressSync(terms), Buffer.from(word)]);
  block.writeUInt32LE(block.length, 1 + 4 * block.readUInt32LE(1));
  await tx.execute('update documents.segments set terms = $3 where stream = $1 and sequence = $2', [
    stream,
    sequence,
    zstdCompressSync(block),
  ]);
}

const FACTS = `
  select c.stream, c.sequence, c.position, s.body from clearance.cases c
  join clearance.segments s using (stream, sequence) where c.list_no = ${RELEASED}`;

/** Rewrites the facts of the first released list, or of another one. */
export async function rewriteFacts(
  tx: Sql,
  change: (entry: string) => string,
  where: string = FACTS,
): Promise<void> {
  type Facts = { stream: string; sequence: number; position: number; body: Uint8Array };
  const [facts] = await tx.query<Facts>(where);
  const { stream, sequence, position, body } = present(facts, 'facts');
  const entries = zstdDecompressSync(body).toString('utf8').split('\n');
  const changed = change(present(entries[position], 'entry'));
  expect(changed).not.toBe(entries[position]);
  entries[position] = changed;
  await tx.execute('update clearance.segments set body = $3 where stream = $1 and sequence = $2', [
    stream,
    sequence,
    zstdCompressSync(entries.join('\n')),
  ]);
}

/** A personal value of the evidence. */
async function personal(tx: Sql, element: string): Promise<string> {
  const rows = await tx.query<{ body: Uint8Array }>(
    'select body from documents.segments order by stream, sequence',
  );
  const value = new RegExp(`<(?:\\w+:)?${element}>([^<]{2,})<`);
  for (const { body } of rows) {
    const found = value.exec(zstdDecompressSync(body).toString('utf8'))?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`nobody has a ${element}`);
}

/** Changes that take more than a statement. */
export const FORGERIES: readonly (readonly [string, string, (tx: Sql) => Promise<void>])[] = [
  [
    'an order says it was paid otherwise, and the whole chain was made again',
    'release evidence',
    (tx) => forge(tx, PLACE('orders'), otherAmount('acturalPaid')),
  ],
  [
    'a list declares another price, and the whole chain was made again',
    'tax release evidence import-statistics',
    (tx) => forge(tx, PLACE('lists'), otherAmount('totalPrice')),
  ],
  [
    'a message in the evidence names another order',
    'documents evidence release',
    (tx) => forge(tx, PLACE('orders'), (text, no) => text.replace(`>${no}<`, `>X${no.slice(1)}<`)),
  ],
  [
    'a filed order is only a draft',
    'documents evidence',
    (tx) => {
      const draft = (text: string) => text.replaceAll('appStatus>2<', 'appStatus>1<');
      return forge(tx, PLACE('orders'), draft);
    },
  ],
  [
    'a segment cannot be unpacked',
    'evidence records release tax receipts documents personal import-statistics',
    async (tx) => {
      await tx.execute(`update documents.segments set body = 'nothing' where sequence = 1`);
    },
  ],
  [
    'a release was told as a return',
    'receipts',
    (tx) =>
      rewriteReceipts(tx, ({ status }) => {
        const at = present(status, 'status').indexOf('800');
        if (at >= 0) status![at] = '100';
        return at >= 0;
      }),
  ],
  [
    'a release was told under another customs number',
    'receipts',
    (tx) =>
      rewriteReceipts(tx, ({ status, keys }) => {
        const at = present(status, 'status').indexOf('800');
        if (at >= 0) (keys![at] as string[])[6] = '46122026I999999999';
        return at >= 0;
      }),
  ],
  [
    'an order was not stored but refused',
    'receipts',
    (tx) =>
      rewriteReceipts(tx, ({ type, status }) => {
        const at = status!.findIndex((one, i) => one === '120' && type![i] === 'CEB312');
        if (at >= 0) status![at] = '-301008';
        return at >= 0;
      }),
  ],
  [
    'a block holds fewer receipts',
    'streams receipts',
    (tx) =>
      rewriteReceipts(tx, (columns) => {
        for (const column of Object.values(columns)) if (Array.isArray(column)) column.pop();
        return true;
      }),
  ],
  [
    'a block cannot be read',
    'streams receipts bills',
    async (tx) => {
      await tx.execute(`update receipts.blocks set body = 'nothing'
        where ctid = (select ctid from receipts.blocks order by first_cursor, 1 limit 1)`);
    },
  ],
  [
    'facts are no decisions',
    'facts tax',
    async (tx) => {
      await tx.execute(
        `update clearance.segments set body = $1 where (stream, sequence) = (
           select stream, sequence from clearance.cases where list_no = ${RELEASED})`,
        [zstdCompressSync('nothing\nat all')],
      );
    },
  ],
  [
    'a decision rests on another payment than stands now',
    'release',
    (tx) =>
      rewriteFacts(tx, (entry) => {
        const at = entry.indexOf('"messageId":"', entry.indexOf('"payments"')) + 13;
        return `${entry.slice(0, at)}00000000${entry.slice(at + 8)}`;
      }),
  ],
  [
    'the facts of a decision are of another moment',
    'facts',
    (tx) => rewriteFacts(tx, (entry) => entry.replace(/\t\[\d+,\d/, (head) => `${head}0`)),
  ],
  [
    'terms name an identity number',
    'personal',
    async (tx) => {
      const id = await personal(tx, 'buyerIdNumber');
      await addToTerms(tx, `\n${id}`);
    },
  ],
  [
    'terms name a buyer',
    'personal',
    async (tx) => {
      const name = await personal(tx, 'buyerName');
      await addToTerms(tx, `\t${name}`);
    },
  ],
  [
    'the facts of a decision tell a phone',
    'personal',
    async (tx) => {
      const phone = await personal(tx, 'consigneeTelephone');
      await rewriteFacts(tx, (entry) => entry.replace('"quota"', `"quota","${phone}"`));
    },
  ],
  [
    'a receipt tells a phone',
    'personal',
    async (tx) => {
      const phone = await personal(tx, 'consigneeTelephone');
      await rewriteReceipts(tx, ({ info }) => {
        info![0] = `电话${phone}无法接通`;
        return true;
      });
    },
  ],
  [
    'the reason for setting a list aside tells an address',
    'personal',
    async (tx) => {
      const address = await personal(tx, 'consigneeAddress');
      await tx.execute(
        `insert into clearance.quarantine (ebp_code, order_no, attempt, message, at)
         values ('X', 'Y', 1, $1, now())`,
        [`cannot deliver to: ${address}`],
      );
    },
  ],
];

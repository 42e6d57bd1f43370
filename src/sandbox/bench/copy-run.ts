import { pack } from '../../io/pack.ts';
import type { Chunk } from './chunk.ts';
import { binaryRows, copyClient, copyIn } from './copy-in.ts';
import { requestOf } from './wagon.ts';

/** How the bytes lie in the table. */
export type CopyKind = 'rows' | 'external' | 'blobs';

/** What one way of copying took. */
export type CopyRun = {
  readonly kind: CopyKind;
  readonly parcels: number;
  readonly rawBytes: number;
  readonly milliseconds: number;
  /** Milliseconds of each batch, committed. */
  readonly batches: readonly number[];
};

/**
 * Messages as PostgreSQL stores them when nothing is said (it compresses each), without that, and
 * a batch as one block that is compressed already, as the platform keeps its evidence.
 */
const STORAGE: Readonly<Record<CopyKind, string>> = {
  rows: 'extended',
  external: 'external',
  blobs: 'external',
};

function tableOf(kind: CopyKind): string {
  const table = `copied_${kind}`;
  return `create table ${table} (body bytea not null);
    alter table ${table} alter column body set storage ${STORAGE[kind]}`;
}

/**
 * Copies freight into an empty table over one connection, a chunk in each transaction. The rows
 * are made, and where that is asked for compressed, outside of the time that counts: the question
 * is what the database can take.
 */
export async function copyFreight(
  url: string,
  chunks: readonly Chunk[],
  kind: CopyKind,
): Promise<CopyRun> {
  const client = await copyClient(url);
  const batches: number[] = [];
  try {
    await client.query(tableOf(kind));
    for (const chunk of chunks) {
      const messages = messagesOf(chunk);
      const values = kind === 'blobs' ? [pack(Buffer.concat(messages))] : messages;
      const rows = binaryRows(values);
      const start = performance.now();
      await copyIn(client, `copied_${kind}`, rows);
      batches.push(performance.now() - start);
    }
  } finally {
    await client.end();
  }
  return {
    kind,
    parcels: chunks.reduce((sum, { parcelEnds }) => sum + (parcelEnds.at(-1) ?? 0), 0),
    rawBytes: chunks.reduce((sum, { rawBytes }) => sum + rawBytes, 0),
    milliseconds: batches.reduce((sum, one) => sum + one, 0),
    batches,
  };
}

function messagesOf(chunk: Chunk): Uint8Array[] {
  return Array.from(chunk.parcelEnds, (_, place) => place).flatMap((place) =>
    Array.from({ length: chunk.messages }, (__, message) => {
      const request = Buffer.from(requestOf({ chunk, place }, message));
      return request.subarray(request.indexOf('\r\n\r\n') + 4);
    }),
  );
}

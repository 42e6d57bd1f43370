import { once } from 'node:events';
import pg from 'pg';

/** What the driver's connection can do beyond its published types. */
type CopyConnection = pg.Connection & {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
};

/** Bytes handed over at once: the driver copies each into a message of its own. */
const PIECE = 256 * 1024;

/**
 * COPY of rows made beforehand: the driver has no such call, but takes anything that knows how to
 * submit itself. Resolves when the server says that it is committed.
 */
export function copyIn(client: pg.Client, table: string, rows: Buffer): Promise<void> {
  return new Promise((done, failed) => {
    let failure: unknown;
    client.query({
      submit: (connection: pg.Connection) => {
        connection.query(`copy ${table} from stdin with (format binary)`);
      },
      handleCopyInResponse: (connection: CopyConnection) => {
        feed(connection, rows).catch((error: unknown) => connection.sendCopyFail(String(error)));
      },
      handleCommandComplete: () => undefined,
      handleError: (error: unknown) => failed(error),
      handleReadyForQuery: () => (failure === undefined ? done() : failed(failure)),
      callback: (error: unknown) => {
        failure = error ?? undefined;
      },
    });
  });
}

async function feed(connection: CopyConnection, rows: Buffer): Promise<void> {
  for (let at = 0; at < rows.length; at += PIECE) {
    connection.sendCopyFromChunk(rows.subarray(at, at + PIECE));
    if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
  }
  connection.endCopyFrom();
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');

/** Values as rows of one bytea column in PostgreSQL's binary form. */
export function binaryRows(values: readonly Uint8Array[]): Buffer {
  const parts: Uint8Array[] = [SIGNATURE, Buffer.alloc(8)];
  for (const value of values) {
    const head = Buffer.alloc(6);
    head.writeInt16BE(1, 0);
    head.writeInt32BE(value.length, 2);
    parts.push(head, value);
  }
  parts.push(Buffer.from([0xff, 0xff]));
  return Buffer.concat(parts);
}

/** Opens one connection for copying. */
export async function copyClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'onestep-bench' });
  await client.connect();
  return client;
}

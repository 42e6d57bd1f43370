import { instantText, type Sql } from '../io/postgres.ts';
import type { ImageBytes } from './image.ts';
import { readImage } from './image-store.ts';
import type { ScanKey, Xray } from './xray.ts';

const COLUMNS = `
  x.site, x.scan_id as "scanId", x.at, x.media_type as "mediaType", x.width, x.height, x.sha256,
  length(x.bytes) as size`;

const ADD = `
  insert into inspection.xrays (site, scan_id, at, media_type, width, height, sha256, bytes)
  values ($1, $2, $3::timestamptz, $4, $5, $6, $7, $8) on conflict do nothing`;

/** Keeps an image. @returns false when its scan has one */
export async function addXray(sql: Sql, xray: Xray, bytes: Uint8Array): Promise<boolean> {
  const { site, scanId, at, mediaType, width, height, sha256 } = xray;
  const row = [site, scanId, instantText(at), mediaType, width, height, sha256, bytes];
  return (await sql.execute(ADD, row)) === 1;
}

/** The image of a scan; null before it is there. */
export async function findXray(sql: Sql, { site, scanId }: ScanKey): Promise<Xray | null> {
  const text = `select ${COLUMNS} from inspection.xrays x where site = $1 and scan_id = $2`;
  return (await sql.query<Xray>(text, [site, scanId]))[0] ?? null;
}

/** Images of these scans. */
export async function xraysOf(sql: Sql, scans: readonly ScanKey[]): Promise<Xray[]> {
  const keys = [scans.map(({ site }) => site), scans.map(({ scanId }) => scanId)];
  return sql.query<Xray>(
    `select ${COLUMNS} from inspection.xrays x
     where (site, scan_id) in (select * from unnest($1::text[], $2::text[]))`,
    keys,
  );
}

/** One of these scans by its hash, with its bytes; null when it is of none of them. */
export function findXrayBytes(
  sql: Sql,
  scans: readonly ScanKey[],
  sha256: string,
): Promise<ImageBytes | null> {
  const keys = [scans.map(({ site }) => site), scans.map(({ scanId }) => scanId)];
  return readImage(
    sql,
    `select media_type, bytes from inspection.xrays
     where (site, scan_id) in (select * from unnest($1::text[], $2::text[])) and sha256 = $3
     limit 1`,
    [...keys, sha256],
  );
}

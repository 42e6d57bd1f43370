import type { Sql } from '../io/postgres.ts';
import { IMAGE_PIECE, type ImageBytes } from './image.ts';

/**
 * The image that a statement finds, with columns `media_type` and `bytes`; null when it finds none.
 * Each piece is a row of its own: the driver turns a row from text into bytes in one go, and lanes
 * are answered in between.
 */
export async function readImage(
  sql: Sql,
  statement: string,
  params: readonly unknown[],
): Promise<ImageBytes | null> {
  const pieces = await sql.query<ImageBytes>(
    `select i.media_type as "mediaType", substring(i.bytes from n for ${IMAGE_PIECE}) as bytes
     from (${statement}) i, generate_series(1, length(i.bytes), ${IMAGE_PIECE}) n order by n`,
    params,
  );
  const first = pieces[0];
  if (first === undefined) return null;
  return { ...first, bytes: Buffer.concat(pieces.map(({ bytes }) => bytes)) };
}

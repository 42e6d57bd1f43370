import type { Source } from './days.ts';
import type { Evidence, ParcelDocument, Ref } from './evidence-cache.ts';

const MESSAGES = `
  select '' as first, '' as second, message_id, 0 as record, received_at as accepted_at,
    received_at, stream, sequence, start_at, length, false as deleted, 1 as use_no
  from documents.messages where message_id = any($1::uuid[])`;

/**
 * Reads records that decisions name as `id/record`; good until the next call.
 * @returns null for those that are not there
 */
export async function recordsAt(
  { sql, days }: Omit<Source, 'sampleOf'>,
  evidence: Evidence,
  names: readonly string[],
): Promise<(name: string) => ParcelDocument | null> {
  const partsOf = (name: string) => name.split('/') as [id: string, record: string];
  const ids = [...new Set(names.map((name) => partsOf(name)[0]))];
  const messages = await sql.query<Ref>(MESSAGES, [ids]);
  const byId = new Map(messages.map((message) => [message.message_id, message]));
  const refs = names.flatMap((name): Ref[] => {
    const [id, record] = partsOf(name);
    const message = byId.get(id);
    return message === undefined ? [] : [{ ...message, record: Number(record) }];
  });
  const there = refs.filter(({ received_at }) => !days.isExpired(received_at));
  const read = await evidence.read(there);
  const found = new Map(there.map((ref) => [`${ref.message_id}/${ref.record}`, ref]));
  return (name) => {
    const ref = found.get(name);
    return ref === undefined ? null : read(ref);
  };
}

/** Types of two keys that are texts. */
export const TEXTS = ['text', 'text'];

/**
 * A statement that gives the rows of documents with these keys, and the places of their bytes.
 * @param table lists are never deleted, and of waybills alone a number is used again
 */
export function refsOf(table: string, keys: readonly string[], types: readonly string[]): string {
  return `
  select d.${keys[0]} as first, d.${keys[1]} as second, d.message_id, d.record,
    d.accepted_at, m.received_at, m.stream,
    m.sequence, m.start_at, m.length, ${table.endsWith('lists') ? 'false as deleted' : 'd.deleted'},
    ${table.endsWith('waybills') ? 'd.use_no' : '1 as use_no'}
  from unnest(${types.map((type, i) => `$${i + 1}::${type}[]`).join(', ')})
    as u (${keys.join(', ')})
  join documents.${table} d using (${keys.join(', ')})
  join documents.messages m on m.message_id = d.message_id
  order by d.accepted_at`;
}

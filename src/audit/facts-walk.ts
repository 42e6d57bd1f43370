import { fileRows, type Source } from './days.ts';
import { entriesIn, entriesOf } from './facts-reader.ts';
import { pages } from './snapshot.ts';

/** One segment of facts; `entries` is null when it cannot be unpacked. */
export type FactsView = {
  readonly stream: string;
  readonly sequence: number;
  readonly count: number;
  readonly entries: readonly string[] | null;
  /** Whether it lies in the file of an archived day. */
  readonly archived: boolean;
};

type Row = { stream: string; sequence: number; count: number; body: Uint8Array };

const SEGMENTS = 'select stream, sequence, count, body from clearance.segments';
const PAGE = 200;

/** Gives every segment of facts, those of the database and then those of archived days. */
export async function walkFacts(
  { sql, days }: Omit<Source, 'sampleOf'>,
  name: 'audit_facts' | 'audit_facts_texts',
  watch: (segment: FactsView) => void,
): Promise<void> {
  for await (const rows of pages<Row>(sql, name, SEGMENTS, PAGE)) {
    for (const { body, ...row } of rows) {
      watch({ ...row, entries: entriesOf(body), archived: false });
    }
  }
  for await (const rows of fileRows(days, 'facts')) {
    for (const { text, bytes } of rows) {
      const [sequence, count] = [Number(text.sequence), Number(text.count)];
      const entries = entriesIn(bytes.body ?? null);
      watch({ stream: text.stream ?? '', sequence, count, entries, archived: true });
    }
  }
}

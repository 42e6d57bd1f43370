/** A scan that a lane answered by itself, as it reports it afterwards. */
export type OfflineScan = {
  readonly scanId: string;
  readonly logisticsNo: string;
  readonly logisticsCode?: string;
  readonly lane: string;
  /** Kilograms, a decimal. */
  readonly weight?: string;
  readonly image?: string;
  readonly instruction: string;
  readonly reason: string;
  /** ISO 8601 */
  readonly at: string;
};

/** A line of a journal holds something else than a scan. */
export class NoJournal extends Error {
  override name = 'NoJournal';
}

const NEEDED = ['scanId', 'logisticsNo', 'lane', 'instruction', 'reason', 'at'];
const MORE = ['logisticsCode', 'weight', 'image'];

/** A scan as a line. */
export function journalLine(scan: OfflineScan): string {
  return `${JSON.stringify(scan)}\n`;
}

/** The scans of the whole lines of a text; what a power cut left unfinished is left out. */
export function readJournal(text: string): OfflineScan[] {
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map(scanOf);
}

function scanOf(line: string): OfflineScan {
  const fields = fieldsOf(line);
  const isText = (name: string): boolean => typeof fields[name] === 'string';
  const isSound = NEEDED.every(isText) && MORE.every((name) => !(name in fields) || isText(name));
  if (!isSound) throw new NoJournal('a line of the journal holds no scan');
  return fields as unknown as OfflineScan;
}

function fieldsOf(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below, like everything else that is no scan.
  }
  throw new NoJournal('a line of the journal is no JSON');
}

import type { Finding } from '../base/finding.ts';
import type { XmlFinding } from '../xml/finding.ts';

/**
 * `structure`: the schema; `content`: the text of the specification; `file`: the archive that the
 * message came in; else what it says.
 */
export type Level = 'structure' | 'content' | 'signature' | 'xml' | 'file';

/**
 * A finding with its place: the line in the file (in the message itself when that came in an
 * envelope), the path from the record or from the root, and the record from 1, or null when it is
 * about the whole message.
 */
export type VerifyFinding = Finding & {
  readonly level: Level;
  readonly record: number | null;
  readonly path: string;
  readonly line: number;
};

/** The path of what concerns a document as a whole. */
const WHOLE = '/';

/** Places a finding; what names no line is about the beginning of the file. */
export function placed(level: Level, finding: Finding, record: number | null): VerifyFinding {
  const { path, line = 1 } = finding;
  return { ...finding, path: path ?? WHOLE, line, level, record };
}

/** A refusal of the scanner. */
export function ofXml({ code, line, zh, en, hint }: XmlFinding): VerifyFinding {
  const law = 'XML 1.0';
  return { level: 'xml', record: null, code, zh, en, path: WHOLE, line, law, hint };
}

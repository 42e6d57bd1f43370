import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { BASE_SUBSCRIBE, BASE_TRANSFER } from '../documents/ceb/base-transfer.ts';
import { CATALOGUE } from '../documents/ceb/catalogue.ts';
import type { Edition, Group, MessageTable } from '../documents/ceb/fields.ts';
import { encodeMessage, type MessageContent } from '../documents/encode.ts';
import type { Values } from '../documents/read-group.ts';
import type { Extension } from '../documents/read-tail.ts';
import {
  codedFinding,
  STRUCTURE_CODES,
  type StructureCode,
  schemaLaw,
} from '../documents/structure-codes.ts';
import { verifyBytes } from '../documents/verify.ts';
import { TEXTS } from '../xml/texts.ts';
import { isWritable } from '../xml/write.ts';
import type { BaseSubscribe, BaseTransfer, MessageRecords } from './generated/messages.ts';

/** One reason why a message cannot be built, with the place of its record from 1. */
export type BuildFinding = Finding & { readonly record: number | null };

/** A message that enterprises send. */
export type MessageType = keyof MessageRecords;

/** What a message says; the values are texts, sums as `128.00`, times as in the specification. */
export type Message<Type extends MessageType> = {
  /** 36 characters. */
  readonly guid: string;
  readonly transfer: BaseTransfer;
  readonly subscribers?: readonly BaseSubscribe[];
  readonly extension?: Extension;
  /** 1 to 100. */
  readonly records: readonly MessageRecords[Type][];
};

type BuildOptions = { readonly edition?: Edition };

/**
 * Writes an unsigned message from the field table of its type and checks it as `onestep verify`
 * does: what is missing, lengths, numbers, codes, sums. Fields may come in any order; they are
 * written in that of the schema.
 * @returns the bytes to sign, or every finding
 */
export function buildMessage<Type extends MessageType>(
  type: Type,
  message: Message<Type>,
  options: BuildOptions = {},
): Result<Uint8Array, readonly BuildFinding[]> {
  return buildFromValues(type, message, options);
}

/**
 * The same for programs that know type and fields only when they run: a field that the table does
 * not have is a finding too.
 * @param type `CEB311`
 */
export function buildFromValues(
  type: string,
  content: MessageContent,
  { edition = '202205' }: BuildOptions = {},
): Result<Uint8Array, readonly BuildFinding[]> {
  const table = CATALOGUE.get(type);
  if (table === undefined || !table.sent) {
    return fail([structural('MSG-UNKNOWN', type, `${type}Message`, null, edition)]);
  }
  const misspelt = strangers(table, content, edition);
  if (misspelt.length > 0) return fail(misspelt);
  const bytes = Buffer.from(encodeMessage(type, content), 'utf8');
  const findings = verifyBytes(bytes, { edition }).findings.filter(
    ({ level }) => level !== 'signature',
  );
  return findings.length === 0 ? ok(bytes) : fail(findings);
}

/** Fields that the table does not have, which would be left out, and texts that XML cannot hold. */
function strangers(
  table: MessageTable,
  { guid, transfer, subscribers = [], records }: MessageContent,
  edition: Edition,
): BuildFinding[] {
  const of = (group: Group | null, values: Values, record: number | null, place = '') =>
    fieldFindings(table.type, edition, group, values, record, place);
  return [
    ...(isWritable(guid) ? [] : [unwritable('guid', null)]),
    ...of(BASE_TRANSFER, transfer ?? {}, null),
    ...subscribers.flatMap((values) => of(BASE_SUBSCRIBE, values, null)),
    ...records.flatMap(({ head, lines = [] }, index) => [
      ...of(table.head, head, index + 1),
      ...lines.flatMap((line, n) => of(table.lines, line, index + 1, `[${n + 1}]`)),
    ]),
  ];
}

function fieldFindings(
  type: string,
  edition: Edition,
  group: Group | null,
  values: Values,
  record: number | null,
  place: string,
): BuildFinding[] {
  const known = new Set(group?.fields.map(({ element }) => element));
  return Object.entries(values).flatMap(([element, value]) => {
    const path = `${group?.element ?? 'lines'}${place}/${element}`;
    if (!known.has(element)) {
      return [{ ...structural('FLD-UNKNOWN', type, element, path, edition), record }];
    }
    return isWritable(value) ? [] : [unwritable(path, record)];
  });
}

function structural(
  code: StructureCode,
  type: string,
  element: string,
  path: string | null,
  edition: Edition,
): BuildFinding {
  const where = { path, law: schemaLaw(type, edition) };
  return { ...codedFinding(code, STRUCTURE_CODES[code], { element }, where), record: null };
}

function unwritable(path: string, record: number | null): BuildFinding {
  const [code, zh, en, hint] = TEXTS.character;
  return { code, zh, en, hint, path, law: 'XML 1.0', record };
}

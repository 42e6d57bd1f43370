import type { Group } from '../src/documents/ceb/fields.ts';
import { shownBounds } from '../src/documents/structure-codes.ts';
import { ZONE_CATALOGUE } from '../src/documents/zone/catalogue.ts';
import { BUSSINESS_DATA, ENVELOP_INFO, POCKET_INFO } from '../src/documents/zone/common.ts';
import type { ZonePart, ZoneTable } from '../src/documents/zone/fields.ts';
import { indented } from './message-examples.ts';
import { fieldRow } from './reference-fields.ts';
import { zoneExample } from './zone-examples.ts';

const HEAD = `
## Messages of special zones

Entry lists (核注清单) and gate slips (核放单) of bonded centres, and what answers them. A message
is one document: \`Package\` with \`EnvelopInfo\` and \`DataInfo\`, which holds \`PocketInfo\` where
there is one and \`BussinessData\` with the document. What enterprises send stands in
\`Signature\`/\`Object\`, as the import client of the single window writes it, or bare.

- The signature header may be empty: the token says who sends, who must be the declarant
  (\`DclEtpsno\`) or act for it by an undertaking for lists. A filled \`SignatureValue\` is verified
  over the \`Object\`, to whose \`Id\` the one \`Reference\` refers; what does not hold is refused.
- Elements may be in any order. PascalCase of the import client and camelCase of the direct format
  of 2017 mean the same field; findings and examples have the name that the table has.
- White space around a value does not count, and an empty element says nothing.
- Misspellings are official: \`BussinessData\`, \`DelcareFlag\`, \`CommonResponeMessage\`.
- The first answer is \`CommonResponeMessage\`: \`DealFlag\` 0 and the number given (\`SeqNo\`), or
  -1 and in \`CheckInfo\` all that is wrong. The same document again is refused as there already,
  another one under its number as a conflict, unless it is a change (\`DclTypecd\` 2) or void (3).

| message | 中文 | English | by enterprises | answered by |
|---|---|---|---|---|
`;

/** What the index of messages says of those of zones. */
export function zoneIndex(): string {
  const rows = [...ZONE_CATALOGUE.values()].map(({ type, zh, en, sent, receipt }) => {
    const cells = [`[${type}](${type}.md)`, zh, en, sent ? 'sent' : 'received', receipt ?? ''];
    return `| ${cells.join(' | ')} |`;
  });
  const parts = [ENVELOP_INFO, POCKET_INFO, BUSSINESS_DATA].map((group) => groupTable(group, []));
  return `${HEAD}${rows.join('\n')}\n\n${parts.join('\n')}`;
}

/** The pages of the messages of zones by file name. */
export function zonePages(): [string, string][] {
  return [...ZONE_CATALOGUE.values()].map((table) => [`${table.type}.md`, pageOf(table)]);
}

function pageOf(table: ZoneTable): string {
  const { type, zh, en, parts, tail, key } = table;
  return [
    `# ${type} ${zh} ${en}\n`,
    `${factsOf(table)}\n`,
    ...parts.map((part) => groupTable(part, part.element === table.head.element ? key : [], part)),
    ...(tail === null ? [] : [`Behind the groups stand:\n\n${groupTable(tail, [])}`]),
    `## Example\n\n\`\`\`xml\n${indented(zoneExample(type))}\n\`\`\`\n`,
  ].join('\n');
}

function factsOf({ sent, receipt, bodies, parts, record }: ZoneTable): string {
  if (parts[0]?.element === record) return 'From the single window; it has no envelope.';
  if (!sent) return 'From customs, never sent by an enterprise.';
  const [own = '', direct = ''] = bodies;
  const also = parts.flatMap((part) =>
    part.also.map((name) => `\`${name}\` for \`${part.element}\``),
  );
  return (
    `Answered by [${receipt}](${receipt}.md). The document is \`${own}\`; in the direct format ` +
    `\`${direct}\`, with ${also.join(', ')}.`
  );
}

function groupTable(group: Group, key: readonly string[], part: ZonePart | null = null): string {
  const rows = group.fields.map((field) => fieldRow(field, key.includes(field.element), ''));
  const columns = ['element', '中文', 'English', 'type', '', 'content', ''];
  const head = `| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}`;
  const many = part === null ? '' : ` (${shownBounds(part.count)})`;
  return `## \`${group.element}\`${many}\n\n${head}\n${rows.join('\n')}\n`;
}

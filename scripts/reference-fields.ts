import { EDITIONS, type Field, fieldIn } from '../src/documents/ceb/fields.ts';
import { shownBounds } from '../src/documents/structure-codes.ts';

/** One field as a line of a table. */
export function fieldRow(field: Field, isKey: boolean, example: string): string {
  const name = `\`${field.element}\``;
  const cells = [
    isKey ? `**${name}**` : name,
    field.zh,
    field.en,
    sizes(field),
    field.required ? 'M' : 'O',
    content(field),
    example === '' ? '' : `\`${example}\``,
  ];
  return `| ${cells.join(' | ').replace(/ {2,}/g, ' ')} |`;
}

function sizes(field: Field): string {
  const own = EDITIONS.map((edition) => fieldIn(field, edition));
  return [...new Set(own.map((one) => (one === null ? 'none' : size(one))))].join(' / ');
}

function size({ kind, totalDigits, fractionDigits, size: bounds }: Field): string {
  if (kind === 'decimal') return `N${totalDigits},${fractionDigits}`;
  if (kind === 'integer') return `I${totalDigits}`;
  return `C${shownBounds(bounds).replace('-', '..')}${kind === 'token' ? ' *token*' : ''}`;
}

function content({ fixed, implied, values, money, personal, spec }: Field): string {
  const named = Object.entries(values ?? {}).map(([value, meaning]) => `${value} ${meaning}`);
  const parts = [
    fixed === null ? '' : `always ${fixed}`,
    implied === null ? '' : `empty for ${implied}`,
    named.join(', '),
    money ? '*money*' : '',
    personal === null ? '' : '*personal*',
    spec === null ? '' : `specification: ${spec}`,
  ];
  return parts
    .filter((part) => part !== '')
    .join('; ')
    .replaceAll('|', '\\|');
}

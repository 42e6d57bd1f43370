import type { Answer } from '../api/call.ts';

/** What rules of imports or of exports can ask for. */
export type Vocabulary = Answer<'readRiskFields'>['exports'];
export type RiskField = Vocabulary['fields'][number];

/** One row of the form: a field compared with a value, or something on a watch list. */
export type Row = {
  readonly key: number;
  /** Name of a field, or `watch ` with what is on a list. */
  readonly field: string;
  readonly operator: string;
  readonly value: string;
};

export type Written = {
  readonly action: 'inspect' | 'review' | 'stop';
  readonly way: 'import' | 'export';
  readonly join: 'and' | 'or';
  readonly rows: readonly Row[];
};

export const WATCH = 'watch ';

/** A rule in the words that the platform reads; what is wrong in it, the platform says. */
export function ruleText({ action, way, join, rows }: Written, { fields }: Vocabulary): string {
  const direction = way === 'export' ? ' export' : '';
  const parts = rows.map((row) => conditionText(row, fields));
  return `${action}${direction} when ${parts.join(` ${join} `)}`;
}

function conditionText({ field, operator, value }: Row, fields: readonly RiskField[]): string {
  if (field.startsWith(WATCH)) {
    return `watch ${quoted(value)} has ${field.slice(WATCH.length)}`;
  }
  const kind = fields.find(({ name }) => name === field)?.kind;
  // Texts in quotes, so that no value is a word of the language; numbers as they are typed.
  const one = (text: string): string =>
    kind === 'code' || kind === 'name' ? quoted(text.trim()) : text.trim();
  const values = value.split(/[,，、]/).filter((text) => text.trim() !== '');
  const said = operator === 'in' ? `(${values.map(one).join(', ')})` : one(value);
  return `${field} ${operator} ${said}`;
}

const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

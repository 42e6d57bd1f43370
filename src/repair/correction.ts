import { present } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Values } from '../documents/codec.ts';
import { isWritable } from '../xml/write.ts';
import { repairFinding } from './codes.ts';
import type { RepairField, RepairForm } from './forms.ts';

/**
 * What is to be corrected in every document, as data: one element gets a new value, everywhere or
 * only where it has an old one; or a table has a new value for each old value of that element or
 * of another one of the same part, such as the item number of a line. An empty value is one that
 * is not there.
 */
export type Correction = {
  /** `InventoryList/unit1`. */
  readonly field: string;
  readonly from?: string;
  readonly to?: string;
  /** Element that the table goes by; else the corrected one itself. */
  readonly by?: string;
  readonly table?: Readonly<Record<string, string>>;
};

/** One element that a correction changed. */
export type Change = {
  /** `InventoryList[2]/unit1`. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
};

/** Head and lines of a document as they stand in its message. */
export type Content = { readonly head: Values; readonly lines: readonly Values[] };

/** What may be corrected, by name. */
type Fields = ReadonlyMap<string, RepairField>;

/** Corrections that make sense, or all that is wrong with them. */
export function checkCorrections(
  corrections: readonly Correction[],
  fields: Fields,
): Result<readonly Correction[], Finding[]> {
  const findings = corrections.flatMap((one, i) => [
    ...findingsOf(one, fields, `/corrections/${i}`),
    ...(corrections.findIndex(({ field }) => field === one.field) < i
      ? [repairFinding('REPAIR-TWICE', `/corrections/${i}/field`)]
      : []),
  ]);
  return findings.length > 0 ? fail(findings) : ok(corrections);
}

function findingsOf(
  { field, from, to, by, table }: Correction,
  fields: Fields,
  path: string,
): Finding[] {
  const known = fields.get(field);
  if (known === undefined) return [repairFinding('REPAIR-FIELD', `${path}/field`)];
  const isOne = to !== undefined && table === undefined && by === undefined;
  const isTable = table !== undefined && to === undefined && from === undefined;
  if (!isOne && !isTable) return [repairFinding('REPAIR-SHAPE', path)];
  const findings: Finding[] = [];
  const key = by === undefined ? known : fields.get(by);
  if (key?.group !== known.group) findings.push(repairFinding('REPAIR-BY', `${path}/by`));
  const values: [string, string | undefined][] = [
    ['/from', from],
    ['/to', to],
    ...Object.entries(table ?? {}).flatMap((pair) =>
      pair.map((value): [string, string] => ['/table', value]),
    ),
  ];
  const bad = values.find(([, value]) => value !== undefined && !isSound(value));
  if (bad !== undefined) {
    const most = LIMITS.repairValue;
    findings.push(repairFinding('REPAIR-VALUE', path + bad[0], { most }));
  }
  return findings;
}

function isSound(value: string): boolean {
  return value.length <= LIMITS.repairValue && isWritable(value);
}

/** Corrections made ready to be applied to many documents. */
export type Repair = (content: Content) => {
  readonly content: Content;
  readonly changes: readonly Change[];
};

/** What sound corrections do to a document. Pure. */
export function repairOf(
  corrections: readonly Correction[],
  { head: headName, line: lineName, fields }: RepairForm,
): Repair {
  const rules = corrections.map((one) => ruleOf(one, fields));
  return ({ head, lines }) => {
    const changes: Change[] = [];
    const apply = (values: Values, group: RepairField['group'], place: string): Values => {
      const changed: Record<string, string> = { ...values };
      for (const { field, newValue } of rules) {
        if (field.group !== group) continue;
        const { element } = field.field;
        const before = values[element] ?? '';
        // Every rule sees the document as it was, so that their order does not matter.
        const after = newValue(values);
        if (after === null || after === before) continue;
        changes.push({ path: `${place}/${element}`, before, after });
        if (after === '' && !field.field.required) delete changed[element];
        else changed[element] = after;
      }
      return changed;
    };
    const content = {
      head: apply(head, 'head', headName),
      lines: lines.map((line, i) => apply(line, 'line', `${lineName}[${i + 1}]`)),
    };
    return { content, changes };
  };
}

type Rule = {
  readonly field: RepairField;
  /** Null leaves the value as it is. */
  readonly newValue: (values: Values) => string | null;
};

function ruleOf({ field: name, from, to, by = name, table }: Correction, fields: Fields): Rule {
  const field = present(fields.get(name), 'element of a checked correction');
  const { element } = field.field;
  if (table === undefined) {
    const value = present(to, 'value of a checked correction');
    return {
      field,
      newValue: (values) => (from === undefined || (values[element] ?? '') === from ? value : null),
    };
  }
  const key = present(fields.get(by), 'element of a table').field.element;
  const values = new Map(Object.entries(table));
  return { field, newValue: (line) => values.get(line[key] ?? '') ?? null };
}

import { describe, expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.ts';
import type { Group } from './fields.ts';

const tables = [...CATALOGUE.values()];
const groups: Group[] = tables.flatMap(({ head, lines }) =>
  lines === null ? [head] : [head, lines],
);

describe('the catalogue', () => {
  it('has a receipt for everything that is sent, one number higher', () => {
    for (const table of tables.filter(({ sent }) => sent)) {
      expect(table.receipt).toBe(`CEB${Number(table.type.slice(3)) + 1}`);
      expect(CATALOGUE.get(table.receipt!)?.sent).toBe(false);
    }
  });

  it('names its keys after elements of the head', () => {
    for (const { key, head } of tables) {
      const elements = head.fields.map(({ element }) => element);
      expect(elements).toEqual(expect.arrayContaining([...key]));
    }
  });

  it('names each element of a group once', () => {
    for (const { element, fields } of groups) {
      expect(new Set(fields.map((field) => field.element)).size, element).toBe(fields.length);
    }
  });

  it('marks everything personal', () => {
    const personal = new Map(
      groups.flatMap(({ fields }) => fields.map((field) => [field.element, field.personal])),
    );
    for (const [element, kind] of personal) {
      const looks = /IdNumber$|^buyerName$|^payerName$|^consignee$|elephone$|Address$/.test(
        element,
      );
      expect(kind !== null, element).toBe(looks);
    }
  });
});

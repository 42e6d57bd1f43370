import { OPERATORS } from './rule-fields.ts';
import { WORDS, type Words } from './vocabulary.ts';

/** What rules can ask for, as data: of imports, and under `exports` of exports. */
export function fieldsJson() {
  return { ...jsonIn(WORDS.import), exports: jsonIn(WORDS.export) };
}

function jsonIn({ fields, keys }: Words) {
  return {
    fields: [...fields].map(([name, { zh, en, kind, of, choices }]) => {
      return {
        ...{ name, zh, en, kind, of, operators: [...OPERATORS[kind]] },
        choices: choices === undefined ? null : [...choices],
      };
    }),
    watch: [...keys].map(([name, { zh, kinds }]) => ({ name, zh, kinds: [...kinds] })),
  };
}

import { type Finding, filled, type TextValues } from '../base/finding.ts';

/**
 * One outcome code: its texts, its source and what it looks like in a receipt. `{name}` in a text
 * stands for a value of the case; no value is ever personal.
 */
export type Outcome = {
  readonly zh: string;
  readonly en: string;
  readonly law: string;
  readonly hint: string;
  readonly hintZh: string;
  /** NNNN of `[Code:NNNN;Desc:...]`. */
  readonly receiptCode: string;
  /**
   * 100: the list is returned. 600: it is held until the world changes. 400: it has passed and
   * waits for its arrival. 300, 500: a person has to look at it; 501, 502, 599, 700: and has said
   * that it is detained, handed over, destroyed, sent back abroad.
   */
  readonly returnStatus: '100' | '300' | '400' | '500' | '501' | '502' | '599' | '600' | '700';
};

/** Values for the `{name}`s of a text. */
export type OutcomeValues = TextValues;

const NONE: OutcomeValues = {};

/** A finding with the outcome's texts filled in; `path` is the element to look at. */
export function findingOf(
  code: string,
  outcome: Outcome,
  path: string | null,
  values: OutcomeValues = NONE,
): Finding {
  return {
    code,
    zh: filled(outcome.zh, values),
    en: filled(outcome.en, values),
    path,
    law: outcome.law,
    hint: filled(outcome.hint, values),
    hintZh: filled(outcome.hintZh, values),
  };
}

/** A finding that an order number of a sandbox asks for, without the values of a real case. */
export function forcedFindingOf(code: string, { zh, en, law }: Outcome): Finding {
  const bare = (text: string) => text.replace(/\{\w+\}/g, '*');
  return {
    code,
    zh: `【沙箱指定】${bare(zh)}`,
    en: `forced in the sandbox: ${bare(en)}`,
    path: 'InventoryHead/orderNo',
    law,
    hint: 'Nothing is wrong: the order number asked for this outcome.',
    hintZh: '单证无误：该结果由订单编号指定。',
  };
}

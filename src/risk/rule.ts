import type { Direction } from '../base/direction.ts';

/**
 * What becomes of a list that a rule selects: `inspect` it is opened (500), `review` a person looks
 * at its documents (300), `stop` it is opened and the lane stops with an alarm (500, 04).
 */
export type RiskAction = 'inspect' | 'review' | 'stop';

/** The actions, the strictest first: it goes before the others. */
export const RISK_ACTIONS: readonly RiskAction[] = ['stop', 'inspect', 'review'];

/** How a field is compared with values. */
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'starts' | 'contains';

/** A value of a rule: texts and codes, counts, and fen or hundred-thousandths. */
export type Operand = string | number | bigint;

/** Conditions on a parcel; one on goods holds when it holds for one line at least. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly operator: Operator;
      readonly values: readonly Operand[];
    }
  | { readonly kind: 'watch'; readonly list: string; readonly key: string };

/** A rule as an officer writes it, understood. */
export type RiskRule = {
  readonly action: RiskAction;
  /** Which way the parcels go that it is asked about. */
  readonly direction: Direction;
  readonly when: Condition;
};

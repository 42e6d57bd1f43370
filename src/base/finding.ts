/**
 * One reason for a refusal: data for a receipt or a problem document, never an exception.
 * `code` is the trade's own number where it has one (1313, -621001), else ours (XML-DOCTYPE).
 */
export type Finding = {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** Where: element path such as `InventoryHead/buyerIdNumber` or `InventoryList[2]/qty`. */
  readonly path: string | null;
  /** Line in the received bytes, 1-based, when known. */
  readonly line?: number;
  /** The rule's source: announcement, article, or the section of our own rules. */
  readonly law: string | null;
  /** What would mend it, in English and Chinese. */
  readonly hint: string | null;
  readonly hintZh?: string | null;
};

/** Values for the `{name}`s of a text; none of them is ever personal. */
export type TextValues = Readonly<Record<string, string>>;

/** A text with its `{name}`s filled in; a name without a value stays as it is. */
export function filled(text: string, values: TextValues): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

import { LIMITS } from '../base/limits.ts';

/**
 * Bounds of one scan. `bytes`: length of the input. `depth`: nesting of elements, the root being 1.
 * `nodes`: elements in the document. `attributes`: attributes and namespace declarations on one
 * element. Work and memory of a scan are linear in the input for any fixed limits.
 */
export type XmlLimits = {
  readonly bytes: number;
  readonly depth: number;
  readonly nodes: number;
  readonly attributes: number;
};

/** What one message may be, at every door. */
export const MESSAGE_LIMITS: XmlLimits = {
  bytes: LIMITS.messageBytes,
  depth: LIMITS.xmlDepth,
  nodes: LIMITS.xmlNodes,
  attributes: LIMITS.xmlAttributes,
};

import { viewOf } from './bytes.ts';
import { ATTRIBUTE, NODE } from './document.ts';
import type { XmlLimits } from './limits.ts';
import type { DocumentNames } from './names.ts';

/**
 * State of one scan. The tables are kept from scan to scan and lent out with the document. `end`
 * lies behind the last `>` of the input, which serves as a sentinel: no loop over names or text
 * can run past it.
 */
export type Scanner = {
  bytes: Buffer;
  view: DataView;
  end: number;
  limits: XmlLimits;
  names: DocumentNames;
  nodes: Int32Array;
  nodeCount: number;
  attributes: Int32Array;
  attributeCount: number;
  /** Whether the tag being scanned differs from how canonical form writes it. */
  tagDirty: boolean;
  /** Open element, -1 outside the root, and how deep it is. */
  current: number;
  depth: number;
  /** Bindings in scope as pairs prefix id, URI id; the innermost last. */
  scope: Int32Array;
  scopeTop: number;
  /** What scanName found last: ids of prefix (0 none) and local name, and where the latter is. */
  prefix: number;
  local: number;
  localFrom: number;
  /** Prefix of the last element: most elements repeat it. */
  usualFrom: number;
  usualLength: number;
  usualPrefix: number;
  /** Local name of the last element opened; it tells which name to expect next. */
  lastLocal: number;
};

const EMPTY = Buffer.alloc(0);
const NO_VIEW = viewOf(EMPTY);

/** A scanner with small tables; they grow with the documents it meets. */
export function createScanner(): Scanner {
  return {
    bytes: EMPTY,
    view: NO_VIEW,
    end: 0,
    limits: { bytes: 0, depth: 0, nodes: 0, attributes: 0 },
    names: { ids: null, texts: [] },
    nodes: new Int32Array(1024 * NODE),
    nodeCount: 0,
    attributes: new Int32Array(64 * ATTRIBUTE),
    attributeCount: 0,
    tagDirty: false,
    current: -1,
    depth: 0,
    scope: new Int32Array(64),
    scopeTop: 0,
    prefix: 0,
    local: 0,
    localFrom: 0,
    usualFrom: 0,
    usualLength: 0,
    usualPrefix: 0,
    lastLocal: 0,
  };
}

/** Points the scanner at new input and forgets the last one. */
export function resetScanner(s: Scanner, bytes: Buffer, limits: XmlLimits): void {
  s.bytes = bytes;
  s.view = viewOf(bytes);
  s.end = bytes.length;
  s.limits = limits;
  s.names = { ids: null, texts: [] };
  s.nodeCount = 0;
  s.attributeCount = 0;
  s.current = -1;
  s.depth = 0;
  s.scopeTop = 0;
  s.usualLength = 0;
  s.usualPrefix = 0;
  s.lastLocal = 0;
}

/** Lets go of the input, so that the scratch does not keep a message alive. */
export function releaseScanner(s: Scanner): void {
  s.bytes = EMPTY;
  s.view = NO_VIEW;
  s.names = { ids: null, texts: [] };
}

/** The same table with at least `length` integers. */
export function withRoom(table: Int32Array, length: number): Int32Array {
  if (length <= table.length) return table;
  const larger = new Int32Array(Math.max(length, table.length * 2));
  larger.set(table);
  return larger;
}

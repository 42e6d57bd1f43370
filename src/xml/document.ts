import type { DocumentNames } from './names.ts';

/**
 * A scanned document: two integer tables over the original bytes. Node 0 is the root element and
 * ids run in document order, so the descendants of a node are the ids up to its N_AFTER. The bytes
 * are not copied: whoever holds the document must not change them.
 */
export type XmlDocument = {
  readonly bytes: Buffer;
  /** The same bytes, to be compared four at a time. */
  readonly view: DataView;
  /** NODE integers a node and one row more, whose N_ATTRIBUTES closes the last node's range. */
  readonly nodes: Int32Array;
  readonly nodeCount: number;
  /** ATTRIBUTE integers for each attribute and namespace declaration. */
  readonly attributes: Int32Array;
  readonly names: DocumentNames;
  /** The bytes as Latin-1, made when the first short text is read; see `text`. */
  latin: string | null;
};

/** Integers a node; the N_ constants are columns. */
export const NODE = 10;
/** Id of the local name. */
export const N_NAME = 0;
/** Id of the namespace URI, 0 for none. */
export const N_SPACE = 1;
/** Parent node, -1 for the root. */
export const N_PARENT = 2;
/** First node id after the subtree. */
export const N_AFTER = 3;
/** Offset of the start tag's `<`. */
export const N_START = 4;
/** Offset behind the start tag. */
export const N_CONTENT = 5;
/** Offset of the end tag's `<`; behind the tag when the element is an empty-element tag. */
export const N_CLOSE = 6;
/** Offset behind the element. */
export const N_END = 7;
/** First row in `attributes`. */
export const N_ATTRIBUTES = 8;
/** Flag bits, and the byte length of the qualified name shifted by NAME_SHIFT. */
export const N_FLAGS = 9;

export const NAME_SHIFT = 8;
/** The tags are not in canonical form. */
export const TAG_DIRTY = 1;
/** The element's own character data is not in canonical form. */
export const TEXT_DIRTY = 2;
/** The element's own character data must be decoded: references, CDATA, comments, CR. */
export const TEXT_CODED = 4;
/** A descendant is not in canonical form. */
export const TREE_DIRTY = 8;
/**
 * Something other than white space stands directly in an element with child elements. Not set for
 * leaves; white space that is written as references or CR sets it too.
 */
export const HAS_TEXT = 16;

/** Integers an attribute; the A_ constants are columns. */
export const ATTRIBUTE = 7;
/** Id of the local name; of the prefix for a namespace declaration, 0 for the default one. */
export const A_NAME = 0;
/** Id of the namespace URI; for a declaration the URI it binds. */
export const A_SPACE = 1;
/** Offset and length of the qualified name. */
export const A_START = 2;
export const A_LENGTH = 3;
/** Offsets of the value between its quotes. */
export const A_VALUE = 4;
export const A_VALUE_END = 5;
export const A_FLAGS = 6;

/** The value must be decoded: references or white space other than the space. */
export const VALUE_CODED = 1;
/** A namespace declaration. */
export const DECLARATION = 2;
/** A declaration that binds what is bound already; canonical form drops it. */
export const SUPERFLUOUS = 4;

/*
 * States of lists as the auditor tells them apart, as they stand in a statement.
 */

/** With customs: something is reserved for the list, and it can still come to either. */
export const HELD = "('300', '400', '500', '501', '502', '600')";

/** With customs or released. */
export const STANDING = "('300', '400', '500', '501', '502', '600', '800')";

/** Their waybill stays theirs. */
export const CLAIMING = "('300', '400', '500', '501', '502', '599', '600', '700', '800')";

/** The same of exports, which keep it when they have left. */
export const EXPORT_CLAIMING = "('300', '400', '500', '501', '502', '599', '700', '800', '899')";

/** The tax of lists that were ever in one of these was reserved before their release. */
export const RESERVED = "('300', '400', '500', '501', '502')";

/** Came to nothing: what was reserved is free again. */
export const ENDED = "('100', '430', '599', '700')";

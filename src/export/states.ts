/**
 * What customs says of a list of exports: 100 returned, 400 accepted and waiting for its arrival,
 * 300 for a person to look at, 430 withdrawn by its declarant, 500 to be inspected, 800 released,
 * 899 closed: it left the country; and what an inspection made of it: 501 detained, 502 handed to
 * the anti-smuggling office, 599 destroyed, 700 given back into the country.
 */
export type ExportStatus =
  | '100'
  | '300'
  | '400'
  | '430'
  | '500'
  | '501'
  | '502'
  | '599'
  | '700'
  | '800'
  | '899';

/** States in which an order may be declared again, and its documents changed. */
export const EXPORT_ENDED: readonly string[] = ['100', '430'];

/** Another process decided or changed the same parcel first; the batch is decided again. */
export class CaseRace extends Error {
  override name = 'CaseRace';
}

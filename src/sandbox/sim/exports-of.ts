/** How many parcels leave a world of the simulator where so many come in. */
export function exportsOf(parcels: number): number {
  return Math.ceil(parcels / 4);
}

/**
 * Whether `length` bytes of `a` from `from` are those of `b` from `at`; both must be that long.
 * Four at a time, the last four overlapping: names and codes are half of a message.
 */
export function sameBytes(
  a: DataView,
  from: number,
  b: DataView,
  at: number,
  length: number,
): boolean {
  if (length < 4) {
    for (let k = 0; k < length; k++) {
      if (a.getUint8(from + k) !== b.getUint8(at + k)) return false;
    }
    return true;
  }
  const last = length - 4;
  for (let k = 0; k < last; k += 4) {
    if (a.getInt32(from + k, true) !== b.getInt32(at + k, true)) return false;
  }
  return a.getInt32(from + last, true) === b.getInt32(at + last, true);
}

/** A view of all of `bytes`. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

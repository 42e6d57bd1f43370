/** Either a value or why there is none; for expected failures, which are data and never thrown. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | Failure<E>;
export type Failure<E> = { readonly ok: false; readonly error: E };

/** A success carrying `value`. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A failure carrying `error`. */
export function fail<E>(error: E): Failure<E> {
  return { ok: false, error };
}

/**
 * A bug: something the code relies on turned out false. Never a refusal of input.
 * The batch that meets one rolls back, is halved, and the poison document is set aside.
 */
export class Bug extends Error {
  override name = 'Bug';
}

/**
 * Stops the batch when `condition` is false. On in production too.
 * @throws Bug with the message.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Bug(message);
}

/**
 * The value, or a bug when it is null or undefined.
 * @throws Bug naming what was expected.
 */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Bug(`${what} is missing`);
  return value;
}

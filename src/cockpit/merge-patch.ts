/** JSON, as far as the cockpit shows it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

/**
 * The JSON Merge Patch (RFC 7396) that makes `after` of `before`: what changed, and null for what
 * is gone. Lists are given whole. A member must not be null in `after` where it was something else.
 * @returns null when nothing changed
 */
export function mergePatch(before: JsonObject, after: JsonObject): JsonObject | null {
  const patch: Record<string, Json> = {};
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) patch[name] = null;
  for (const [name, value] of Object.entries(after)) {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    if (isObject(old) && isObject(value)) {
      const inner = mergePatch(old, value);
      if (inner !== null) patch[name] = inner;
    } else if (old === undefined || JSON.stringify(old) !== JSON.stringify(value)) {
      patch[name] = value;
    }
  }
  return Object.keys(patch).length === 0 ? null : patch;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

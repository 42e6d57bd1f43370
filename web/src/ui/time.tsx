/** A time of the platform, which speaks that of Shanghai: to the second, the same everywhere. */
export function Time({ at }: { readonly at: string }) {
  return <time dateTime={at}>{at.slice(0, 19).replace('T', ' ')}</time>;
}

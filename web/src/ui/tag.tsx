import type { ReactNode } from 'react';

export type Tone = 'good' | 'bad' | 'busy' | 'calm';

/** A word with a colour; the word alone says it too. */
export function Tag({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={`tag ${tone}`}>{children}</span>;
}

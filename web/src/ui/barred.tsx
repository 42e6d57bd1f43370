import { type ReactNode, useId } from 'react';

/** What is not allowed: shown all the same, with the reason for eyes, keyboard and readers. */
export function Barred({ children, why }: { readonly children: ReactNode; readonly why: string }) {
  const id = useId();
  return (
    <span className="barred">
      <button type="button" aria-disabled="true" aria-describedby={id}>
        {children}
      </button>
      <span role="tooltip" id={id}>
        {why}
      </span>
    </span>
  );
}

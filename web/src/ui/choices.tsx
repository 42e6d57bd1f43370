import type { ReactNode } from 'react';

/** A row of choices that are addresses; on a narrow screen it scrolls by itself. */
export function Choices({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <nav className="choices" aria-label={label}>
      {children}
    </nav>
  );
}

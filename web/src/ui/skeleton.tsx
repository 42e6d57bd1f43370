/** Something is on its way: its shape, and a word for readers. */
export function Skeleton({ lines, label }: { readonly lines: number; readonly label: string }) {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, i) => `line ${i}`).map((key) => (
        <span key={key} />
      ))}
    </div>
  );
}

/** One line of a trend: a value for each step, the newest last. */
export type Line = { readonly tone: 'accent' | 'good'; readonly values: readonly number[] };

const [WIDTH, HEIGHT] = [600, 120];

/** Lines over time on one scale; `label` says in words what they show. */
export function Trend({
  label,
  lines,
}: {
  readonly label: string;
  readonly lines: readonly Line[];
}) {
  const most = Math.max(1, ...lines.flatMap(({ values }) => values));
  const points = (values: readonly number[]): string =>
    values
      .map((value, i) => {
        const x = (i * WIDTH) / Math.max(1, values.length - 1);
        return `${Math.round(x)},${Math.round(HEIGHT - (value * HEIGHT) / most)}`;
      })
      .join(' ');
  return (
    <svg
      className="trend"
      role="img"
      aria-label={label}
      viewBox={`0 -4 ${WIDTH} ${HEIGHT + 8}`}
      preserveAspectRatio="none"
    >
      {lines.map(({ tone, values }) => (
        <polyline key={tone} className={tone} points={points(values)} />
      ))}
    </svg>
  );
}

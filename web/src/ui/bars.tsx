export type Bar = { readonly name: string; readonly value: number };

/** Values as bars of one scale, each with its name and number. */
export function Bars({ label, of }: { readonly label: string; readonly of: readonly Bar[] }) {
  const most = Math.max(1, ...of.map(({ value }) => value));
  return (
    <ul className="bars" aria-label={label}>
      {of.map(({ name, value }) => (
        <li key={name}>
          <span>{name}</span>
          <b>{value.toLocaleString()}</b>
          <i style={{ inlineSize: `${(value / most) * 100}%` }} aria-hidden="true" />
        </li>
      ))}
    </ul>
  );
}

import './fields.css';

/** Some lines of text with a label; what is typed stays until it was taken. */
export function Lines({
  label,
  value,
  isNeeded = false,
  most = 2_000,
  onType,
}: {
  readonly label: string;
  readonly value: string;
  readonly isNeeded?: boolean;
  readonly most?: number;
  readonly onType: (value: string) => void;
}) {
  return (
    <label>
      {label}
      <textarea
        rows={3}
        maxLength={most}
        required={isNeeded}
        value={value}
        onChange={({ target }) => onType(target.value)}
      />
    </label>
  );
}

/** One line of text with a label. */
export function Field({
  label,
  value,
  isNeeded = true,
  most = 64,
  type = 'text',
  onType,
}: {
  readonly label: string;
  readonly value: string;
  readonly isNeeded?: boolean;
  readonly most?: number;
  readonly type?: 'text' | 'date' | 'datetime-local' | 'number';
  readonly onType: (value: string) => void;
}) {
  return (
    <label>
      {label}
      <input
        type={type}
        maxLength={most}
        required={isNeeded}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={({ target }) => onType(target.value)}
      />
    </label>
  );
}

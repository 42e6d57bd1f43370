import { Button } from 'antd';
import { useState } from 'react';
import './sure.css';

/** What cannot be undone: a button that asks once more, with what will be. */
export function Sure({
  label,
  name,
  ask,
  yes,
  no,
  isBusy,
  onSure,
}: {
  readonly label: string;
  /** What it does and to what, where many say the same. */
  readonly name: string;
  readonly ask: string;
  readonly yes: string;
  readonly no: string;
  readonly isBusy: boolean;
  readonly onSure: () => void;
}) {
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) {
    return (
      <Button size="small" aria-label={name} onClick={() => setAsked(true)}>
        {label}
      </Button>
    );
  }
  return (
    <span className="sure" role="alert">
      <span>{ask}</span>
      <span className="acts">
        <Button size="small" type="primary" danger loading={isBusy} onClick={onSure}>
          {yes}
        </Button>
        <Button size="small" autoFocus onClick={() => setAsked(false)}>
          {no}
        </Button>
      </span>
    </span>
  );
}

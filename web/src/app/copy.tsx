import { Button } from 'antd';
import { useState } from 'react';
import { useLanguage } from './language.tsx';

/** Copies a text; says so. */
export function Copy({ text }: { readonly text: string }) {
  const { say } = useLanguage();
  const [isDone, setDone] = useState(false);
  // Plain http on another machine has no clipboard.
  if (navigator.clipboard === undefined) return null;
  return (
    <Button
      size="small"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setDone(true))}
    >
      <span aria-live="polite">{say(isDone ? 'copied' : 'copy')}</span>
    </Button>
  );
}

import { type ReactNode, useEffect, useId, useRef } from 'react';

/**
 * Something that has to be answered before the page goes on: the dialog of the browser, which keeps
 * the keyboard inside and gives it back to where it was.
 * @param first which field the keyboard begins in, as a selector
 */
export function Dialog({
  title,
  first,
  children,
}: {
  readonly title: string;
  readonly first: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  const own = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = own.current;
    if (dialog === null) return;
    const open = (): void => {
      if (!dialog.isConnected) return;
      dialog.showModal();
      dialog.querySelector<HTMLElement>(first)?.focus();
    };
    open();
    // Some browsers close it when Escape is pressed twice, whatever the page says.
    dialog.addEventListener('close', open);
    return () => {
      dialog.removeEventListener('close', open);
      dialog.close();
    };
  }, [first]);
  return (
    <dialog
      ref={own}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => event.preventDefault()}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}

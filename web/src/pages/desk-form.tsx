import { Button } from 'antd';
import { type ReactNode, useId } from 'react';
import { useLanguage } from '../app/language.tsx';
import { Barred } from '../ui/barred.tsx';
import type { Task } from './desk-task-view.ts';

export type ActionName = Task['actions'][number]['action'];

/** Calls whose answers are others after something was done with a task. */
export const AFTER_TASK = ['readTask', 'readQueue', 'readDetainedList'] as const;

/** Whether an action belongs to the stage of a task, and why it is barred. */
export function useWhy({ actions }: Task, name: ActionName) {
  const { pick } = useLanguage();
  const own = actions.find(({ action }) => action === name);
  const barred = own?.barred ?? null;
  return { isHere: own !== undefined, why: barred && pick(barred.zh, barred.en) };
}

/** A button for what needs no further word, barred with the reason where it is. */
export function Act({
  task,
  action,
  label,
  isBusy,
  isFirst = false,
  onAct,
}: {
  readonly task: Task;
  readonly action: ActionName;
  readonly label: string;
  readonly isBusy: boolean;
  readonly isFirst?: boolean;
  readonly onAct: () => void;
}) {
  const { isHere, why } = useWhy(task, action);
  if (!isHere) return null;
  if (why !== null) return <Barred why={why}>{label}</Barred>;
  return (
    <Button type={isFirst ? 'primary' : 'default'} loading={isBusy} onClick={onAct}>
      {label}
    </Button>
  );
}

/** A form of one decision; barred with the reason where the officer may not decide it. */
export function Decision({
  task,
  action,
  title,
  lead,
  submit,
  isBusy,
  onSubmit,
  children,
}: {
  readonly task: Task;
  readonly action: ActionName;
  readonly title: string;
  readonly lead?: string;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}) {
  const { isHere, why } = useWhy(task, action);
  const id = useId();
  if (!isHere) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {lead !== undefined && <p className="soft">{lead}</p>}
      {why === null ? (
        <form
          className="asked"
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {children}
          <p>
            <Button type="primary" htmlType="submit" loading={isBusy}>
              {submit}
            </Button>
          </p>
        </form>
      ) : (
        <Barred why={why}>{submit}</Barred>
      )}
    </section>
  );
}

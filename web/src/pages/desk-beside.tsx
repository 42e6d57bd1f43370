import { useLanguage } from '../app/language.tsx';
import { Alarm } from './desk-alarm.tsx';
import { Declared, Opening } from './desk-declared.tsx';
import { Images } from './desk-images.tsx';
import type { Task } from './desk-task-view.ts';
import { Xrays } from './desk-xrays.tsx';

/** What the X-rays show beside what was declared; on a phone above it. */
export function Beside({ task }: { readonly task: Task }) {
  const { say } = useLanguage();
  return (
    <div className="beside">
      <Xrays task={task} />
      <div className="said">
        {task.alarm !== null && <Alarm alarm={task.alarm} />}
        <section>
          <h2>{say('task.declared')}</h2>
          <Declared of={task.declaration} />
        </section>
        {task.opening !== null && <Opening of={task.opening} />}
      </div>
      <Images task={task} />
    </div>
  );
}

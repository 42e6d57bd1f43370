import { useLanguage, wordOr } from '../app/language.tsx';
import { Facts } from '../ui/facts.tsx';
import { Time } from '../ui/time.tsx';
import type { Task } from './desk-task-view.ts';

/** What a lane did and the zone knows, where the two do not agree. */
export function Alarm({ alarm }: { readonly alarm: NonNullable<Task['alarm']> }) {
  const { say } = useLanguage();
  const { kind, logisticsNo, detail, raisedAt, settledBy, note } = alarm;
  return (
    <section>
      <h2>{say('task.alarm')}</h2>
      <Facts
        of={[
          [say('alarm.kind'), wordOr(say, 'alarm', kind)],
          [
            say('f.waybill'),
            <span className="no" key="waybill">
              {logisticsNo}
            </span>,
          ],
          [say('alarm.detail'), detail],
          [say('alarm.raisedAt'), <Time key="at" at={raisedAt} />],
          [say('alarm.settledBy'), settledBy],
          [say('decide.note'), note],
        ]}
      />
    </section>
  );
}

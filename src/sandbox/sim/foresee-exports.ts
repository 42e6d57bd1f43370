import { type ExportSent, type ExportStory, isWithdrawn } from '../world/export/story.ts';
import type { Foreseen } from './foresee.ts';
import { guidOf, type Letter } from './letters.ts';
import type { Mail } from './mail.ts';
import type { Story } from './story.ts';

/** A list that everything was there for when it was decided, and one whose parcel came later. */
const AT_ONCE = ['2', '120', '800'];
const LATER = ['2', '120', '400', '800'];
const AWAITING = ['2', '120', '400'];
/** The parcel arrived otherwise than its list says, before or after the list was decided. */
const OTHERWISE = [AWAITING, ['2', '120', '400', '400']];

const RETURNED = ['2', '100'];

/** Of collections, which payment firms send: they alone change their cards. */
const REPEATED = '-401007';

/** What must have come of every record of the exports of a story when all is at rest. */
export function foreseeExports(
  { plan, expires }: Story,
  letters: readonly Letter[],
  mail: Mail,
): Foreseen[] {
  // With a new card the same records come in other bytes.
  const again = new Map(
    letters.flatMap(({ guids }, i) =>
      guids.map((guid) => [guid, mail.standing(i).resigned] as const),
    ),
  );
  return (plan.exports?.stories ?? []).flatMap((story, parcel) =>
    story.sent.map((sent): Foreseen => {
      const { document, sender } = sent;
      const code = isAwaited(sent) ? 'RTN-LAPSED' : sent.code;
      const guid = guidOf(document);
      return {
        ...{ guid, kind: story.kind, parcel, type: document.type },
        ...{ sender: sender.code, code, ways: waysOf(story, sent, expires) },
        repeat: { status: REPEATED, least: 0, most: again.get(guid) ?? 0 },
      };
    }),
  );
}

function waysOf(story: ExportStory, sent: ExportSent, expires: boolean): Foreseen['ways'] {
  const { document, status } = sent;
  if (document.type === 'CEB213') return returnWays(sent, expires);
  if (document.type !== 'CEB603') return [status.startsWith('-') ? [status] : ['2', status]];
  if (story.race !== undefined) return [AT_ONCE, LATER, RETURNED];
  const late = expires ? ['100'] : [];
  if (status === 'waiting') return [['2', ...late]];
  if (status === '800') return [AT_ONCE, LATER];
  if (status === '899') return [AT_ONCE, LATER].map((way) => [...way, '899']);
  if (status !== '400') return [['2', status]];
  if (isWithdrawn(story, sent)) return [AWAITING];
  return OTHERWISE.map((way) => [...way, ...late]);
}

/** A return whose goods never come; after a year nobody waits for them any more. */
function isAwaited({ document, status }: ExportSent): boolean {
  return document.type === 'CEB213' && status === '120';
}

// What becomes of a deletion is told of the number that it shares with the return.
function returnWays(sent: ExportSent, expires: boolean): Foreseen['ways'] {
  const { status, late = false } = sent;
  if (late && !expires) return [[]];
  if (isAwaited(sent) && expires) return [['2', '120', '100']];
  if (status === '2') return [['2', '399']];
  if (status === '399') return [['2', '120']];
  return [status === '800' ? ['2', '120', '800'] : ['2', status]];
}

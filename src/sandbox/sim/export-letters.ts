import { signMessage } from '../../client/sign.ts';
import { credentialsOf, signerOf } from '../world/credentials.ts';
import type { ExportMessage, ExportPlaced } from '../world/export/plan-exports.ts';
import { type ExportSent, hasSlots } from '../world/export/story.ts';
import { slotOf } from '../world/export/write-request.ts';
import { MOMENT_SLOT } from '../world/export/write-shipment.ts';
import { signedBytes } from '../world/render.ts';
import { writeMessage } from '../world/write-message.ts';
import { type Desk, guidOf, type Letter, type Named } from './letters.ts';
import type { Story } from './story.ts';

/**
 * The letters of the exports of a story. What comes after something else is posted when everything
 * has come to rest since that was answered: only then is it sure what it finds.
 * @param first number of the first of them
 */
export function exportLetters({ plan }: Story, desk: Desk, first: number): Letter[] {
  const messages = plan.exports?.messages ?? [];
  const letterOf = new Map(
    messages.flatMap(({ records }, i) => records.map(({ sent }) => [sent, first + i] as const)),
  );
  return messages.map((message, i): Letter => {
    const { type, sender, records } = message;
    const before = records.flatMap((placed) =>
      earlierIn(placed).flatMap((one) => letterOf.get(one) ?? []),
    );
    const isOpen = records.some(({ sent }) => hasSlots(sent));
    return {
      ...{ number: first + i, sender, type, answer: 'accepted', wrapper: false, late: false },
      token: credentialsOf(desk.credentials, sender).token,
      content: isOpen ? null : signedBytes(plainOf(message), desk.credentials),
      names: isOpen ? namedIn(message, desk) : null,
      guids: records.map(({ sent }) => guidOf(sent.document)),
      after: [...new Set(before)],
      ...{ rested: before.length > 0, settled: true },
      resigned: resignedOf(message, desk),
    };
  });
}

/** What comes before a record that needs something: all that its story tells before. */
function earlierIn({ story, sent }: ExportPlaced): readonly ExportSent[] {
  return sent.needs.length === 0 ? [] : story.sent.slice(0, story.sent.indexOf(sent));
}

function plainOf({ guid, type, sender, records }: ExportMessage) {
  return { guid, type, sender, documents: records.map(({ sent }) => sent.document) };
}

// Payment firms alone have a second card.
function resignedOf(message: ExportMessage, desk: Desk): Letter['resigned'] {
  const other = desk.second.get(message.sender.code);
  if (other === undefined) return null;
  const cards = new Map(desk.credentials).set(message.sender.code, other);
  return () => signedBytes(plainOf(message), cards);
}

/** What it names: the moment at which it is written, and the customs numbers of its lists. */
function namedIn(message: ExportMessage, { credentials }: Desk): Named {
  const { guid, type, sender, records } = message;
  const lists = records.flatMap(listsIn);
  const written = writeMessage(type, guid, sender, plainOf(message).documents);
  return {
    what: 'exports',
    key: lists.flatMap(({ head }) => [head.ebpCode ?? '', head.orderNo ?? '']),
    written: (told) => {
      const [moment = '', ...numbers] = told.split(' ');
      const filled = lists.reduce(
        (text, list, i) => text.replaceAll(slotOf(list), numbers[i] ?? 'NONE'),
        written.replaceAll(MOMENT_SLOT, moment),
      );
      return signMessage(filled, signerOf(credentialsOf(credentials, sender)));
    },
  };
}

function listsIn({ story, sent }: ExportPlaced) {
  return sent.names.map((at) => story.sent[at]!.document);
}

/**
 * `onestep/client`: what a declarant's program needs to file with a platform. Build a message from
 * its field table, sign it, send it, follow the receipts. docs/guide/client.md shows it at work.
 */
import type { Finding } from '../base/finding.ts';
import { buildMessage, type Message, type MessageType } from './build.ts';
import type { Door, Patience } from './door.ts';
import { type FollowOptions, follow, followXml } from './follow.ts';
import { type SendResult, sendMessage } from './send.ts';
import { type Signer, signMessage } from './sign.ts';
import type { XmlReceipt } from './xml-page.ts';

export type { Finding } from '../base/finding.ts';
export type { Result } from '../base/result.ts';
export type { MessageContent } from '../documents/encode.ts';
export {
  type Acknowledgement,
  writeAcknowledgement,
} from '../documents/payment-data/acknowledgement.ts';
export type {
  PaidGoods,
  PaidOrder,
  PaymentData,
  PaymentHead,
} from '../documents/payment-data/answer.ts';
export type { PaymentDataRequest } from '../documents/payment-data/request.ts';
export {
  type BuildFinding,
  buildFromValues,
  buildMessage,
  type Message,
  type MessageType,
} from './build.ts';
export { type CursorStore, fileCursor, NoCursor } from './cursor.ts';
export { type Door, type Patience, Unreachable } from './door.ts';
export { type FollowOptions, follow, followXml, NoEntry } from './follow.ts';
export { BadPage, OFFLINE_REASONS, type OfflineReason } from './lane/held-list.ts';
export { folderShelf, type ImageShelf, memoryShelf } from './lane/image-shelf.ts';
export { fileJournal, type LaneJournal, memoryJournal } from './lane/journal.ts';
export { NoJournal, type OfflineScan } from './lane/journal-json.ts';
export {
  type LaneAnswer,
  type LaneDifference,
  type LaneInstruction,
  type LaneOptions,
  type LaneParcel,
  NotReconciled,
  openLane,
  type RefusedImage,
  type SortingLane,
} from './lane/lane.ts';
export {
  type DocumentState,
  type DocumentStates,
  foldReceipts,
  isSettled,
  noStates,
  untilSettled,
} from './outcome.ts';
export {
  answerPaymentData,
  type PaymentDataSent,
  readPaymentDataCall,
  registerPaymentService,
  uploadPaymentData,
} from './payment-data.ts';
export { type SendResult, sendMessage } from './send.ts';
export { type Signer, type SigningAlgorithm, signerFrom, signMessage } from './sign.ts';
export { UnexpectedAnswer, type WireReceipt } from './wire.ts';
export type { XmlReceipt } from './xml-page.ts';

/** What became of a filing: not sent because of what was found here, or what the window said. */
export type Filed =
  | { readonly sent: false; readonly findings: readonly Finding[] }
  | ({ readonly sent: true; readonly bytes: Uint8Array } & SendResult);

/** One enterprise at the window of a platform. */
export type Client = {
  /** Builds, signs and sends one message. Sent again, its `bytes` do nothing twice. */
  file<Type extends MessageType>(type: Type, message: Message<Type>): Promise<Filed>;
  /** Sends a message that is signed already. */
  send(bytes: Uint8Array): Promise<SendResult>;
  /** Reads the receipts of the enterprise; see `follow`. */
  follow(options: FollowOptions): Promise<number>;
  /** The same, each as an XML message. */
  followXml(options: FollowOptions<XmlReceipt>): Promise<number>;
};

/**
 * A client for one enterprise.
 * @param patience how long to go on when the platform is busy or away; 60 seconds unless told
 * Its calls throw Unreachable when the patience ends and UnexpectedAnswer when what answers is no
 * platform; refusals are values.
 */
export function openClient({
  signer,
  patience,
  ...door
}: Door & { readonly signer: Signer; readonly patience?: Patience }): Client {
  const patient = patience === undefined ? {} : { patience };
  const send = (bytes: Uint8Array) => sendMessage(door, bytes, patient);
  return {
    send,
    file: async (type, message) => {
      const built = buildMessage(type, message);
      if (!built.ok) return { sent: false, findings: built.error };
      const bytes = signMessage(built.value, signer);
      return { sent: true, bytes, ...(await send(bytes)) };
    },
    follow: (options) => follow(door, { ...patient, ...options }),
    followXml: (options) => followXml(door, { ...patient, ...options }),
  };
}

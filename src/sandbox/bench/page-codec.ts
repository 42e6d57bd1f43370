import { type ReceiptPage, readPage } from '../../client/wire.ts';

/** Reads a page of receipts from the body of an answer. @throws SyntaxError, UnexpectedAnswer */
export function decodePage(body: string): ReceiptPage {
  return readPage(JSON.parse(body));
}

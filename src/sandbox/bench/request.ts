/** The head of a request that sends one message; its bytes follow. */
export function requestHead(token: string, length: number): Uint8Array {
  return Buffer.from(
    'POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\n' +
      `content-type: application/xml\r\nauthorization: Bearer ${token}\r\n` +
      `content-length: ${length}\r\n\r\n`,
  );
}

/** A request that reads something. */
export function readRequest(token: string, path: string): Uint8Array {
  return Buffer.from(
    `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\n` +
      `authorization: Bearer ${token}\r\n\r\n`,
  );
}

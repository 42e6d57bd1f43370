/** The head of a request that sends one message; its bytes follow. */
export function requestHead(token: string, length: number): Uint8Array {
  return postHead(token, '/v1/messages', 'application/xml', length);
}

/** The head of a request that sends something; its bytes follow. */
export function postHead(token: string, path: string, type: string, length: number): Uint8Array {
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\n` +
      `content-type: ${type}\r\nauthorization: Bearer ${token}\r\n` +
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

import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { LIMITS } from '../base/limits.ts';
import { requestFinding, WindowFault } from './problem.ts';

const unpack = promisify(gunzip);
const MIB = 1024 * 1024;

/** The message is larger than `LIMITS.messageBytes`, packed or unpacked. */
export function tooLarge(): WindowFault {
  const most = LIMITS.messageBytes / MIB;
  const finding = requestFinding(
    'MSG-BYTES',
    { zh: `报文超过 ${most} MiB`, en: `the message has more than ${most} MiB` },
    {
      hint: 'Split the records over several messages; 100 records of 99 lines fit.',
      hintZh: '请拆分为多个报文；100 条业务数据、每条 99 项商品可以容纳。',
    },
  );
  return new WindowFault('too-large', [finding]);
}

function wrongEncoding(): WindowFault {
  const finding = requestFinding(
    'REQ-ENCODING',
    { zh: '不支持的 Content-Encoding', en: 'this Content-Encoding is not taken' },
    { path: 'header/content-encoding', hint: 'Send the bytes plain or gzip.' },
  );
  return new WindowFault('wrong-content-type', [finding]);
}

function notGzip(): WindowFault {
  const finding = requestFinding(
    'REQ-GZIP',
    { zh: '内容不是完整的 gzip 数据', en: 'the content is no whole gzip data' },
    { path: 'body', hint: 'Leave Content-Encoding off when the bytes are not packed.' },
  );
  return new WindowFault('bad-request', [finding]);
}

function incomplete(): WindowFault {
  const finding = requestFinding(
    'REQ-INCOMPLETE',
    { zh: '请求内容不完整', en: 'the content ended before it was whole' },
    { path: 'body' },
  );
  return new WindowFault('bad-request', [finding]);
}

/** Everything the stream brings, or a fault. What is too much is let flow by, never kept. */
function collect(stream: Readable): Promise<Buffer | WindowFault> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > LIMITS.messageBytes) {
        stream.off('data', onData);
        chunks.length = 0;
        stream.resume();
        resolve(tooLarge());
      } else {
        chunks.push(chunk);
      }
    };
    stream.on('data', onData);
    stream.once('end', () => resolve(Buffer.concat(chunks, size)));
    stream.once('error', () => resolve(incomplete()));
    stream.once('close', () => resolve(incomplete()));
  });
}

async function unpacked(packed: Uint8Array): Promise<Buffer | WindowFault> {
  try {
    // The bound stops a bomb while it unpacks: no more than this is ever in memory.
    return await unpack(packed, { maxOutputLength: LIMITS.messageBytes });
  } catch (error) {
    const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
    return code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : notGzip();
  }
}

/**
 * Reads the content of a request: the message's bytes, unpacked when gzip was said.
 *
 * A refusal is a value, not an exception: Fastify closes the connection when a body parser throws,
 * and a client that is still sending would then see a broken pipe in place of the reason.
 * @param contentEncoding the header, or undefined.
 */
export async function readBody(
  stream: Readable,
  contentEncoding: string | undefined,
): Promise<Buffer | WindowFault> {
  const encoding = (contentEncoding ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') {
    stream.resume();
    return wrongEncoding();
  }
  const body = await collect(stream);
  if (body instanceof WindowFault || encoding === 'identity') return body;
  return unpacked(body);
}

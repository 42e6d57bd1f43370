import type { Readable } from 'node:stream';
import { gunzip } from 'node:zlib';
import { LIMITS } from '../base/limits.ts';
import type { Cut, Reading } from './half-read.ts';
import { Pieces } from './pieces.ts';
import { requestFinding, WindowFault } from './problem.ts';

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

const CUT: Readonly<Record<Cut, WindowFault>> = {
  slow: new WindowFault('request-timeout', [
    requestFinding(
      'REQ-SLOW',
      { zh: '请求内容到达过慢', en: 'the content arrives too slowly' },
      { path: 'body', hint: 'Send it again without pauses.', hintZh: '请不间断地重新发送。' },
    ),
  ]),
  crowded: new WindowFault('request-timeout', [
    requestFinding(
      'REQ-CROWDED',
      {
        zh: '同时传输的请求过多，最早的已被中断',
        en: 'too many requests arrive at once; the oldest was given up',
      },
      {
        path: 'body',
        hint: 'Send fewer at a time, each without pauses.',
        hintZh: '请减少同时发送的请求数，且不间断地发送。',
      },
    ),
  ]),
};

type Body = Buffer | WindowFault;
/** Called once. */
type Done = (body: Body) => void;

/** Counts what has come; told when the request has to go. */
export type Watch = (cut: (reason: Cut) => void) => Reading;

/** Everything the stream brings, or a fault. What is too much is let flow by, never kept. */
function collect(stream: Readable, watch: Watch, done: Done): void {
  const pieces = new Pieces();
  const finish = (body: Body) => {
    stream.off('data', onData).off('end', onEnd).off('error', onLoss).off('close', onLoss);
    // Without a listener an error that comes later would end the process.
    stream.on('error', () => {});
    reading.end();
    done(body);
  };
  const refuse = (fault: WindowFault) => {
    finish(fault);
    stream.resume();
  };
  const onData = (chunk: Buffer) => {
    if (pieces.size + chunk.length > LIMITS.messageBytes) {
      refuse(tooLarge());
      return;
    }
    pieces.add(chunk);
    reading.more(chunk.length);
  };
  const onEnd = () => finish(pieces.bytes());
  const onLoss = () => finish(incomplete());
  const reading = watch((reason) => refuse(CUT[reason]));
  stream.on('data', onData).on('end', onEnd).on('error', onLoss).on('close', onLoss);
}

function unpack(packed: Buffer, done: Done): void {
  // The bound stops a bomb while it unpacks: no more than this is ever in memory.
  gunzip(packed, { maxOutputLength: LIMITS.messageBytes }, (error, body) => {
    if (error === null) done(body);
    else
      done(
        (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : notGzip(),
      );
  });
}

/**
 * Reads the content of a request: the message's bytes, unpacked when gzip was said. `watch` bounds
 * what half-read requests hold.
 *
 * A refusal is a value, not an error: Fastify closes the connection when a body parser fails, and a
 * client that is still sending would then see a broken pipe in place of the reason.
 * @param contentEncoding the header, or undefined.
 */
export function readBody(
  stream: Readable,
  contentEncoding: string | undefined,
  watch: Watch,
  done: Done,
): void {
  const encoding = (contentEncoding ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') {
    done(wrongEncoding());
    return;
  }
  collect(stream, watch, (body) => {
    if (body instanceof WindowFault || encoding === 'identity') done(body);
    else unpack(body, done);
  });
}

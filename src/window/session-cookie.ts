import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a cookie is, beside its name and value. */
export type CookieTerms = {
  /** Whether it comes along when a link of another site leads here. */
  readonly site?: 'Strict' | 'Lax';
  readonly path?: string;
  /** How long it lasts; 0 takes it away, and without it it lasts as long as the browser. */
  readonly seconds?: number;
};

/** Sets a cookie that no script reads; over https only where that is spoken. */
export function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  value: string,
  { site = 'Strict', path = '/', seconds }: CookieTerms = {},
): void {
  const secure = request.headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
  const age = seconds === undefined ? '' : `; Max-Age=${seconds}`;
  reply.header(
    'set-cookie',
    `${name}=${value}; Path=${path}; HttpOnly; SameSite=${site}${secure}${age}`,
  );
}

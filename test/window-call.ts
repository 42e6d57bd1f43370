/**
 * Calls addresses below a path with a token: JSON in, status and JSON out.
 * @param below for example `/v1/webhooks`
 */
export function callerOf(below: string, usual: string) {
  return async (
    window: { readonly url: string },
    method: string,
    path: string,
    body?: unknown,
    token: string = usual,
  ) => {
    const answer = await fetch(`${window.url}${below}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, json: text === '' ? null : JSON.parse(text) };
  };
}

/** The codes of a refusal. */
export const codesOf = ({ json }: { json: { findings: { code: string }[] } }): string[] =>
  json.findings.map(({ code }) => code);

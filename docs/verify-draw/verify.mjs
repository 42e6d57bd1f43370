// Verifies a draw as README.md says: `node verify.mjs FILE...`, or a page that brings `sha256`.
globalThis.sha256 ??= (text) =>
  process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex');
const H = (...parts) => sha256(`onestep-draw-1 ${parts.join(' ')}`);
const C = (v) => Object(v) !== v ? JSON.stringify(v) : Array.isArray(v) ? `[${v.map(C)}]`
  : `{${Object.keys(v).sort().map((key) => `${JSON.stringify(key)}:${C(v[key])}`)}}`;
const LISTS = /^(plan|parties|body|needs|tags|declared|pair|shares|result|redraws|overrides|by)$/;
const PARTS = /^(file|terms|body|targets|officers|beacon|each (plan|body|decl|sha|re|over).*)$/;
const NULLS = /^(beacon|commitment|committedAt|secret|reveal.+|seed|replacement|enterprise)$/;
const MOST = { sequence: 1e8, number: 1e6, round: 2 ** 53 - 1, weight: 1e6, capacity: 20000,
  officers: 2, revealWithin: 864e5 };
const DAY = String.raw`\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`;
const FORMS = Object.entries({ day: DAY, 'secret|commitment|beacon': '[0-9a-f]{64}',
  'at|.+At|.+By|.+From': `${DAY}T([01]\\d|2[0-3])(:[0-5]\\d){2}[.]\\d{3}[+]08:00`,
  fallback: 'void|rest', action: 'add|drop|assign', reason: 'conflict|recent|offDuty|atCapacity',
  grounds: '[^\\p{Cc}\\p{Cs}]{1,200}', method: 'count|rate', '.*': '[A-Za-z0-9._-]{1,64}',
}).map((both) => both.map((form) => new RegExp(`^(${form})$`, 'u')));
const sane = (key, v) => v === null ? NULLS.test(key)
  : Array.isArray(v) ? LISTS.test(key) && v.every((one) => sane(`each ${key}`, one))
  : typeof v === 'number' ? v % 1 === 0 && v >= +!/weight|cap|off/.test(key) && v <= MOST[key]
  : typeof v === 'object' ? PARTS.test(key) && Object.keys(v).every((name) => sane(name, v[name]))
  : v === `${v}` && !LISTS.test(key) && !MOST[key] && FORMS.find(([n]) => n.test(key))[1].test(v);
const only = (names) => (v) => Object.fromEntries(names.split(' ').map((key) => [key, v[key]]));
const below = (stream, bound, size = BigInt(bound), at = stream.next++) => {
  const word = BigInt(`0x${H('stream', ...stream.of, at >> 2).slice((at % 4) * 16).slice(0, 16)}`);
  return word < 2n ** 64n - (2n ** 64n % size) ? Number(word % size) : below(stream, bound);
};
const pick = (stream, items, weights, count) =>
  weights.filter((weight) => weight > 0).slice(0, count).map(() => {
    let [x, at] = [below(stream, weights.reduce((sum, weight) => sum + weight)), 0];
    while (x >= weights[at]) x -= weights[at++];
    return weights.fill(0, at, at + 1) && items[at];
  });
const weigh = (t, o, own = o.declared.filter((d) => [null, t.enterprise].includes(d.enterprise))) =>
  t.needs.some((one) => !o.tags.includes(one)) ? 0
    : Math.min(...(own.length ? own : [o]).map(({ weight }) => weight));
const remake = ({ zone, day, sequence, beacon, drawnAt, ...f }) => {
  const t = only('parties commitBy revealFrom revealBy revealWithin fallback')(f.terms.body);
  t.plan = f.terms.body.plan.map(only('layer method number officers'));
  t.beacon = f.terms.body.beacon && only('source round at')(f.terms.body.beacon);
  const list = f.targets.body.map(only('id layer enterprise weight needs'));
  const staff = f.officers.body.map(only('id tags weight capacity declared'));
  for (const one of staff) one.declared = one.declared.map(only('enterprise reason weight'));
  const known = Object.entries({ terms: t, targets: list, officers: staff });
  const [terms, targets, officers] = known.map(([name, body], _, __, at = f[name].publishedAt) =>
    ({ publishedAt: at, body, hash: H(name, zone, day, sequence, at, C(body)) }));
  const last = Date.parse([f.targets.publishedAt, f.officers.publishedAt].sort()[1]) + 288e5;
  const soon = (ms) => new Date(last + ms).toISOString().replace('Z', '+08:00');
  const [from, by] = t.revealFrom ? [t.revealFrom, t.revealBy] : [soon(1), soon(t.revealWithin)];
  const shares = f.shares.map(({ party, commitment, committedAt, secret, revealedAt }) => ({
    state: commitment === null || committedAt > t.commitBy ? 'absent' : secret === null ? 'missing'
      : revealedAt < from ? 'early' : revealedAt > by ? 'late'
      : H('commitment', zone, day, sequence, party, secret) === commitment ? 'counted' : 'false',
    party, commitment, committedAt, secret, revealedAt }));
  const counted = shares.filter(({ state }) => state === 'counted');
  const all = counted.length === shares.length && (t.beacon === null || beacon !== null);
  const some = t.fallback === 'rest' && counted.length + (beacon === null ? 0 : 1) > 1;
  const parts = shares.map((one) => `${one.party}=${counted.includes(one) ? one.secret : '-'}`);
  parts.unshift('seed', terms.hash, targets.hash, officers.hash);
  const rest = some ? 'rest' : 'void', seed = all || some ? H(...parts, beacon ?? '-') : null;
  const streams = ['targets', 'officers', 'redraws'].map((one) => ({ of: [seed, one], next: 0 }));
  const drawn = (seed === null ? [] : t.plan).flatMap(({ layer, method, number }, _, __,
    some = list.filter((target) => target.layer === layer)) => method === 'rate'
    ? some.filter((one) => below(streams[0], number) < one.weight)
    : pick(streams[0], some, some.map(({ weight }) => weight), number));
  const left = Object.fromEntries(staff.map(({ id, capacity }) => [id, capacity]));
  const send = (stream, target, count, out = []) => {
    const weights = staff.map((o) => left[o.id] < 1 || out.includes(o.id) ? 0 : weigh(target, o));
    const able = weights.filter((weight) => weight > 0).length >= count;
    return able ? pick(stream, staff, weights, count).map(({ id }) => left[id]-- && id) : [];
  };
  const sent = new Map(t.plan.map(({ layer, officers: count }) => [layer, count]));
  const result = drawn.map((o) => ({ target: o.id, pair: send(streams[1], o, sent.get(o.layer)) }));
  const teams = new Map(result.map(({ target, pair }) => [target, { out: pair, now: pair }]));
  const held = (id) => f.overrides.some((one) => one.action === 'assign' && one.target === id);
  let ok = drawn.every(({ id, layer }, i) => result[i].pair[0] || !sent.get(layer) || held(id));
  const redraws = f.redraws.map(({ target, officer, reason, at }, i) => {
    const [{ out, now }, one] = [teams.get(target), drawn.find(({ id }) => id === target)];
    const [id = null] = send(streams[2], one, 1, out);
    ok &&= now.includes(officer) && (id || held(target)) && at >= (f.redraws[i - 1]?.at ?? drawnAt);
    teams.set(target, { out: [...out, id], now: [...now.filter((o) => o !== officer), id] });
    return { target, officer, reason, at, replacement: id };
  });
  const overrides = f.overrides.map(only('action target pair by grounds at'));
  for (const { action, target, pair, by, at } of overrides) {
    const place = list.find(({ id }) => id === target);
    const able = staff.filter((one) => pair.includes(one.id) && weigh(place, one) > 0).length;
    ok &&= teams.has(target) === (action !== 'add') && pair.length === able && at >= drawnAt
      && able === (action === 'drop' ? 0 : sent.get(place.layer)) && (able || action !== 'assign')
      && new Set([...by, ...pair]).size === 2 + able;
  }
  const waits = [from, ...counted.map((one) => one.revealedAt), t.beacon?.at ?? '', all ? '' : by];
  const ids = [t.parties, list.map((o) => o.id), staff.map((o) => o.id)];
  ok &&= terms.publishedAt <= t.commitBy && t.commitBy <= from && from < by && sent.size
    && [t.revealBy, t.revealWithin].includes(null) && t.plan.every((one) => one.officers % 2 === 0)
    && sent.size === t.plan.length && targets.publishedAt < from && officers.publishedAt < from
    && (t.beacon === null ? beacon === null : t.beacon.at > by) && Object(beacon) !== beacon
    && t.parties.length > 1 && `${t.parties}` === `${shares.map(({ party }) => party)}`
    && shares.every((s) => !s.commitment === !s.committedAt && !s.secret === !s.revealedAt)
    && list.every(({ layer, enterprise }) => enterprise !== null && sent.has(layer))
    && ids.every((l) => `${l}` === `${[...new Set(l)].sort()}`) && waits.every((w) => w <= drawnAt);
  const made = { algorithm: 'onestep-draw-1', zone, day, sequence, terms, targets, officers, shares,
    beacon, seed, drawnAt, result, redraws, overrides, outcome: all ? 'complete' : rest };
  return { ok, ...made, hash: H('file', C(made)) };
};
globalThis.verifyDraw = (bytes) => { // Nothing for a sound draw; else `form`, `rules`, or a member.
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const file = JSON.parse(text);
    const { ok, ...made } = bytes.length <= 2 ** 23 && sane('file', file) && remake(file);
    if (text === `${C(made)}\n`) return ok ? '' : 'rules';
    return Object.keys(made).find((key) => C(made[key]) !== C(file[key])) ?? 'form';
  } catch { return 'form'; }
};
if (globalThis.process?.argv[1]?.endsWith('verify.mjs')) for (const name of process.argv.slice(2)) {
  const wrong = verifyDraw(process.getBuiltinModule('node:fs').readFileSync(name));
  console.log(`${name}: ${wrong === '' ? 'sound' : `NOT SOUND: ${wrong}`}`);
  if (wrong !== '') process.exitCode = 1;
}

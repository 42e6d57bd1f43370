// Verifies a draw as README.md says: `node verify.mjs FILE...`, or a page that brings `sha256`.
globalThis.sha256 ??= (text) =>
  process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex');
const H = (...parts) => sha256(`onestep-draw-1 ${parts.join(' ')}`);
const C = (v) => Object(v) !== v ? JSON.stringify(v) : Array.isArray(v) ? `[${v.map(C)}]`
  : `{${Object.keys(v).sort().map((key) => `${JSON.stringify(key)}:${C(v[key])}`)}}`;
const LISTS = /^(plan|parties|body|needs|tags|declared|pair|shares|result|redraws|overrides|by)$/;
const PARTS = /^(file|terms|body|targets|officers|beacon|each (plan|body|decl|sha|re|over).*)$/;
const NULLS = /^(beacon|commitment|committedAt|secret|revealedAt|seed|replacement|enterprise)$/;
const MOST = { sequence: 1e6, number: 1e6, round: 2 ** 53 - 1, weight: 1e6, capacity: 20000 };
const DAY = String.raw`\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`;
const FORMS = Object.entries({ day: DAY, 'secret|commitment': '[0-9a-f]{64}', method: 'count|rate',
  'at|.+At|.+By|.+From': `${DAY}T([01]\\d|2[0-3])(:[0-5]\\d){2}[.]\\d{3}[+]08:00`,
  fallback: 'void|rest', action: 'add|drop|assign', reason: 'conflict|recent|offDuty|atCapacity',
  grounds: '[^\\p{Cc}\\p{Cs}]{1,200}', '.*': '[A-Za-z0-9._-]{1,64}',
}).map((both) => both.map((form) => new RegExp(`^(${form})$`, 'u')));
const sane = (key, v) => v === null ? NULLS.test(key)
  : Array.isArray(v) ? LISTS.test(key) && v.every((one) => sane(`each ${key}`, one))
  : typeof v === 'number' ? v % 1 === 0 && v >= +!/weight|cap/.test(key) && v <= MOST[key]
  : typeof v === 'object' ? PARTS.test(key) && Object.keys(v).every((name) => sane(name, v[name]))
  : v === `${v}` && !LISTS.test(key) && !MOST[key] && FORMS.find(([n]) => n.test(key))[1].test(v);
const only = (names) => (v) => Object.fromEntries(names.split(' ').map((key) => [key, v[key]]));
const below = (stream, bound, size = BigInt(bound)) => {
  const block = H('stream', stream.seed, stream.purpose, stream.next >> 2);
  const word = BigInt(`0x${block.slice((stream.next++ % 4) * 16).slice(0, 16)}`);
  return word < 2n ** 64n - (2n ** 64n % size) ? Number(word % size) : below(stream, bound);
};
const pick = (stream, items, weights) => {
  let [x, at] = [below(stream, weights.reduce((sum, weight) => sum + weight)), 0];
  while (x >= weights[at]) x -= weights[at++];
  return weights.fill(0, at, at + 1) && items[at];
};
const weigh = ({ needs, enterprise }, { tags, declared, weight }) => {
  const own = declared.flatMap((d) => [null, enterprise].includes(d.enterprise) ? d.weight : []);
  return needs.every((one) => tags.includes(one)) ? Math.min(...(own.length ? own : [weight])) : 0;
};
const remake = ({ zone, day, sequence, beacon, drawnAt, ...f }) => {
  const t = only('plan parties commitBy revealFrom revealBy fallback beacon')(f.terms.body);
  t.plan = t.plan.map(only('layer method number'));
  t.beacon &&= only('source round at')(t.beacon);
  const list = f.targets.body.map(only('id layer enterprise weight needs'));
  const staff = f.officers.body.map(only('id tags weight capacity declared'));
  for (const one of staff) one.declared = one.declared.map(only('enterprise reason weight'));
  const known = Object.entries({ terms: t, targets: list, officers: staff });
  const [terms, targets, officers] = known.map(([name, body], _, __, at = f[name].publishedAt) =>
    ({ publishedAt: at, body, hash: H(name, zone, day, sequence, at, C(body)) }));
  const worth = ({ party, commitment, committedAt, secret, revealedAt }) =>
    commitment === null || committedAt > t.commitBy ? 'absent' : secret === null ? 'missing'
      : revealedAt < t.revealFrom ? 'early' : revealedAt > t.revealBy ? 'late'
        : H('commitment', zone, day, sequence, party, secret) === commitment ? 'counted' : 'false';
  const shares = f.shares.map(only('party commitment committedAt secret revealedAt'));
  for (const one of shares) one.state = worth(one);
  const counted = shares.filter(({ state }) => state === 'counted');
  const all = counted.length === shares.length && (t.beacon === null || beacon !== null);
  const some = t.fallback === 'rest' && counted.length + (beacon === null ? 0 : 1) > 1;
  const parts = shares.map((one) => `${one.party}=${counted.includes(one) ? one.secret : '-'}`);
  parts.unshift('seed', terms.hash, targets.hash, officers.hash);
  const rest = some ? 'rest' : 'void', seed = all || some ? H(...parts, beacon ?? '-') : null;
  const streams = ['targets', 'officers', 'redraws'].map((purpose) => ({ seed, purpose, next: 0 }));
  const drawn = (seed === null ? [] : t.plan).flatMap(({ layer, method, number }) => {
    const some = list.filter((target) => target.layer === layer);
    if (method === 'rate') return some.filter((one) => below(streams[0], number) < one.weight);
    const weights = some.map(({ weight }) => weight);
    return weights.filter((w) => w > 0).slice(0, number).map(() => pick(streams[0], some, weights));
  });
  const left = Object.fromEntries(staff.map(({ id, capacity }) => [id, capacity]));
  const send = (stream, target, count, out) => {
    const weights = staff.map((o) => left[o.id] < 1 || out.includes(o.id) ? 0 : weigh(target, o));
    const able = weights.filter((w) => w > 0).slice(0, count);
    const ids = able.length < count ? [] : able.map(() => pick(stream, staff, weights).id);
    for (const id of ids) left[id] -= 1;
    return ids;
  };
  const result = drawn.map((one) => ({ target: one.id, pair: send(streams[1], one, 2, []) }));
  const teams = new Map(result.map(({ target, pair }) => [target, { out: pair, now: pair }]));
  const held = (id) => f.overrides.some((one) => one.action === 'assign' && one.target === id);
  let ok = result.every(({ target, pair }) => pair[0] || held(target));
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
    ok &&= teams.has(target) === (action !== 'add') && able === (action === 'drop' ? 0 : 2)
      && pair.length === able && new Set([...by, ...pair]).size === 2 + able && at >= drawnAt;
  }
  const layers = t.plan.map(({ layer }) => layer), reveals = counted.map((one) => one.revealedAt);
  const waits = [t.revealFrom, ...reveals, t.beacon?.at ?? '', all ? '' : t.revealBy];
  const ids = [layers.toSorted(), t.parties, list.map((o) => o.id), staff.map((o) => o.id)];
  ok &&= terms.publishedAt <= t.commitBy && t.commitBy <= t.revealFrom && t.revealFrom < t.revealBy
    && targets.publishedAt < t.revealFrom && officers.publishedAt < t.revealFrom && t.plan.length
    && (t.beacon === null ? beacon === null : t.beacon.at > t.revealBy) && Object(beacon) !== beacon
    && t.parties.length > 1 && `${t.parties}` === `${shares.map(({ party }) => party)}`
    && shares.every((s) => !s.commitment === !s.committedAt && !s.secret === !s.revealedAt)
    && list.every(({ layer, enterprise }) => enterprise !== null && layers.includes(layer))
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

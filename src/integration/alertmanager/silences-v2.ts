import { allHold, type Matcher, readConditions } from '../../domain/alert/matcher.ts';
import { type Silence, type SilenceProblem, stateOf } from '../../domain/alert/silence.ts';
import { type Instant, instant } from '../../domain/time.ts';
import type { KeyScope } from '../../domain/access/subject.ts';
import type { Desk, IntakeAnswer, IntakeRequest } from '../../intake/ports.ts';
import { answer, done, fault, unfit } from './answer.ts';
import { faultIn, postedSilence } from './schema.ts';

const one = /^\/api\/v2\/silence\/([^/]+)$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Silences by Alertmanager's API: what `amtool silence` does. */
export const silencesV2 = {
  match(method: string, path: string): { scopes: readonly KeyScope[] } | null {
    const isOne = one.test(path);
    if (path !== '/api/v2/silences' && !isOne) return null;
    if (method === 'GET') return { scopes: ['read', 'silence'] };
    return method === (isOne ? 'DELETE' : 'POST') ? { scopes: ['silence'] } : null;
  },

  async handle({ method, path, search, body }: IntakeRequest, desk: Desk): Promise<IntakeAnswer> {
    if (path === '/api/v2/silences') return method === 'POST' ? post(body, desk) : list(search, desk);
    const id = decoded(one.exec(path)?.[1] ?? '');
    if (!uuid.test(id)) {
      return answer(422, { code: 601, message: `silenceID in path must be of type uuid: ${JSON.stringify(id)}` });
    }
    if (method === 'DELETE') return (await desk.silences.end(id)) ? done : fault(500, 'silence not found');
    const silence = await desk.silences.find(id);
    return silence ? answer(200, toRow(silence, desk.now())) : { status: 404, body: null };
  },
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Not an encoding of anything, and so no UUID either.
  }
};

async function list(search: string, desk: Desk): Promise<IntakeAnswer> {
  const read = readConditions(new URLSearchParams(search).getAll('filter'));
  if (!read.ok) return fault(400, read.reason);
  const silences = await desk.silences.list();
  const fitting = silences.filter(({ matchers }) => {
    const labels = Object.fromEntries(matchers.map(({ label, value }) => [label, value]));
    return allHold(read.conditions, labels);
  });
  return answer(
    200,
    fitting.map((silence) => toRow(silence, desk.now())),
  );
}

async function post(body: Uint8Array, desk: Desk): Promise<IntakeAnswer> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return unfit(400, 'parsing silence body failed');
  }
  const parsed = postedSilence.safeParse(value);
  if (!parsed.success) return unfit(422, faultIn(postedSilence, value));
  const { id, matchers, createdBy, comment } = parsed.data;
  const [startsAt, endsAt] = [Date.parse(parsed.data.startsAt), Date.parse(parsed.data.endsAt)];
  if (Number.isNaN(startsAt) || Number.isNaN(endsAt))
    return unfit(422, 'startsAt and endsAt must be times of RFC 3339');
  const named = id ?? '';
  if (named !== '' && !uuid.test(named)) return fault(404, 'silence not found');
  const made = await desk.silences.put({
    id: named === '' ? null : named,
    matchers: matchers.map(({ name, value: wanted, isRegex, isEqual }): Matcher => ({
      label: name,
      operator: isEqual === false ? (isRegex ? '!~' : '!=') : isRegex ? '=~' : '=',
      value: wanted,
    })),
    startsAt: instant(startsAt),
    endsAt: instant(endsAt),
    createdBy,
    comment,
  });
  return made.ok ? answer(200, { silenceID: made.id }) : refuse(made.problem);
}

function refuse(problem: SilenceProblem | { readonly code: 'not-found' }): IntakeAnswer {
  switch (problem.code) {
    case 'not-found':
      return fault(404, 'silence not found');
    case 'no-matchers':
      return answer(422, { code: 612, message: 'matchers in body should have at least 1 items' });
    case 'too-many-matchers':
      return fault(400, 'silence invalid: too many matchers');
    case 'matches-everything':
      return fault(400, 'silence invalid: at least one matcher must not match the empty string');
    case 'bad-matcher':
      return fault(400, `silence invalid: invalid label matcher: error parsing regexp: ${problem.reason}`);
    case 'end-in-past':
      return fault(400, "Failed to create silence: end time can't be in the past");
    case 'end-before-start':
      return fault(400, 'Failed to create silence: start time must be before end time');
    case 'starts-too-late':
      return fault(400, 'a silence made with an intake key has to start and end within 4 hours');
  }
}

const iso = (at: Instant): string => new Date(at).toISOString();

const toRow = (silence: Silence, now: Instant): object => ({
  id: silence.id,
  status: { state: stateOf(silence, now) },
  updatedAt: iso(silence.updatedAt),
  comment: silence.comment,
  createdBy: silence.createdBy,
  endsAt: iso(silence.endsAt),
  matchers: silence.matchers.map(({ label, operator, value }) => ({
    isEqual: operator === '=' || operator === '=~',
    isRegex: operator === '=~' || operator === '!~',
    name: label,
    value,
  })),
  startsAt: iso(silence.startsAt),
});

import { accepted, type Outcome, refused } from '../../outcome.ts';
import { numbersFor } from '../../policy/policy.ts';
import { type DurationMs, type Instant, later } from '../../time.ts';
import { nextKey } from '../change-plan.ts';
import type { CommandOf } from '../command.ts';
import type { IncidentEvent } from '../event.ts';
import type { Facts } from '../facts.ts';
import type { ScheduledUpdate } from '../item.ts';
import { isLive } from '../phase.ts';
import { noItem, type Rule, underWay } from '../rule.ts';
import { settled } from '../settled.ts';
import type { IncidentState } from '../state.ts';

type Body = CommandOf<'send-update'>['body'];

/** What stands in the way of saying this, besides the guardrails. */
function fault(state: IncidentState, { corrects, answers, sendAt }: Body, facts: Facts): Outcome<never> | null {
  if (corrects !== null && !state.updates.some(({ key }) => key === corrects.toUpperCase())) {
    return noItem(corrects, 'corrects');
  }
  const unknown = answers.findIndex(
    ({ question }) => !state.questions.some(({ key, state: at }) => key === question.toUpperCase() && at === 'open'),
  );
  if (unknown >= 0) return noItem(answers[unknown]?.question ?? '', `answers/${unknown}/question`);
  return sendAt !== null && sendAt <= facts.now ? refused('incident/time-passed', {}, '/sendAt') : null;
}

/** An update in five fields is sent, or waits for its time (C5). The next one is promised in the same breath (C2). */
export const sendUpdate: Rule<'send-update'> = {
  wants: ({ body: { status, know, doing, dontKnow, answers } }) => ({
    prose: [status, know, doing, dontKnow, ...answers.map(({ answer }) => answer)],
  }),
  decide: (state, { body }, facts) => {
    const { audience, status, know, doing, dontKnow, nextAt, nextInMs, sendAt } = body;
    const words = { status, know, doing, dontKnow };
    const answers = body.answers.map(({ question, answer }) => ({ question: question.toUpperCase(), answer }));
    const corrects = body.corrects === null ? null : body.corrects.toUpperCase();
    const key = nextKey('M', [...state.updates.filter(({ key: sent }) => sent !== ''), ...state.scheduled]);
    const asked = nextAt !== null || nextInMs !== null;
    const goesOn = asked || (isLive(state.phase) && audience !== 'external' && corrects === null);
    const from = sendAt ?? facts.now;
    const next = goesOn ? (nextAt ?? later(from, nextInMs ?? numbersFor(facts.policy, state).updateEveryMs)) : null;
    const barred = underWay(state) ?? fault(state, body, facts);
    if (barred) return barred;
    if (next !== null && next <= from) return refused('incident/time-passed', {}, '/nextAt');
    if (sendAt === null) {
      return accepted(...sent(state, { key, audience, ...words, corrects, answers }, next, facts.now));
    }
    const nextIn = next === null ? 0 : next - from;
    return accepted({
      type: 'UpdateScheduled',
      body: { key, audience, ...words, sendAt, nextInMs: nextIn, corrects, answers },
    });
  },
};

type Said = Omit<ScheduledUpdate, 'scheduledAt' | 'sendAt' | 'nextInMs'>;

/** The update as it leaves, and the next promise. A correction settles nothing: what was promised is still owed. */
function sent(state: IncidentState, said: Said, next: Instant | null, now: Instant): IncidentEvent[] {
  const { audience, corrects } = said;
  const { promise, lateMs } = corrects === null ? settled(state, audience, '', now) : { promise: null, lateMs: 0 };
  const update: IncidentEvent = { type: 'UpdateSent', body: { ...said, nextAt: next, promise, lateMs } };
  if (next === null) return [update];
  const key = nextKey('U', state.promises);
  return [update, { type: 'UpdatePromised', body: { key, audience, at: next, duty: '' } }];
}

/** A scheduled update leaves when its time has come, however late that is noticed. */
export function leaving(state: IncidentState, scheduled: ScheduledUpdate, now: Instant): IncidentEvent[] {
  const { scheduledAt: _at, sendAt: _sendAt, nextInMs, ...said } = scheduled;
  const next: DurationMs | null = nextInMs === 0 ? null : nextInMs;
  return sent(state, said, next === null ? null : later(now, next), now);
}

import { unheard } from './material.ts';
import { isLive } from './phase.ts';
import { type Asking, prompt } from './prompt.ts';
import { isScoped } from './state.ts';
import { audiences } from './vocabulary.ts';

const sending = 'send-update "<how it stands>"';

/** The most overdue promise: first it is the communications lead's, then the commander's (C2). */
export const overduePromise: Asking = (state, { now }) => {
  const late = state.promises.find(({ state: kept, at }) => kept === 'open' && at <= now);
  if (!late) return null;
  const { audience, key, at, duty, told } = late;
  if (duty !== '') {
    const say = `record-update "<what was said>" --audience external --duty "${duty}"`;
    return prompt('C2', 'duty', say, { duty, at });
  }
  const what = told === 'late' || told === 'missed' ? 'late-commander' : 'late';
  return prompt('C2', what, `${sending} --audience ${audience}`, { promise: key, audience, at });
};

export const comingPromise: Asking = (state, { now }, { remindBeforeMs }) => {
  const soon = state.promises.find(({ state: kept, at }) => kept === 'open' && at > now && at - now <= remindBeforeMs);
  if (!soon) return null;
  const { audience, key, at, duty } = soon;
  if (duty !== '') {
    const say = `record-update "<what was said>" --audience external --duty "${duty}"`;
    return prompt('C2', 'duty', say, { duty, at });
  }
  return prompt('C2', 'soon', `${sending} --audience ${audience}`, { promise: key, audience, at });
};

/** C1: once there is a shape, leadership hears within the time that policy gives. */
export const holdingStatement: Asking = (state, _facts, { holdingStatementWithinMs }) => {
  if (!isLive(state.phase) || state.confirmedAt === null || !isScoped(state)) return null;
  // Whoever was given a time waits for that.
  const told = [...state.updates, ...state.promises.filter(({ state: kept }) => kept === 'open')];
  if (told.some(({ audience }) => audience === 'leadership')) return null;
  const by = state.confirmedAt + holdingStatementWithinMs;
  return prompt('C1', 'holding', 'holding-statement', { by });
};

/** C3: whoever heard something that is no longer so hears at once. */
export const materialChange: Asking = (state) => {
  for (const audience of audiences) {
    const changed = audience === 'external' ? null : unheard(state, audience);
    if (changed === null || changed.length === 0) continue;
    return prompt('C3', 'changed', `${sending} --audience ${audience}`, { audience, changed: changed.join(',') });
  }
  return null;
};

/** C4: what leaders asked is answered in the next update. */
export const questions: Asking = (state) => {
  const open = state.questions.filter(({ state: at }) => at === 'open').length;
  return open === 0 ? null : prompt('C4', 'questions', 'brief', { open });
};

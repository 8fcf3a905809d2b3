import type { EndpointAnswer } from '../api/endpoint-table.ts';
import {
  communicationsOf,
  type Communications,
  filled,
  recipientsFor,
  type StoredCommunications,
  templateFor,
} from '../domain/communications/communications.ts';
import type { UpdateWords } from '../domain/incident/item.ts';
import { changedSince, lastUpdate } from '../domain/incident/material.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { Audience } from '../domain/incident/vocabulary.ts';
import { numbersFor } from '../domain/policy/policy.ts';
import { later } from '../domain/time.ts';
import { type DraftFrom, draftUpdate, variablesOf } from '../text/draft.ts';
import { noEstimateYet } from '../text/prose.ts';
import { questionView, updateView } from './brief.ts';
import type { Door } from './door.ts';
import { iso } from './view.ts';

/** Who outside is told, and with which words. */
export async function communications(door: Door): Promise<Communications> {
  const { document, version } = await door.settings.show('communications');
  return communicationsOf(document as StoredCommunications, version);
}

/** What a draft for this audience is written from. */
export async function draftFrom(door: Door, state: IncidentState, audience: Audience): Promise<DraftFrom> {
  const { catalog } = await door.facts.of(state);
  const people = await door.people.list();
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return { state, catalog, audience, name: (person) => names.get(person) ?? person };
}

function promiseView(state: IncidentState, audience: Audience) {
  const open = state.promises.find((promise) => promise.audience === audience && promise.state === 'open');
  if (!open) return null;
  const { key, duty, at, state: kept, told } = open;
  return { key, audience, duty, at: iso(at), state: kept, missed: told === 'missed' };
}

/** The next update to an audience, with everything that is needed to write it. */
export async function draftView(
  door: Door,
  state: IncidentState,
  audience: Audience,
): Promise<EndpointAnswer<'showDraft'>> {
  const [facts, from, told] = await Promise.all([
    door.facts.of(state),
    draftFrom(door, state, audience),
    communications(door),
  ]);
  const template = templateFor(told, audience, state.severity);
  const drafted = draftUpdate(from);
  const last = lastUpdate(state, audience);
  return {
    audience,
    draft: template === null ? drafted : overlaid(drafted, filled(template, variablesOf(from))),
    kept: state.drafts[audience] ?? null,
    last: last === undefined ? null : updateView(last),
    changed: last === undefined ? [] : changedSince(state, last.sentAt),
    promise: promiseView(state, audience),
    nextAt: iso(later(facts.now, numbersFor(facts.policy, state).updateEveryMs)),
    scheduled: state.scheduled
      .filter((waiting) => waiting.audience === audience)
      .map(({ key, status, sendAt }) => ({ key, status, sendAt: iso(sendAt) })),
    questions: state.questions.filter(({ state: at }) => at === 'open').map(questionView),
    recipients: recipientsFor(told, audience, state).map(({ name, channel }) => ({ name, channel })),
    whenFixed: noEstimateYet,
  };
}

/** A template's words where it has some, the draft's where it does not. */
function overlaid(draft: UpdateWords, over: UpdateWords): UpdateWords {
  const { status, know, doing, dontKnow } = over;
  return {
    status: status || draft.status,
    know: know || draft.know,
    doing: doing || draft.doing,
    dontKnow: dontKnow || draft.dontKnow,
  };
}

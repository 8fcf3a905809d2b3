import type * as z from 'zod';
import type { nextThings, picture } from '../api/schema/picture.ts';
import { dependenciesFor } from '../domain/incident/restore-plan.ts';
import type { PublicFacts } from '../domain/incident/facts.ts';
import type { Change, EvidenceItem } from '../domain/incident/item.ts';
import { nextRightThings, suggestedCalls } from '../domain/incident/next.ts';
import { isLive } from '../domain/incident/phase.ts';
import { activeSignals, type IncidentState } from '../domain/incident/state.ts';
import { wavesOf } from '../domain/restore/waves.ts';
import { allClearVerdict, type AllClearVerdict } from '../domain/telemetry/all-clear.ts';
import { queryOf } from '../domain/incident/evidence.ts';
import { effectsOf } from '../domain/incident/effect.ts';
import type { SignalEffect } from '../domain/telemetry/effect.ts';
import { effectText } from '../text/effect.ts';
import { bandFor } from '../domain/telemetry/band.ts';
import { written } from '../domain/telemetry/condition.ts';
import { blockerText, clockText } from '../text/all-clear.ts';
import { sentence } from '../text/catalogue.ts';
import { iso, isoOrNull } from './view.ts';

type Picture = z.input<typeof picture>;

export const nextView = (state: IncidentState, facts: PublicFacts): z.input<typeof nextThings>['items'] =>
  nextRightThings(state, facts).map(({ practice, says, parameters, command }) => ({
    practice,
    says: sentence(says, parameters) ?? says,
    command,
  }));

/** What is known of an incident as it is now: the state with the facts that it rests on. */
export function pictureView(state: IncidentState, facts: PublicFacts): Picture {
  const verdict = allClearVerdict(state, facts);
  return {
    version: state.version,
    now: iso(facts.now),
    ...diagnosisView(state, facts),
    changes: state.changes.map((change) => ({
      ...changeView(change),
      effects: effectsView(change.effects ?? effectsOf(state, change, facts)),
    })),
    ...reliefView(state),
    restore: restoreView(state, facts),
    signals: signalsView(state, verdict),
    clock: isLive(state.phase) ? clockView(verdict) : null,
    promises: state.promises.map(({ key, audience, at, state: kept, told }) => ({
      key,
      audience,
      at: iso(at),
      state: kept,
      missed: told === 'missed',
    })),
    posts: state.posts.map(({ key, page, title, status, text, at }) => ({
      key,
      page,
      title,
      status,
      text,
      at: iso(at),
    })),
    channels: { ...facts.policy.channels, ...(state.private ? { chat: null } : {}) },
    sideChannels: state.sideChannels.map(({ name, openedAt, findingsAt }) => ({
      name,
      openedAt: iso(openedAt),
      findingsAt: isoOrNull(findingsAt),
    })),
    suggestedCalls: suggestedCalls(state, facts.catalog).map(({ team, services }) => ({
      team,
      services: [...services],
    })),
    overnight: state.overnight === null ? null : { ...state.overnight, until: iso(state.overnight.until) },
    parent: state.parent,
    children: [...state.children],
    rootCauseFix: state.rootCauseFix,
    next: nextView(state, facts),
  };
}

function diagnosisView(
  state: IncidentState,
  facts: PublicFacts,
): Pick<Picture, 'scope' | 'evidence' | 'instruments' | 'hypotheses' | 'parked'> {
  const { instruments } = facts;
  const looked = Object.entries(state.instruments).filter(([name]) => !(name in instruments));
  return {
    scope: state.scope.map((item) => ({ ...item, since: iso(item.since) })),
    evidence: state.evidence.map((item) => ({
      ...item,
      seenAt: iso(item.seenAt),
      asked: askedView(state, item, facts),
    })),
    instruments: [
      ...Object.entries(instruments).map(([name, { health, because, checkedAt }]) => ({
        name,
        health,
        because,
        at: iso(checkedAt),
      })),
      ...looked.map(([name, { health, at }]) => ({ name, health, because: 'looked at by a person', at: iso(at) })),
    ],
    hypotheses: state.hypotheses.map(({ proposedAt: _proposedAt, ...hypothesis }) => hypothesis),
    parked: state.parked.map(({ key, cause, until, returned }) => ({ key, cause, until, returned })),
  };
}

function changeView({
  commandId: _commandId,
  proposedAt: _proposedAt,
  effectAsked: _effectAsked,
  effects: _effects,
  ...change
}: Change): Omit<Picture['changes'][number], 'effects'> {
  return {
    ...change,
    steps: [...change.steps],
    touches: [...change.touches],
    startedAt: isoOrNull(change.startedAt),
    settledAt: isoOrNull(change.settledAt),
  };
}

function askedView(
  state: IncidentState,
  item: EvidenceItem,
  { readings }: PublicFacts,
): Picture['evidence'][number]['asked'] {
  const signal = queryOf(state, item);
  if (!signal?.asked) return null;
  const last = readings[signal.key]?.at(-1);
  const { query, source, healthy } = signal.asked;
  return {
    signal: signal.key,
    source,
    query,
    healthy: written(healthy),
    status: signal.status,
    last: last?.value ?? null,
    lastAt: isoOrNull(last?.at ?? null),
  };
}

const effectsView = (effects: readonly SignalEffect[]): Picture['changes'][number]['effects'] =>
  effects.map((effect) => ({ ...effect, says: effectText(effect), points: [...effect.points] }));

function reliefView(state: IncidentState): Pick<Picture, 'workarounds' | 'waits'> {
  return {
    workarounds: state.workarounds.map(({ expiryTold: _told, expiresAt, endedAt, ...workaround }) => ({
      ...workaround,
      expiresAt: isoOrNull(expiresAt),
      endedAt: isoOrNull(endedAt),
    })),
    waits: state.waits.map(({ chaseTold: _told, nextChaseAt, endedAt, ...wait }) => ({
      ...wait,
      nextChaseAt: iso(nextChaseAt),
      endedAt: isoOrNull(endedAt),
    })),
  };
}

function restoreView(state: IncidentState, { catalog }: PublicFacts): Picture['restore'] {
  const { steps, bootstrap } = state.restore;
  const services = steps.map(({ service }) => service);
  const { waves, cycles } = wavesOf(services, dependenciesFor(state, catalog, services), bootstrap);
  return {
    waves: waves.map((wave) => [...wave]),
    cycles: cycles.map((cycle) => [...cycle]),
    steps: steps.map(({ service, state: at, evidence }) => ({ service, state: at, evidence })),
  };
}

function signalsView(state: IncidentState, verdict: AllClearVerdict): Picture['signals'] {
  return activeSignals(state).map(({ key, name, service, asked }) => {
    const seen = verdict.signals.find((signal) => signal.key === key);
    return {
      key,
      name,
      service,
      source: asked?.source ?? null,
      query: asked?.query ?? null,
      healthy: asked === null ? null : written(asked.healthy),
      band: asked === null ? null : bandFor(asked.healthy),
      status: seen?.status ?? 'unknown',
      last: seen?.last ?? null,
      lastAt: isoOrNull(seen?.lastAt ?? null),
      cleanSince: isoOrNull(seen?.cleanSince ?? null),
      cleanMs: seen?.cleanMs ?? 0,
      restarts: seen?.restarts ?? 0,
      proof: seen?.proof ?? 'none',
    };
  });
}

function clockView(verdict: AllClearVerdict): NonNullable<Picture['clock']> {
  const { ready, windowMs, windowReason, leftMs, blockers } = verdict;
  return { ready, says: clockText(verdict), windowMs, windowReason, leftMs, blockers: blockers.map(blockerText) };
}

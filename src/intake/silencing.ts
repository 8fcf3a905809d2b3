import type { CommandRequest } from '../command/ports.ts';
import { storable } from '../domain/alert/label.ts';
import {
  admit,
  keepsId,
  longestByKeyMs,
  type Silence,
  type SilenceWish,
  stateOf,
  toReadySilence,
} from '../domain/alert/silence.ts';
import type { DatabaseClock } from './clock.ts';
import type { Desk, IntakeKey, RoutingNeeds, SilenceAnswer } from './ports.ts';

/** Silences as a key may make them: short, and announced in every open incident that they touch. */
export function silencing(needs: RoutingNeeds, clock: DatabaseClock, key: IntakeKey): Desk['silences'] {
  const { silences, newId } = needs;

  async function put(asked: SilenceWish): Promise<SilenceAnswer> {
    const wish = kept(asked);
    const now = await silences.now();
    clock.set(now);
    const existing = wish.id === null ? null : await silences.find(wish.id);
    if (wish.id !== null && existing === null) return { ok: false, problem: { code: 'not-found' } };
    const admitted = admit(wish, now, longestByKeyMs);
    if (!admitted.ok) return admitted;
    const keeps = existing !== null && keepsId(existing, wish, now);
    const silence: Silence = {
      id: keeps ? existing.id : newId(),
      matchers: wish.matchers,
      startsAt: keeps && stateOf(existing, now) === 'active' ? existing.startsAt : admitted.startsAt,
      endsAt: admitted.endsAt,
      createdBy: wish.createdBy,
      comment: wish.comment,
      updatedAt: now,
    };
    const notes = stateOf(silence, now) === 'expired' ? [] : await announcements(needs, silence, key);
    await needs.handler.handleTogether(notes, async (transaction) => {
      await silences.put(transaction, silence, key.id);
      if (existing && !keeps) await silences.end(transaction, existing.id);
    });
    return { ok: true, id: silence.id };
  }

  return {
    list: () => silences.list(),
    find: (id) => silences.find(id),
    end: (id) => silences.end(null, id),
    put,
  };
}

/** The wish in text that a database can keep. */
const kept = (wish: SilenceWish): SilenceWish => ({
  ...wish,
  createdBy: storable(wish.createdBy),
  comment: storable(wish.comment),
  matchers: wish.matchers.map(({ label, operator, value }) => ({
    label: storable(label),
    operator,
    value: storable(value),
  })),
});

async function announcements(
  needs: RoutingNeeds,
  silence: Silence,
  { id, scopes }: IntakeKey,
): Promise<CommandRequest[]> {
  const ready = toReadySilence(silence);
  const touched = new Map<string, number>();
  for (const { incident, labels } of await needs.attached.firing()) {
    if (ready.covers(labels)) touched.set(incident, (touched.get(incident) ?? 0) + 1);
  }
  return [...touched].map(([incident, alerts]) => ({
    incident,
    subject: { kind: 'key', id, scopes },
    command: {
      id: needs.newId(),
      verb: 'note',
      body: { text: needs.words.silenced(silence, alerts) },
      happenedAt: null,
      override: null,
    },
  }));
}

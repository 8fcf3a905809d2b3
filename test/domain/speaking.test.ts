import { beforeEach, describe, expect, test } from 'vitest';
import type { SaidWords } from '../../src/domain/incident/facts.ts';
import { measuresOf } from '../../src/domain/incident/measures.ts';
import { nextRightThings } from '../../src/domain/incident/next.ts';
import { timersOf } from '../../src/domain/incident/timers.ts';
import { hours, later, minutes } from '../../src/domain/time.ts';
import { draftUpdate, holdingStatement } from '../../src/text/draft.ts';
import { expectAccepted, expectCautions, expectHeld, expectRefused, ready, Room, types, undo } from './room.ts';
import { ana, ben } from './story.ts';

let room: Room;
const person = (id: string) => ({ found: { person: { id, active: true } } });
const iso = (at: number): string => new Date(at).toISOString();
const next = (): string[] => nextRightThings(room.state, room.facts()).map(({ says }) => says);
const read = (part: Partial<SaidWords>) => ({
  found: { prose: [{ marks: [], statedCauses: [], closing: [], ...part }] },
});

beforeEach(() => {
  room = ready(new Room());
});

describe('C1: the holding statement', () => {
  test('is asked for once there is a shape, until leadership has heard', () => {
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    expect(next()).toContain('next/C1/holding');
    room.say('send-update', { status: 'Orders fail.', audience: 'customers' });
    expect(next()).toContain('next/C1/holding');
    room.say('record-update', { text: 'read aloud', toldWhom: 'Head of shop' });
    expect(next()).not.toContain('next/C1/holding');
  });

  test('says all that the article asks for', () => {
    const from = { state: room.state, catalog: room.catalog, audience: 'leadership', name: () => 'Ana' } as const;
    const text = holdingStatement(from, later(room.now, minutes(30)), 30);
    for (const part of [
      /what I know: Affected: checkout/,
      /what I don’t know yet: what caused it/,
      /right people are on it/,
      /until 00:30 UTC without interruption/,
      /written update at 00:30 UTC, and every 30 minutes/,
      /materially before then, I will reach out at once/,
      /let us work/,
    ]) {
      expect(text).toMatch(part);
    }
  });
});

describe('C2: each update sets the time of the next', () => {
  test('by policy, as said, or at a time', () => {
    expectAccepted(room.say('send-update', { status: 'Orders fail.' }), 'UpdateSent', 'UpdatePromised');
    expect(room.state.promises.at(-1)?.at).toBe(later(room.now, minutes(30)));
    room.say('send-update', { status: 'Orders fail.', nextInMs: minutes(45) });
    expect(room.state.promises.map(({ state }) => state)).toEqual(['kept', 'open']);
    const at = later(room.now, hours(1));
    room.say('send-update', { status: 'Orders fail.', nextAt: iso(at) });
    expect(room.state.promises.at(-1)?.at).toBe(at);
    expectRefused(room.say('send-update', { status: 'x', nextAt: iso(room.now) }), 'incident/time-passed');
  });

  test('a late one goes to the communications lead, then to the commander, and counts', () => {
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    room.say('promise-update', { inMs: minutes(10) });
    room.pass(minutes(11)).system('come-due');
    expect(next()).toContain('next/C2/late');
    room.pass(minutes(5)).system('come-due');
    expect(next()).toContain('next/C2/late-commander');
    room.pass(minutes(5)).system('come-due');
    expect(measuresOf(room.state).updates).toMatchObject({ missed: 1, open: 1 });
  });

  test('one that came due while nobody was there is said as it is now, once', () => {
    room.say('promise-update', { inMs: minutes(10) });
    room.pass(hours(3));
    expect(types(room.system('come-due'))).toContain('UpdateMissed');
    expect(types(room.system('come-due'))).not.toContain('UpdateMissed');
  });

  test('what law or a contract asks has a clock of its own, which the night does not move', () => {
    const duty = 'notice to the regulator';
    expectRefused(room.say('promise-update', { duty }), 'incident/duty-not-external');
    room.say('promise-update', { audience: 'external', duty, inMs: hours(20) });
    room.say('promise-update', { audience: 'external', duty: 'contract: notice to Acme', inMs: hours(4) });
    room.say('promise-update', { inMs: minutes(30) });
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    const until = iso(later(room.now, hours(24)));
    room.say('watch-overnight', { until, watcher: ben, wakeIf: '' }, person(ben));
    const open = room.state.promises.filter(({ state }) => state === 'open');
    expect(open.map(({ duty: owed, at }) => [owed, at])).toEqual([
      [duty, expect.any(Number)],
      ['contract: notice to Acme', expect.any(Number)],
      ['', Date.parse(until)],
    ]);
    room.say('record-update', { text: 'sent by post', audience: 'external', duty });
    expect(room.state.promises.find((promise) => promise.duty === duty)?.state).toBe('kept');
    expect(room.state.promises.filter(({ state }) => state === 'open')).toHaveLength(2);
  });
});

describe('C3: a material change asks for an update at once', () => {
  const changed = (): unknown =>
    nextRightThings(room.state, room.facts()).find(({ practice }) => practice === 'C3')?.parameters.changed;

  beforeEach(() => {
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    room.say('send-update', { status: 'Orders fail.' });
  });

  test.each([
    ['severity', (): unknown => room.say('set-severity', { severity: 'SEV-2', reason: 'fewer' })],
    ['scope', (): unknown => room.say('state-scope', { what: 'search' })],
    ['phase', (): unknown => room.say('workaround', { what: 'telephone orders' })],
  ])('%s', (what, happens) => {
    expect(changed()).toBeUndefined();
    happens();
    expect(changed()).toBe(what);
    room.say('send-update', { status: 'It changed.' });
    expect(changed()).toBeUndefined();
  });

  test('saying the same again is none, and who never heard is not asked about', () => {
    room.say('state-scope', { what: 'checkout', evidence: 'seen again' });
    expect(changed()).toBeUndefined();
  });

  test('a scheduled update that it made wrong is not sent, and that is said', () => {
    room.say('send-update', { status: 'Still so.', sendAt: iso(later(room.now, minutes(10))) });
    room.say('state-scope', { what: 'search' });
    room.pass(minutes(10));
    expect(types(room.system('come-due'))).toEqual(['UpdateWithdrawn']);
    expect(room.state.scheduled).toEqual([]);
  });
});

describe('C5: brief, structured, honest', () => {
  test('is drafted from the log, the same from the same', () => {
    room.catalog = {
      version: 1,
      services: [
        {
          name: 'checkout',
          tier: 1,
          owners: [],
          dependsOn: [],
          businessFunction: 'taking orders',
          population: null,
          regulated: false,
          vendor: null,
          signals: [],
          allClearWindowMs: null,
        },
      ],
    };
    room.say('state-scope', { what: 'search', status: 'not-affected' });
    room.say('state-scope', { what: 'mail', status: 'unknown' });
    room.say('change', { what: 'roll back 4.12', undo, touches: ['checkout'] });
    const name = (id: string): string => (id === ana ? 'Ana' : id);
    const from = { state: room.state, catalog: room.catalog, name } as const;
    const leaders = draftUpdate({ ...from, audience: 'leadership' });
    expect(leaders).toEqual(draftUpdate({ ...from, audience: 'leadership' }));
    expect(leaders).toEqual({
      status: 'There is a problem with checkout, and we are working to get it back.',
      know: 'Affected: checkout\nNot affected: search',
      doing: 'Ana: roll back 4.12',
      dontKnow: 'Whether mail is affected\nWhat caused it\nHow long it will take',
    });
    const customers = draftUpdate({ ...from, audience: 'customers' });
    expect(customers.status).toContain('taking orders');
    expect(JSON.stringify(customers)).not.toMatch(/Ana|4\.12/);
  });

  test('a correction is a new update, and what was promised is still owed', () => {
    room.say('send-update', { status: 'Orders fail in the EU.' });
    expectAccepted(room.say('send-update', { status: 'Orders fail in the US.', corrects: 'M1' }), 'UpdateSent');
    expect(room.state.updates.map(({ key, corrects }) => [key, corrects])).toEqual([
      ['M1', null],
      ['M2', 'M1'],
    ]);
    expect(room.state.promises.map(({ state }) => state)).toEqual(['open']);
    expectRefused(room.say('send-update', { status: 'x', corrects: 'M9' }), 'incident/item-not-found');
  });

  test('leaves at the time that was set, and promises the next from then', () => {
    const sendAt = later(room.now, minutes(10));
    expectAccepted(
      room.say('send-update', { status: 'Still so.', sendAt: iso(sendAt), nextInMs: minutes(30) }),
      'UpdateScheduled',
    );
    expect(timersOf(room.state, room.policy).map(({ key }) => key)).toContain('M1/send');
    room.pass(minutes(10));
    expect(types(room.system('come-due'))).toEqual(['UpdateSent', 'UpdatePromised']);
    expect(room.state.promises.at(-1)?.at).toBe(later(room.now, minutes(30)));
  });

  test('a scheduled one can be taken back; after the all-clear nothing is promised unasked', () => {
    room.say('send-update', { status: 'Still so.', sendAt: iso(later(room.now, minutes(20))) });
    expectAccepted(room.say('withdraw-update', { update: 'M1' }), 'UpdateWithdrawn');
    expectRefused(room.say('withdraw-update', { update: 'M1' }), 'incident/item-not-found');
    const over = ready(new Room({ severity: 'SEV-3' }));
    over.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    over.say('declare-all-clear', { statement: 'all well' });
    expect(over.state.phase).toBe('all-clear');
    expectAccepted(over.say('send-update', { status: 'It is over.' }), 'UpdateSent');
  });
});

describe('A5: leadership hears when there is a shape', () => {
  test('an update waits for confirmation and scope, and its words are kept', () => {
    const early = new Room();
    const outcome = early.say('send-update', { status: 'Something is wrong.' });
    expectHeld(outcome, 'A5', 'waits');
    expect(types(outcome)).toEqual(['UpdateDrafted', 'CommandHeld']);
    expect(early.state.drafts.leadership?.status).toBe('Something is wrong.');
    ready(early);
    expectAccepted(early.say('send-update', { status: 'Orders fail.' }), 'UpdateSent', 'UpdatePromised');
    expect(early.state.drafts.leadership).toBeUndefined();
  });

  test.each(['customers', 'internal', 'external'])('an update to %s never waits for it', (audience) => {
    const outcome = new Room().say('send-update', { status: 'We are looking into reports.', audience });
    expect(outcome.kind).toBe('accepted');
  });
});

describe('C6: no cause, blame or speculative timeline', () => {
  const guess = read({ marks: [{ kind: 'cause', words: 'looks like a bad deploy' }] });
  const eta = read({ marks: [{ kind: 'eta', words: 'back in 10 minutes' }] });

  test.each([
    ['a guess', guess],
    ['a forecast', eta],
    ['blame', read({ marks: [{ kind: 'blame', words: 'Kyle broke it' }] })],
    ['a cause told as a fact', read({ statedCauses: ['caused by the deploy'] })],
  ])('%s waits, and its words are kept', (_what, found) => {
    const outcome = room.say('send-update', { status: 'x' }, found);
    expect(outcome).toMatchObject({ kind: 'held', hold: { practice: 'C6', override: { by: 'communications-lead' } } });
    expect(types(outcome)).toEqual(['UpdateDrafted', 'CommandHeld']);
    expect(types(room.say('send-update', { status: 'x' }, found))).toEqual([]);
  });

  test('a cause may be named once a hypothesis says the same and is supported', () => {
    room.say('propose-hypothesis', { cause: 'the deploy of 4.12', thenAction: 'roll back' });
    expect(room.say('send-update', { status: 'x' }, guess).kind).toBe('held');
    room.say('rule-hypothesis', { hypothesis: 'H1', verdict: 'supported', evidence: 'errors began with it' });
    expect(room.say('send-update', { status: 'x' }, guess).kind).toBe('accepted');
    const other = read({ marks: [{ kind: 'cause', words: 'possibly a network fault' }] });
    expect(room.say('send-update', { status: 'x' }, other).kind).toBe('held');
  });

  test('the communications lead overrides it in one step, the commander too, and nobody else', () => {
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    room.say('join', {}, { by: ben });
    expectRefused(
      room.say('send-update', { status: 'x' }, { ...eta, by: ben, override: 'C6' }),
      'practice/override-not-yours',
    );
    room.say('assign-role', { role: 'communications-lead', person: ben }, person(ben));
    expectAccepted(
      room.say('send-update', { status: 'x' }, { ...eta, by: ben, override: 'C6' }),
      'GuardrailOverridden',
      'UpdateSent',
      'UpdatePromised',
    );
    expect(room.say('send-update', { status: 'x' }, { ...eta, override: 'C6' }).kind).toBe('accepted');
    expectHeld2(room.say('send-update', { status: 'x' }, { ...eta, by: ben }));
  });

  test('within five minutes of its time it only cautions: a late update is worse', () => {
    room.say('promise-update', { inMs: minutes(30) });
    room.pass(minutes(24));
    expect(room.say('send-update', { status: 'x' }, eta).kind).toBe('held');
    room.pass(minutes(2));
    expectCautions(room.say('send-update', { status: 'x' }, eta), 'C6/says');
  });

  const expectHeld2 = (outcome: unknown): void => {
    expect(outcome).toMatchObject({ kind: 'held', hold: { practice: 'C6' } });
  };
});

describe('D4: closing words wait for the all-clear', () => {
  const over = (sentence: string) => read({ closing: [{ word: 'resolved', sentence }] });

  test.each(['leadership', 'customers', 'internal'])('for %s', (audience) => {
    expectHeld(
      room.say('send-update', { status: 'It is resolved.', audience }, over('It is resolved.')),
      'D4',
      'closing-waits',
    );
  });

  test('what is back may be said of that item alone', () => {
    room.say('state-scope', { what: 'checkout', status: 'recovered', evidence: 'orders' });
    expect(room.say('send-update', { status: 'x' }, over('Checkout is resolved.')).kind).toBe('accepted');
    expect(room.say('send-update', { status: 'x' }, over('Everything is resolved.')).kind).toBe('held');
  });
});

describe('C4: protect the team', () => {
  test('questions queue, are answered in an update, and each is linked to its answer', () => {
    expectAccepted(room.decide('ask-question', { text: 'Is data lost?', by: 'CFO' }, { by: ben }), 'QuestionAsked');
    room.decide('ask-question', { text: 'Is data lost?', by: 'CEO' }, { by: ben });
    expectRefused(room.say('send-update', { status: 'x', answers: ['Q9: no'] }), 'incident/item-not-found');
    room.say('send-update', { status: 'Orders fail.', answers: ['q1: No data is lost.'] });
    room.say('set-question-aside', { question: 'Q2', reason: 'as Q1' });
    expect(room.state.questions.map(({ key, state, answer, answeredIn }) => [key, state, answer, answeredIn])).toEqual([
      ['Q1', 'answered', 'No data is lost.', 'M1'],
      ['Q2', 'set-aside', 'as Q1', null],
    ]);
  });

  test('a stakeholder is let in by the commander alone, who is cautioned', () => {
    expectRefused(room.say('admit-stakeholder', { person: ben }, person(ben)), 'incident/not-commander');
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    const outcome = room.say('admit-stakeholder', { person: ben }, person(ben));
    expectCautions(outcome, 'C4/says');
    expect(room.state.admitted).toEqual([ben]);
    expectRefused(room.say('admit-stakeholder', { person: ben }, person(ben)), 'incident/nothing-changes');
  });

  test('a brief is not shared of what is private', () => {
    const link = { link: 'l', name: 'CFO', expiresAt: later(room.now, hours(24)) };
    expectAccepted(room.decide('share-brief', link, {}), 'BriefShared');
    const secret = new Room({ private: true });
    expectRefused(secret.decide('share-brief', link, {}), 'incident/private-brief');
  });
});

describe('D4: a status page says that it is over no sooner', () => {
  const component = { key: 'shop', name: 'Web shop', description: '', group: null, service: 'checkout' };
  const page = {
    slug: 'p',
    visibility: 'public',
    components: [{ ...component, onlyShowIfDegraded: false }],
    groups: [],
  };
  const publish = (status: string, said: string, text = 'Orders fail.') =>
    room.say(
      'publish-status',
      { page: 'p', title: 'Orders fail', text, status, components: [`shop=${said}`] },
      { found: { page, prose: [] } as never },
    );

  test('resolved waits for the all-clear', () => {
    expectHeld(publish('resolved', 'partial_outage'), 'D4', 'closing-waits');
    expect(publish('working', 'partial_outage').kind).toBe('accepted');
  });

  test('a component is operational once its service is back', () => {
    expectHeld(publish('watching', 'operational'), 'D4', 'closing-waits');
    room.say('state-scope', { what: 'checkout', status: 'recovered', evidence: 'orders' });
    expect(publish('watching', 'operational').kind).toBe('accepted');
  });
});

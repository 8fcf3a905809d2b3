import { describe, expect, test } from 'vitest';
import type { IncidentEvent } from '../../src/domain/incident/event.ts';
import { timersOf } from '../../src/domain/incident/timers.ts';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import { later } from '../../src/domain/time.ts';
import { expectAccepted, Room } from './room.ts';
import { ana, ben, confirmed, declared, given, incidentId, midnight, personSubject } from './story.ts';

const commander: IncidentEvent = {
  type: 'RoleAssigned',
  body: { role: 'incident-commander', person: ana, by: 'taking-command' },
};
const alert = { fingerprint: 'aaaa', name: 'HighErrors', status: 'firing', startsAt: midnight } as const;
const waiver = { waiver: 'a rehearsal' };

describe('A2: confirm that the alert is real', () => {
  test('an incident starts unconfirmed and is confirmed with evidence', () => {
    given(declared()).when('confirm', { evidence: 'three failed orders' }).thenEvents('IncidentConfirmed');
  });
  test('it is confirmed once', () => {
    given(declared(), confirmed).when('confirm', { evidence: 'again' }).thenRefused('incident/wrong-phase');
  });
  test('it is dismissed with a reason, and a dismissal can be taken back', () => {
    const dismissal = { as: 'near-miss', reason: 'nobody was hurt', duplicateOf: null, answer: null } as const;
    const [event] = given(declared()).when('dismiss', dismissal).thenEvents('IncidentDismissed');
    given(declared(), event as IncidentEvent)
      .when('reopen', { reason: 'somebody was' })
      .thenEvents('IncidentReopened');
  });
  test('its clock is due ten minutes after it was declared, and again after each reopening', () => {
    const { state } = given(declared());
    expect(timersOf(state, defaultPolicy)).toEqual([
      { key: 'confirmation', dueAt: later(midnight, 600_000), verb: 'remind-confirmation' },
    ]);
    const after = timersOf(given(declared(), confirmed).state, defaultPolicy);
    expect(after.filter(({ verb }) => verb === 'remind-confirmation')).toEqual([]);
  });
  test('where nobody is there to be asked, the next step should be', () => {
    const rung = new Room({}, 'key:monitoring');
    expectAccepted(rung.system('remind-confirmation'), 'ConfirmationOverdue', 'NotDelivered');
    expect(rung.events.at(-1)?.body).toMatchObject({ to: 'next on-call step', reason: 'no-channel' });
  });
  test('the clock running out is said once', () => {
    const [overdue] = given(declared()).when('remind-confirmation', {}).thenEvents('ConfirmationOverdue');
    given(declared(), overdue as IncidentEvent)
      .when('remind-confirmation', {})
      .thenRefused('incident/nothing-changes');
  });
});

describe('D4: closing without an all-clear', () => {
  test('is held on SEV-1, and the hold is stored once', () => {
    const story = given(declared(), confirmed).when('close', waiver);
    story.thenHeld('D4');
    expect(story.outcome).toMatchObject({
      hold: {
        waits: 'practice/D4/close-waits',
        lifts: 'practice/D4/close-lifts',
        parameters: { number: '1', phase: 'confirmed' },
      },
    });
    const held = story.outcome.kind === 'held' ? story.outcome.events : [];
    expect(held).toMatchObject([{ type: 'CommandHeld', body: { practice: 'D4', command: 'close' } }]);
    const again = given(declared(), confirmed, ...held).when('close', waiver);
    expect(again.outcome).toMatchObject({ kind: 'held', events: [] });
  });
  test('is only cautioned on SEV-3', () => {
    const story = given(declared({ severity: 'SEV-3' }), confirmed).when('close', waiver);
    story.thenEvents('CommandCautioned', 'IncidentClosed');
    expect(story.outcome).toMatchObject({ cautions: [{ practice: 'D4' }] });
  });
  const override = { practice: 'D4', reason: 'the site is being torn down', secondedBy: null } as const;
  test('goes on with an override by the incident commander', () => {
    given(declared(), confirmed, commander)
      .when('close', waiver, { override })
      .thenEvents('GuardrailOverridden', 'IncidentClosed');
  });
  test('alone: whoever overrides where nobody commands takes command in the same act', () => {
    given(declared(), confirmed)
      .when('close', waiver, { override })
      .thenEvents('RoleAssigned', 'GuardrailOverridden', 'IncidentClosed');
  });
  test('is not overridden by somebody else, by a token, or under another practice', () => {
    const story = given(declared(), confirmed, commander);
    story.when('close', waiver, { override, by: personSubject(ben) }).thenRefused('practice/override-not-yours');
    story
      .when('close', waiver, { override, by: personSubject(ana, true) })
      .thenRefused('practice/override-through-token');
    story
      .when('close', waiver, { override: { ...override, practice: 'A1' } })
      .thenRefused('practice/override-mismatch');
  });
  test('follows the policy: shadow only counts, off says nothing', () => {
    const policy = (mode: 'shadow' | 'off') => ({ ...defaultPolicy, guardrails: { 'SEV-1': { D4: mode } } });
    const shadow = given(declared(), confirmed).when('close', waiver, { policy: policy('shadow') });
    shadow.thenEvents('CommandCautioned', 'IncidentClosed');
    expect(shadow.outcome).toMatchObject({ cautions: [] });
    given(declared(), confirmed)
      .when('close', waiver, { policy: policy('off') })
      .thenEvents('IncidentClosed');
  });
});

describe('what was done can always be recorded', () => {
  const closed: IncidentEvent = { type: 'IncidentClosed', body: waiver };
  test('a note and a file after closing', () => {
    given(declared(), confirmed, closed).when('note', { text: 'the disk had been full' }).thenEvents('NoteAdded');
    const file = { digest: 'd', name: 'graph.png', mediaType: 'image/png', sizeBytes: 3 };
    given(declared(), confirmed, closed)
      .when('attach', { file, text: '' }, { found: { file: true } })
      .thenEvents('FileAttached');
  });
  test('but nothing moves any more', () => {
    const story = given(declared(), confirmed, closed);
    story.when('set-severity', { severity: 'SEV-2', reason: '' }).thenRefused('incident/closed');
    story.when('join', {}, { by: personSubject(ben) }).thenRefused('incident/closed');
  });
});

describe('roles', () => {
  const active = { found: { person: { id: ben, active: true } } };
  test('an offer leaves the role where it is until it is accepted', () => {
    const offer = { role: 'incident-commander', to: ben, handover: 'checkout only' } as const;
    const [offered] = given(declared(), commander).when('offer-role', offer, active).thenEvents('RoleOffered');
    const story = given(declared(), commander, offered as IncidentEvent);
    expect(story.state.roles['incident-commander']?.person).toBe(ana);
    story.when('accept-role', { role: 'incident-commander' }).thenRefused('incident/role-not-offered');
    const [taken] = story
      .when('accept-role', { role: 'incident-commander' }, { by: personSubject(ben) })
      .thenEvents('RoleAssigned');
    const after = given(declared(), commander, offered as IncidentEvent, taken as IncidentEvent).state;
    expect(after.roles['incident-commander']?.person).toBe(ben);
    expect(after.offers).toEqual({});
  });
  test('leaving gives up the roles held', () => {
    const [left] = given(declared(), commander).when('leave', {}).thenEvents('ResponderLeft');
    expect(given(declared(), commander, left as IncidentEvent).state.roles).toEqual({});
  });
  test('nobody unknown or deactivated is given one', () => {
    const assign = { role: 'scribe', person: ben } as const;
    given(declared())
      .when('assign-role', assign, { found: { person: null } })
      .thenRefused('person/not-found');
    const gone = { found: { person: { id: ben, active: false } } };
    given(declared()).when('assign-role', assign, gone).thenRefused('person/not-found');
  });
});

describe('a security incident', () => {
  test('is private from its first line', () => {
    const [event] = given(declared()).when('set-kind', { kind: 'security' }).thenEvents('KindSet');
    const { state } = given(declared(), event as IncidentEvent);
    expect([state.private, state.members]).toEqual([true, [ana]]);
    const [back] = given(declared(), event as IncidentEvent)
      .when('set-kind', { kind: 'data' })
      .thenEvents('KindSet');
    expect(given(declared(), event as IncidentEvent, back as IncidentEvent).state.private).toBe(true);
  });
  test('does not merge into a public one', () => {
    const other = { ...given(declared({ number: '2' })).state, id: 'incident-2' };
    given(declared({ private: true }))
      .when('merge', { into: other.id, reason: '' }, { found: { other } })
      .thenRefused('incident/merge-target-private');
  });
});

describe('merging', () => {
  const survivor = { ...given(declared({ number: '2' })).state, id: 'incident-2' };
  test('ends the one and brings people, alerts and groups to the other', () => {
    given(declared({ alerts: [alert], group: 'g' }))
      .when('merge', { into: survivor.id, reason: 'same' }, { found: { other: survivor } })
      .thenEvents('IncidentMerged');
    const merged = given(declared({ alerts: [alert], group: 'g' })).state;
    const [absorbed] = given(declared({ number: '2' }))
      .when('absorb', { from: incidentId }, { found: { other: merged } })
      .thenEvents('IncidentAbsorbed');
    const after = given(declared({ number: '2' }), absorbed as IncidentEvent).state;
    expect([Object.keys(after.alerts), after.groups, after.absorbed]).toEqual([['aaaa'], ['g'], [incidentId]]);
  });
  test('with itself, or into one that ended, is refused', () => {
    const story = given(declared());
    story
      .when('merge', { into: incidentId, reason: '' }, { found: { other: story.state } })
      .thenRefused('incident/merge-with-itself');
    const ended = { ...survivor, phase: 'closed' as const };
    story
      .when('merge', { into: ended.id, reason: '' }, { found: { other: ended } })
      .thenRefused('incident/merge-target-closed');
  });
});

describe('alerts', () => {
  test('are attached once, and only attached ones change', () => {
    const story = given(declared({ alerts: [alert] }));
    story.when('attach-alerts', { alerts: [alert] }).thenRefused('incident/nothing-changes');
    const change = (status: 'resolved' | 'lapsed' | 'firing', fingerprint = 'aaaa') => ({
      changes: [{ fingerprint, name: 'HighErrors', status, at: midnight }],
    });
    const [resolved] = story.when('change-alerts', change('resolved')).thenEvents('AlertsChanged');
    expect(given(declared({ alerts: [alert] }), resolved as IncidentEvent).state.alerts['aaaa']?.status).toBe(
      'resolved',
    );
    story.when('change-alerts', change('firing')).thenRefused('incident/nothing-changes');
    story.when('change-alerts', change('lapsed', 'bbbb')).thenRefused('incident/nothing-changes');
    story.when('detach-alerts', { fingerprints: ['bbbb'], reason: '' }).thenRefused('incident/alert-not-attached');
  });
});

describe('D1: impact', () => {
  test('cannot end before it started, whichever is said first', () => {
    const story = given(declared());
    const [started] = story.when('start-impact', { at: midnight, evidence: 'export' }).thenEvents('ImpactStarted');
    given(declared(), started as IncidentEvent)
      .when('end-impact', { at: later(midnight, -1), evidence: 'x' })
      .thenRefused('incident/ended-before-started');
    const [ended] = given(declared(), started as IncidentEvent)
      .when('end-impact', { at: null, evidence: 'x' })
      .thenEvents('ImpactEnded');
    given(declared(), started as IncidentEvent, ended as IncidentEvent)
      .when('start-impact', { at: later(midnight, 7_200_000), evidence: 'x' })
      .thenRefused('incident/ended-before-started');
  });
});

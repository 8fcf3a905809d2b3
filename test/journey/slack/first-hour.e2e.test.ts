import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bot, type SlackCall } from '../../harness/slack.ts';
import { buttonOf, opening, openSlackStage, type SlackStage, soon } from './stage.ts';

const minute = 60_000;

let stage: SlackStage;
beforeAll(async () => {
  stage = await openSlackStage({ announceChannel: '#incidents' });
}, 60_000);
afterAll(() => stage.close());

/** Each part goes on from the one before: after one that failed there is nothing to try. */
let failed = false;
beforeEach(({ skip, onTestFailed }) => {
  skip(failed, 'an earlier part failed');
  onTestFailed(() => void (failed = true));
});
afterEach(() => expect(stage.slack.faults).toEqual([]));

let room = '';
let pinned = '';

const types = async (): Promise<string[]> => (await stage.events()).map(({ type }) => type);
const last = async (type: string) => (await stage.events()).findLast((event) => event.type === type);
const actor = (person: { id: string }): string => `person:${person.id}`;
const posts = (): SlackCall[] => stage.slack.of('chat.postMessage').filter(({ args }) => args.channel === room);
const whispers = (user: string): SlackCall[] =>
  stage.slack.of('chat.postEphemeral').filter(({ args }) => args.user === user);
const standing = (): SlackCall[] => [...posts().slice(0, 1), ...stage.slack.of('chat.update')];

/** Types a line, and gives what whoever typed it is shown. */
async function typed(user: string, text: string): Promise<string> {
  const { status, text: body, tookMs } = await stage.sender.command(user, room || 'CSOME', text);
  expect(status).toBe(200);
  expect(tookMs).toBeLessThan(3000);
  return body;
}

/** Does something that the person alone is answered, and waits for the answer. */
async function whispered(user: string, act: () => Promise<{ status: number; tookMs: number }>): Promise<SlackCall> {
  const before = whispers(user).length;
  const began = performance.now();
  const { status, tookMs } = await act();
  expect(status).toBe(200);
  expect(tookMs).toBeLessThan(3000);
  await expect.poll(() => whispers(user).length, soon).toBe(before + 1);
  expect(performance.now() - began).toBeLessThan(10_000);
  return whispers(user).at(-1) as SlackCall;
}

/** Presses a button that opens a form, and fills it in. */
async function form(user: string, value: string, answers: Readonly<Record<string, string>>): Promise<SlackCall> {
  const before = stage.slack.of('views.open').length;
  expect((await stage.sender.press(user, room, value)).status).toBe(200);
  await expect.poll(() => stage.slack.of('views.open').length, soon).toBe(before + 1);
  const opened = stage.slack.of('views.open').at(-1) as SlackCall;
  return whispered(user, () => stage.sender.submit(user, opened, answers));
}

/** A button on the message that says how things stand, once it is there. */
async function onStanding(label: string): Promise<string> {
  const there = (): boolean =>
    standing()
      .at(-1)
      ?.buttons.some((button) => button.label === label) ?? false;
  await expect.poll(there, soon).toBe(true);
  return buttonOf(standing(), label);
}

describe('the first hour, without leaving Slack', () => {
  test('the channel is tested before it is needed', async () => {
    stage.slack.expect('chat.postMessage');
    const answer = await stage.server.owner.send('POST', `/api/channels/${stage.channel}/test`, { to: '#incidents' });
    expect(answer.body).toEqual({ sent: true, outcome: 'sent' });
    expect(stage.slack.of('chat.postMessage')[0]?.args).toMatchObject({ channel: '#incidents' });
  });

  test('a line declares; a room is made, which says how it works and what becomes of what is said', async () => {
    stage.slack.expect(...opening, 'users.info', 'users.lookupByEmail', 'conversations.invite', 'chat.update');
    const shown = await typed('UANA', 'declare "Checkout fails" --severity SEV-1');
    expect(shown).toContain('declared SEV-1: Checkout fails');
    await expect.poll(() => stage.slack.of('conversations.invite').length, soon).toBe(1);
    expect(await last('IncidentDeclared')).toMatchObject({ actor: actor(stage.ana) });
    const [row] = await stage.database.query<{ room: string; name: string; pinned: string; number: string }>(
      `select r.room, r.name, r.pinned, i.number from allclear.chat_room r
        join allclear.incident_list_v1 i on i.incident = r.incident`,
    );
    room = row?.room ?? '';
    pinned = row?.pinned ?? '';
    expect(row?.name).toBe(`inc-${row?.number}-checkout-fails`);
    expect(posts()[0]?.shown).toContain('side transcript');
    expect(posts()[0]?.shown).toContain('30 days');
    expect(posts()[0]?.shown).toContain(`${stage.server.url}/incidents/${row?.number}`);
    expect(stage.slack.of('pins.add')[0]?.args).toMatchObject({ channel: room, timestamp: pinned });
    const picture = await stage.server.owner.get<{ channels: { chat: string } }>(
      `/api/incidents/${row?.number}/picture`,
    );
    expect(picture.body.channels.chat).toBe(`#${row?.name}`);
    await expect
      .poll(() => stage.slack.of('chat.postMessage').filter(({ args }) => args.channel === '#incidents').length, soon)
      .toBe(2);
  });

  test('A2, A6: it is confirmed with evidence and somebody takes command, by buttons', async () => {
    stage.slack.expect('views.open', 'chat.postEphemeral');
    await form('UANA', await onStanding('Confirm…'), { evidence: 'Three orders of my own failed' });
    const answer = await whispered('UANA', async () =>
      stage.sender.press('UANA', room, await onStanding('Take command')),
    );
    expect(answer.shown).toContain('Ana is incident-commander');
    expect(await last('IncidentConfirmed')).toMatchObject({ actor: actor(stage.ana) });
    expect(await last('RoleAssigned')).toMatchObject({ actor: actor(stage.ana) });
  });

  test('B1: a cause before the scope is held for its author alone; scope lifts it', async () => {
    const before = posts().length;
    const shown = await typed('UANA', 'propose-hypothesis "the pool of payments is exhausted"');
    expect(shown).toContain('B1');
    expect(shown).toContain('What lifts it');
    const held = JSON.parse(shown) as {
      response_type: string;
      blocks: { elements?: { value: string; text: { text: string } }[] }[];
    };
    expect(held.response_type).toBe('ephemeral');
    const scope = held.blocks
      .flatMap(({ elements = [] }) => elements)
      .find(({ text }) => text.text.startsWith('Say what'));
    await form('UANA', scope?.value ?? '', { what: 'checkout', status: 'affected', evidence: 'every order fails' });
    expect((await types()).slice(-3)).toEqual(['CommandHeld', 'ScopeStated', 'CauseReturned']);
    expect(posts().length, 'nobody else was told').toBe(before);
  });

  test('B6: a change is held while another is under way, and overridden in one step with a reason', async () => {
    expect(
      await typed(
        'UANA',
        'change "raise the pool to 64" --undo "set it back" --touches payments --expected-within 5min',
      ),
    ).toContain('C1 started');
    const shown = await typed('UANA', 'change "restart payments" --undo "none needed" --touches payments');
    expect(shown).toContain('B6');
    expect(shown).toContain('Queue C2');
    const past = /"value":"(\{\\"do\\":\\"past\\"[^}]*\})"/.exec(shown)?.[1] ?? '';
    const answer = await form('UANA', JSON.parse(`"${past}"`) as string, { reason: 'the first one cannot help here' });
    expect(answer.shown).toContain('B6 overridden for C2: the first one cannot help here');
    expect(await last('GuardrailOverridden')).toMatchObject({ actor: actor(stage.ana) });
    expect((await types()).filter((type) => type === 'ChangeStarted').length).toBe(2);
  });

  test('what is pinned is its author’s note at its own time; what is only said stays beside the log', async () => {
    const written = stage.now() - 90_000;
    const message = { user: 'UBEN', text: 'Logs show &lt;timeouts&gt; since 14:02', ts: stage.slack.stamp(written) };
    const told = await whispered('UANA', () => stage.sender.pin('UANA', room, message));
    expect(told.shown).toContain('Logs show &lt;timeouts&gt; since 14:02 (pinned by Ana)');
    const note = await last('NoteAdded');
    expect(note).toMatchObject({ actor: actor(stage.ben) });
    expect(note?.happened.getTime()).toBe(Math.floor(Number(message.ts) * 1000));
    const before = (await types()).length;
    await stage.sender.pin('UANA', room, message);
    const ts = stage.slack.stamp();
    await stage.sender.say('UBEN', room, ts, 'coffee?');
    await stage.sender.say('UBEN', room, ts, 'coffee?', { 'x-again': true });
    expect((await types()).length).toBe(before);
    const said = await stage.database.query<{ sealed: string; days: number }>(
      `select encode(text_sealed, 'hex') as sealed, extract(day from purge_at - said_at)::integer as days
        from allclear.chat_said`,
    );
    expect(said).toHaveLength(1);
    expect(said[0]?.sealed).not.toContain(Buffer.from('coffee').toString('hex'));
    expect(said[0]?.days).toBe(30);
    await whispered('UBEN', () =>
      stage.sender.say('UBEN', room, stage.slack.stamp(), `<@${bot}> I look at the carrier`),
    );
    expect(await last('NoteAdded')).toMatchObject({ actor: actor(stage.ben) });
  });

  test('B7: five minutes later what happened comes in one post; the observation is a button and a reply', async () => {
    const before = posts().length;
    await stage.pass(6 * minute);
    await expect.poll(types, soon).toContain('EffectDue');
    await expect.poll(() => posts().length, soon).toBe(before + 1);
    const post = posts().at(-1) as SlackCall;
    expect(post.shown).toContain('C1 started');
    expect(post.shown).toContain('confirmed: Three orders of my own failed');
    const answer = await whispered('UBEN', async () =>
      stage.sender.press('UBEN', room, buttonOf([post], 'C1 no effect')),
    );
    expect(answer.shown).toContain('C1 no effect');
    await whispered('UBEN', () => stage.sender.answer('UBEN', room, stage.slack.stamp(), pinned, 'still 64 in use'));
    await whispered('UANA', () =>
      stage.sender.answer('UANA', room, stage.slack.stamp(), pinned, 'C2 improved: orders go through'),
    );
    const observed = (await stage.events()).filter(({ type }) => type === 'ChangeObserved');
    expect(observed.map((event) => event.actor)).toEqual([actor(stage.ben), actor(stage.ben), actor(stage.ana)]);
    expect(posts().length).toBe(before + 1);
  });

  test('a hand-over is offered to one person, who accepts it by a button', async () => {
    const before = whispers('UBEN').length;
    await typed('UANA', 'offer-role incident-commander <@UBEN|ben> "C2 worked; leadership hears in 10 min"');
    await expect.poll(() => whispers('UBEN').length, soon).toBe(before + 1);
    const offer = whispers('UBEN').at(-1) as SlackCall;
    expect(offer.shown).toContain('leadership hears in 10 min');
    const accept = buttonOf([offer], 'Accept incident commander');
    const refused = await whispered('UANA', () => stage.sender.press('UANA', room, accept));
    expect(refused.shown).toContain('No open offer');
    await whispered('UBEN', () => stage.sender.press('UBEN', room, accept));
    expect(await last('RoleAssigned')).toMatchObject({ actor: actor(stage.ben) });
  });

  test('C2: a promise is reminded of, and kept by a button with the draft', async () => {
    const recipients = [{ name: 'Leaders', channel: 'Slack', address: '#leaders' }];
    const applied = await stage.server.owner.send('PUT', '/api/settings/communications', {
      version: 0,
      document: { recipients },
    });
    expect(applied.status).toBe(200);
    await typed('UBEN', 'promise-update --audience leadership --in 10min');
    await stage.pass(5.5 * minute);
    await expect.poll(types, soon).toContain('UpdateReminded');
    await expect.poll(() => posts().at(-1)?.shown, soon).toContain('Ben is incident-commander');
    await stage.pass(5.5 * minute);
    await expect.poll(types, soon).toContain('UpdateDue');
    const send = await onStanding('Send the draft to leadership');
    await expect
      .poll(
        () =>
          posts()
            .at(-1)
            ?.buttons.map(({ label }) => label),
        soon,
      )
      .toContain('Told leadership…');
    const answer = await whispered('UBEN', () => stage.sender.press('UBEN', room, send));
    expect(answer.shown).toContain('update to leadership');
    expect(await last('UpdateSent')).toMatchObject({ actor: actor(stage.ben) });
    const heard = (): SlackCall | undefined =>
      stage.slack.of('chat.postMessage').find(({ args }) => args.channel === '#leaders');
    await expect.poll(() => heard()?.shown, soon).toContain('What we know');
    expect(heard()?.shown).toContain('Affected: checkout');
    expect(heard()?.shown).toContain('Next update at');
    expect(
      [...posts(), ...standing()].flatMap(({ buttons }) => buttons).some(({ label }) => /snooze/i.test(label)),
    ).toBe(false);
  });

  test('D4: the all-clear is declared in Slack, on what people saw', async () => {
    await typed('UBEN', 'add-signal "orders go through"');
    for (const [user, saw] of [
      ['UBEN', 'ten orders'],
      ['UANA', 'my own order'],
      ['UBEN', 'a hundred orders'],
    ] as const) {
      expect(await typed(user, `observe-signal S1 "${saw}"`)).toContain('S1 seen healthy');
      await stage.pass(6 * minute);
    }
    expect(await typed('UBEN', 'all-clear "Checkout is back"')).toContain('all-clear');
    expect(await last('AllClearDeclared')).toMatchObject({ actor: actor(stage.ben) });
    await stage.pass(6 * minute);
    await expect.poll(() => posts().at(-1)?.shown, soon).toContain('all-clear');
  });

  test('nobody was told unasked more than once in five minutes, and Slack was called as announced', () => {
    const times = posts().map(({ at }) => at);
    const apart = times.slice(1).map((at, index) => at - (times[index] as number));
    expect(times.length).toBeGreaterThan(3);
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(5 * minute - 200);
    expect(stage.slack.problems()).toEqual([]);
  });
});

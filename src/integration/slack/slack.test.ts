import { WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { ForbiddenAddress } from '../address.ts';
import { blocksOf, viewOf } from './blocks.ts';
import { failureOf } from './call.ts';
import { letterMessage } from './letter.ts';
import { addressOf } from './link.ts';
import { channelNames } from './name.ts';
import { readRequest, unmarked } from './read.ts';
import { isSigned, signatureOf } from './signature.ts';

describe('the signature', () => {
  const body = Buffer.from('token=x&team_id=T1');

  test('is the one that Slack’s own documentation gives as its example', () => {
    const example = Buffer.from(
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    );
    expect(signatureOf('8f742231b10e8888abcd99yyyzzz85a5', '1531420618', example)).toBe(
      'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    );
  });

  test.each([
    ['as it was made', {}, true],
    ['five minutes old', { now: 1_531_420_618_000 + 300_000 }, true],
    ['older', { now: 1_531_420_618_000 + 301_000 }, false],
    ['from the future', { now: 1_531_420_618_000 - 301_000 }, false],
    ['of other bytes', { body: Buffer.from('token=y') }, false],
    ['with another secret', { secret: 'other' }, false],
    ['without a secret', { secret: '' }, false],
    ['without a time', { timestamp: '' }, false],
    ['without a signature', { signature: '' }, false],
    ['with a time that is none', { timestamp: '1531420618 ' }, false],
  ])('%s', (_what, change, good) => {
    const timestamp = '1531420618';
    const given = {
      secret: 'secret',
      timestamp,
      signature: signatureOf('secret', timestamp, body),
      body,
      now: 1_531_420_618_000,
      ...change,
    };
    expect(isSigned(given.secret, given, given.body, given.now)).toBe(good);
  });
});

describe('the name of a channel', () => {
  const named = (title: string, number = '41', secret = false): string =>
    channelNames({ number, title, private: secret })[0] ?? '';

  test.each([
    ['Checkout fails', 'inc-41-checkout-fails'],
    ['  Zahlung für Käufer: 50 % Fehler!  ', 'inc-41-zahlung-fur-kaufer-50-fehler'],
    ['支払い', 'inc-41'],
    ['', 'inc-41'],
  ])('%s → %s', (title, name) => expect(named(title)).toBe(name));

  test('is short enough with a number at its end, and says nothing of a private incident', () => {
    const names = channelNames({ number: '41', title: 'long '.repeat(60), private: false });
    expect(Math.max(...names.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(new Set(names).size).toBe(names.length);
    expect(named('Salaries leaked', 'X7K2P9', true)).toBe('inc-x7k2p9');
  });
});

test.each([
  ['a full member', {}, 'a@example.org'],
  ['of another workspace', { team_id: 'T2' }, null],
  ['a guest', { is_restricted: true }, null],
  ['a guest of one channel', { is_ultra_restricted: true }, null],
  ['a stranger', { is_stranger: true }, null],
  ['a robot', { is_bot: true }, null],
  ['deleted', { deleted: true }, null],
  ['with an address that nobody confirmed', { is_email_confirmed: false }, null],
  ['without an address', { profile: {} }, null],
])('the address of a user: %s', (_who, more, address) => {
  expect(addressOf({ team_id: 'T1', profile: { email: 'a@example.org' }, ...more }, 'T1')).toBe(address);
});

test.each([
  [new WebAPIPlatformError({ ok: false, error: 'ratelimited' }), { kind: 'retry', reason: 'rate-limited' }],
  [new WebAPIRateLimitedError(7), { kind: 'retry', reason: 'rate-limited', afterMs: 7000 }],
  [new WebAPIPlatformError({ ok: false, error: 'internal_error' }), { kind: 'retry', reason: 'server-error' }],
  [new WebAPIPlatformError({ ok: false, error: 'invalid_auth' }), { kind: 'gave-up', reason: 'refused' }],
  [new WebAPIPlatformError({ ok: false, error: 'channel_not_found' }), { kind: 'gave-up', reason: 'refused' }],
  [new WebAPIRequestError(new DOMException('late', 'TimeoutError') as Error), { kind: 'retry', reason: 'timeout' }],
  [new WebAPIRequestError(new ForbiddenAddress('x')), { kind: 'gave-up', reason: 'forbidden-address' }],
  [new Error('anything'), { kind: 'retry', reason: 'unreachable' }],
])('what a failure means: %s', (error, sent) => {
  expect(failureOf(error)).toMatchObject(sent);
});

describe('what is shown', () => {
  const message = { title: null, text: 'a', parts: [], buttons: [], foot: null };

  test('nothing that people wrote can mention or link', () => {
    const { text, blocks } = blocksOf({ ...message, text: '<!channel> & <https://evil|click>' });
    expect(text).toBe('&lt;!channel&gt; &amp; &lt;https://evil|click&gt;');
    expect(JSON.stringify(blocks)).not.toMatch(/<[!@#h]/);
  });

  test('stays within what Slack takes', () => {
    const buttons = Array.from({ length: 12 }, (_each, index) => ({
      label: 'x'.repeat(100),
      does: String(index),
      style: 'plain' as const,
    }));
    const { blocks } = blocksOf({ ...message, title: 'x'.repeat(400), text: 'x'.repeat(9000), buttons });
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'actions', 'actions', 'actions']);
    expect(Math.max(...[...JSON.stringify(blocks).matchAll(/x+/g)].map(([each]) => each.length))).toBeLessThan(3000);
    const form = { title: 'A title that is much too long', lead: '', submit: 'Say it', fields: [], does: '{}' };
    expect((viewOf(form, 'C1').title as { text: string }).text.length).toBeLessThanOrEqual(24);
  });

  test('an update has its parts, and when the next one comes', () => {
    const update = { status: 'Orders fail', know: 'Since 14:02', doing: '', dontKnow: 'Why', nextAt: null };
    const letter = { type: 'update.sent', subject: '[41] Checkout', text: 'plain', data: { update } };
    expect(letterMessage(letter as never)).toMatchObject({
      title: '[41] Checkout',
      text: 'Orders fail',
      parts: [
        { heading: 'What we know', body: 'Since 14:02' },
        { heading: 'What we do not know yet', body: 'Why' },
      ],
      foot: 'This is the last update that was promised.',
    });
  });
});

describe('what comes in', () => {
  const now = Date.now();
  const timestamp = String(Math.floor(now / 1000));
  const read = (way: string, text: string) => {
    const body = Buffer.from(text);
    const headers = {
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf('s', timestamp, body),
    };
    return readRequest({ way, headers, body }, 's', now);
  };
  const event = (more: object) => read('events', JSON.stringify({ type: 'event_callback', event: more }));
  const message = { type: 'message', channel: 'C1', user: 'U1', text: 'hi', ts: '1700000000.000100' };

  test('robots, joins and changes are nobody’s words', () => {
    const nobody = { kind: 'answer', body: '' };
    expect(event({ ...message, bot_id: 'B1' })).toEqual(nobody);
    expect(event({ ...message, subtype: 'channel_join' })).toEqual(nobody);
    expect(event({ ...message, subtype: 'message_changed' })).toEqual(nobody);
    expect(event({ type: 'reaction_added' })).toEqual(nobody);
  });

  test('a reply knows whose message it answers', () => {
    const replied = { ...message, thread_ts: '1699999999.000100', parent_user_id: 'UBOT' };
    expect(event(replied)).toMatchObject({ act: { kind: 'said', repliesTo: 'UBOT', at: 1_700_000_000_000 } });
    expect(event({ ...message, thread_ts: message.ts })).toMatchObject({ act: { repliesTo: null } });
  });

  test('Slack’s marks are taken off, save people', () => {
    expect(unmarked('<@U1|ana> see <https://a.example|a> &lt;b&gt; &amp; <mailto:c@d.e|c@d.e> <!here> <#C1|x>')).toBe(
      '<@U1> see https://a.example <b> & c@d.e @here #x',
    );
    expect(unmarked('&lt;@U2&gt;'), 'what was only written is no mention').toBe('<@U2>');
  });

  test('what is no form of ours is let go', () => {
    const payload = JSON.stringify({ type: 'shortcut', callback_id: 'x' });
    expect(read('interactions', new URLSearchParams({ payload }).toString())).toEqual({ kind: 'answer', body: '' });
    expect(read('interactions', 'payload=%7B').kind).toBe('unreadable');
    expect(read('elsewhere', '{}').kind).toBe('unreadable');
  });
});

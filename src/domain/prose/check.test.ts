import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkProse } from './check.ts';
import { proseModes, type Lexicon } from './finding.ts';

const kindsOf = (text: string, mode: (typeof proseModes)[number] = 'live', lexicon?: Lexicon): string[] =>
  checkProse(text, { mode, lexicon }).findings.map(({ kind }) => kind);

describe('C6: no cause, blame or forecast in what is said outside', () => {
  test.each([
    ['We will have everything back within the hour.', 'eta'],
    ['Service should be normal again shortly.', 'eta'],
    ['We hope to have this fixed.', 'eta'],
    ['We believe a bad config push is behind the errors.', 'cause'],
    ['Looks like the disk on the primary is full.', 'cause'],
    ['Sam forgot to renew the certificate.', 'blame'],
    ['Our DNS vendor let us down again.', 'blame'],
  ])('%s', (text, kind) => {
    expect(kindsOf(text)).toEqual([kind]);
  });

  test.each([
    'The next update comes at 15:00 UTC.',
    'We do not have an ETA.',
    'Requests were slow for 20 minutes.',
    'The planned maintenance will be over by 04:00 UTC.',
    'The cause is not known yet.',
    'We believe that 3% of customers are affected.',
    'Service appears to be recovering.',
    'We have ruled out the deploy.',
    'Mark failed over the primary.',
    'We are working with our provider.',
    'AWS us-east-1 is having elevated errors.',
  ])('says nothing of: %s', (text) => {
    expect(kindsOf(text)).toEqual([]);
  });

  test('points at the words, not at the whole text', () => {
    const text = 'Logins fail in Europe. The fix should be live within 20 minutes. Next update at 15:00.';
    const [finding] = checkProse(text, { mode: 'live' }).findings;
    expect(text.slice(finding?.start, finding?.end)).toBe('fix should be live within 20 minutes');
  });

  test('each mode looks for its own kinds', () => {
    const text = 'The root cause was human error. It should be fixed soon. Looks like DNS. Sam broke the build.';
    expect(kindsOf(text, 'live')).toEqual(['eta', 'cause', 'blame']);
    expect(kindsOf(text, 'log')).toEqual(['eta', 'blame']);
    expect(kindsOf(text, 'postmortem')).toEqual(['vague-root-cause', 'blame']);
  });
});

describe('swapping what a sentence is about keeps its findings', () => {
  const people = [
    'Dave',
    'Xiulan',
    'Oyelaran',
    'Maria Gomez',
    '@lena',
    'The DBA',
    'A contractor',
    'Our hosting provider',
  ];
  test.each(people)('%s', (who) => {
    expect(kindsOf(`${who} pushed the change without testing it and took down checkout.`)).toEqual(['blame']);
    expect(kindsOf(`${who} is restarting the proxy.`)).toEqual([]);
    expect(kindsOf(`The login page broke because ${who} ignored the alerts.`)).toEqual(['blame']);
  });
  test.each(['15:00 UTC', '3pm PT', '9:30 AM EST', 'tomorrow morning', 'Monday', 'noon'])('by %s', (when) => {
    expect(kindsOf(`Service will be restored by ${when}.`)).toEqual(['eta']);
    expect(kindsOf(`Service was restored by ${when}.`)).toEqual([]);
  });
  test.each(['checkout', 'the billing API', 'search', 'Marlin', 'the EU region'])('%s', (what) => {
    expect(kindsOf(`The failures in ${what} are probably caused by a bad deploy.`)).toEqual(['cause']);
    expect(kindsOf(`We are investigating errors in ${what}.`)).toEqual([]);
  });

  test('names of the organisation count even in lower case', () => {
    const lexicon = { people: ['Nim Ostro'], teams: ['blue whale'], vendors: ['acmenet'], services: ['marlin'] };
    for (const who of ['nim', 'nim ostro', 'blue whale', 'acmenet']) {
      expect(kindsOf(`${who} broke the login again`, 'log', lexicon), who).toEqual(['blame']);
    }
    expect(kindsOf('marlin crashed the host', 'log', lexicon)).toEqual([]);
  });
});

describe('other languages are not checked', () => {
  test.each([
    'Wir gehen davon aus, dass der Dienst in den nächsten 30 Minuten wieder verfügbar ist.',
    'Nous pensons que le service sera rétabli dans les prochaines heures.',
    'El servicio se restablecerá en breve y estamos trabajando con el proveedor.',
    '我们预计服务将在一小时内恢复。',
  ])('%s', (text) => {
    expect(checkProse(text, { mode: 'live' })).toEqual({ language: 'not-checked', findings: [] });
  });
  test.each(['ETA 20 min', 'Probably DNS.', 'db-2 disk full', '5xx down to 0.2%', ''])('“%s” is English', (text) => {
    expect(checkProse(text, { mode: 'live' }).language).toBe('english');
  });
});

describe('any text', () => {
  const words = fc.constantFrom(
    ...'we should be back soon Dave broke due to a bug it looks like caused by , . : " — the provider in 20 minutes 15:00 \n ` constructor __proto__ İ 🚒 can’t'.split(
      ' ',
    ),
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words, { maxLength: 60 }).map((list) => list.join(' ')),
  );
  const modes = fc.constantFrom(...proseModes);

  test('is taken, the same each time, with offsets inside it', () => {
    fc.assert(
      fc.property(texts, modes, (text, mode) => {
        const report = checkProse(text, { mode });
        for (const { start, end } of report.findings) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        expect(checkProse(text, { mode })).toEqual(report);
      }),
      { numRuns: 500 },
    );
  });

  const marked = ['We should be back soon.', 'Looks like a bad deploy.', 'Sam forgot to renew it.'];
  const clean = ['Next update at 15:00 UTC.', 'Kyle is restarting the proxy.', 'Error rate fell to 0.2%.'];
  test('keeps its findings when a clean sentence stands before or after', () => {
    fc.assert(
      fc.property(fc.constantFrom(...marked), fc.constantFrom(...clean), (one, other) => {
        const alone = checkProse(one, { mode: 'live' }).findings;
        expect(checkProse(`${one} ${other}`, { mode: 'live' }).findings).toEqual(alone);
        const moved = other.length + 1;
        expect(checkProse(`${other} ${one}`, { mode: 'live' }).findings).toEqual(
          alone.map((finding) => ({ ...finding, start: finding.start + moved, end: finding.end + moved })),
        );
      }),
    );
  });

  test.each([
    'a b. ',
    'we believe ',
    'due to a ',
    '.',
    '1 ',
    'the on-call ',
    'We should. ',
    '`',
    'a-',
    'in the next few ',
  ])('of 100,000 characters of “%s” is done within a second', (part) => {
    const text = part.repeat(Math.floor(100_000 / part.length));
    checkProse('We should be back soon.', { mode: 'live' });
    const began = performance.now();
    checkProse(text, { mode: 'live' });
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

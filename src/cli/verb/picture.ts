import type { Command } from 'commander';
import type { EndpointReply } from '../../api/endpoint-table.ts';
import type { NameOf } from '../../text/entry.ts';
import { duration, figure } from '../../text/measure.ts';
import { clientFor, incidentFor, print } from '../context.ts';
import { columns, moment } from '../table.ts';

type Picture = EndpointReply<'showPicture'>;
type Prompts = EndpointReply<'showNext'>['items'];
type Measures = EndpointReply<'showMeasures'>;

const over = new Set(['observed', 'abandoned', 'rolled-back']);

const aside = (text: string): string => (text === '' ? '' : ` (${text})`);

const promptText = ({ practice, says, command }: Prompts[number]): string =>
  `${practice}  ${says}\n    allclear ${command}`;

/** A heading with its lines, or nothing: what is empty is not shown. */
const section = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`${heading}\n${lines.map((line) => `  ${line}`).join('\n')}`];

function scopeLines({ scope, evidence, instruments }: Picture): string[] {
  return [
    ...scope.map(({ name, status, boundary }) => `${name} ${status}${aside(boundary)}`),
    ...evidence.map(({ key, claim, works, stale, contradicted }) => {
      const doubt = contradicted ? ', contradicted by its signal' : stale ? ', stale' : '';
      return `${key} ${works ? 'works' : 'does not work'}${doubt}: ${claim}`;
    }),
    ...instruments.map(
      ({ name, health, because }) => `instrument ${name} ${health}${health === 'fresh' ? '' : aside(because)}`,
    ),
  ];
}

function workLines({ hypotheses, parked, changes, workarounds, waits, restore }: Picture, name: NameOf): string[] {
  return [
    ...hypotheses.map(({ key, cause, verdict }) => `${key} ${verdict}: ${cause}`),
    ...parked.flatMap(({ key, cause, until, returned }) =>
      returned ? [] : [`${key} parked until ${until}: ${cause}`],
    ),
    ...changes.flatMap(({ key, state, result, what, effects }) => [
      `${key} ${over.has(state) && result ? `${state}, ${result}` : state}: ${what}`,
      ...effects.map(({ says }) => `  ${says}`),
    ]),
    ...workarounds.flatMap(({ key, what, endedAt, owner }) =>
      endedAt === null ? [`${key} workaround: ${what}${owner === null ? '' : `, owner ${name(owner)}`}`] : [],
    ),
    ...waits.flatMap(({ key, on, nextChaseAt, endedAt }) =>
      endedAt === null ? [`${key} waiting on ${on}, next chase ${moment(nextChaseAt)}`] : [],
    ),
    ...restore.steps.map(({ service, state }) => `restore ${service}: ${state}`),
  ];
}

function clockLines({ signals, clock, promises }: Picture): string[] {
  return [
    ...(clock === null ? [] : [clock.says]),
    ...signals.map(({ key, name, healthy, status, last, cleanMs, restarts, proof }) => {
      const value =
        healthy === null ? 'watched by people' : `${figure(last)}, healthy ${healthy}, clean for ${duration(cleanMs)}`;
      const again = restarts === 0 ? '' : `, the clock was restarted ${restarts === 1 ? 'once' : `${restarts} times`}`;
      return `${key} ${name} ${status}: ${value}${again}${proof === 'none' ? ', never seen to move' : ''}`;
    }),
    ...promises.flatMap(({ key, audience, at, state, missed }) =>
      state === 'open' ? [`${key} next update to ${audience} ${moment(at)}${missed ? ', missed' : ''}`] : [],
    ),
  ];
}

/** Where people work; what has not come back from elsewhere. */
function placeLines({ channels, sideChannels }: Picture): string[] {
  return [
    ...(channels.bridge === null ? [] : [`bridge ${channels.bridge}`]),
    ...(channels.chat === null ? [] : [`chat ${channels.chat}`]),
    ...sideChannels.flatMap(({ name, findingsAt }) => (findingsAt === null ? [`side channel ${name}`] : [])),
  ];
}

/** What is known beside the log, in a few lines. */
export const pictureText = (picture: Picture, name: NameOf): string =>
  [
    ...section('Where people work', placeLines(picture)),
    ...section('What is affected', scopeLines(picture)),
    ...section('What is being done', workLines(picture, name)),
    ...section('Until the all-clear', clockLines(picture)),
    ...section('Next', picture.next.map(promptText)),
  ].join('\n');

const words: Readonly<Record<string, string>> = {
  allClear: 'all-clear',
  rootCauseFix: 'root-cause fix',
  outsideLock: 'outside the lock',
  noEffect: 'no effect',
  cantTell: 'can’t tell',
};

const worded = (what: string): string => words[what] ?? what;

const spent = (ms: number | null): string => (ms === null ? '–' : duration(ms));

function measuresText({ opening, times, monitoringGap, relapses, updates, changes }: Measures): string {
  const rows = [
    ...Object.entries(opening).map(([what, ms]) => ['opening', worded(what), spent(ms)]),
    ...Object.entries(times).map(([what, ms]) => ['time to', worded(what), spent(ms)]),
    ...Object.entries(updates).map(([what, count]) => ['updates', what, String(count)]),
    ...Object.entries(changes).map(([what, count]) => ['changes', worded(what), String(count)]),
    ['relapses', '', String(relapses)],
    ...(monitoringGap ? [['monitoring', 'gap', 'a customer noticed first']] : []),
  ];
  return columns(rows);
}

/** Verbs that tell how an incident stands: next, measures. */
export function addPictureVerbs(program: Command): void {
  program
    .command('next')
    .description('The next right thing: at most two prompts that are due now, and the words that do them.')
    .argument('[incident]', 'number or UUID')
    .addHelpText('after', '\nExample:\n  allclear next')
    .action(async (reference: string | undefined, _options: object, command: Command) => {
      const client = clientFor(command);
      const incident = reference ?? (await incidentFor(command, client));
      const { items } = await client.call('showNext', { incident });
      print(command, { items }, items.length === 0 ? 'Nothing is due.' : items.map(promptText).join('\n'));
    });

  program
    .command('measures')
    .description('How an incident went, in figures (A6, D1).')
    .argument('[incident]', 'number or UUID')
    .addHelpText('after', '\nExample:\n  allclear measures 12')
    .action(async (reference: string | undefined, _options: object, command: Command) => {
      const client = clientFor(command);
      const incident = reference ?? (await incidentFor(command, client));
      const measures = await client.call('showMeasures', { incident });
      print(command, measures, measuresText(measures));
    });

  program
    .command('false-positives')
    .description('How often alarms of each source were real (A2).')
    .addHelpText('after', '\nExample:\n  allclear false-positives')
    .action(async (_options: object, command: Command) => {
      const { items } = await clientFor(command).call('listAlarmSources', {});
      const rows = items.map(({ source, declared, real, falsePositives, nearMisses }) => [
        source,
        `${declared} declared`,
        `${real} real`,
        `${falsePositives} false`,
        `${nearMisses} near misses`,
      ]);
      print(command, { items }, rows.length === 0 ? 'Nothing was declared yet.' : columns(rows));
    });
}

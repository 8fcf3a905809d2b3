import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import { Misuse } from '../../cli/context.ts';
import { practices } from '../../domain/practice/table.ts';
import { findPrometheus, NoPrometheus } from './monitoring.ts';
import { openScene, type Scene } from './scene.ts';
import { type Picture, script, type Step } from './script.ts';

export interface DrillOptions {
  readonly script?: boolean;
  readonly pace: keyof typeof pauseMs;
  readonly prometheus?: string;
}

/** That the story did not go as it is written. */
class DrillFailed extends Error {}

const interrupted = 130;
const lookEveryMs = 300;
const waitAtMostMs = 60_000;
const tellClockEveryMs = 2500;
/** So that a line can be read before the next one comes. */
const pauseMs = { calm: 550, fast: 0 };
/** A slow machine makes no longer drill: from here on nobody is waited for. */
const pauseAtMostUntilMs = 80_000;

/** Plays the first hour against a shop that really fails. Everything it started is gone when it ends. */
export async function drill(options: DrillOptions, version: string): Promise<void> {
  if (options.script !== true) throw new Misuse('There is `allclear drill --script`.');
  const prometheus = programFor(options.prometheus ?? null);
  const ending = new AbortController();
  const interrupt = (): void => ending.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupt);
  // Nobody reads on: `allclear drill --script | head`.
  process.stdout.on('error', interrupt);
  let scene: Scene | null = null;
  try {
    tell('Starting a server with its own database, a shop, and a Prometheus that watches it …');
    scene = await openScene({ prometheus, version, signal: ending.signal });
    await play(scene, pauseMs[options.pace], ending.signal);
    tell('\nThat was the all-clear, allowed by telemetry. Everything that was started is removed again.');
  } catch (error) {
    if (!ending.signal.aborted) throw error;
    tell('\nInterrupted. Everything that was started is removed again.');
    process.exitCode = interrupted;
  } finally {
    await scene?.close();
    for (const signal of signals) process.off(signal, interrupt);
  }
}

function programFor(named: string | null): string {
  try {
    return findPrometheus(named);
  } catch (error) {
    throw error instanceof NoPrometheus ? new Misuse(error.message) : error;
  }
}

async function play(scene: Scene, pause: number, signal: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  const paused = (): Promise<unknown> =>
    performance.now() - startedAt < pauseAtMostUntilMs ? sleep(pause, undefined, { signal }) : Promise.resolve();
  for (const step of script) {
    signal.throwIfAborted();
    const { practice, why } = step;
    tell('');
    tell(styleText('cyan', practice === undefined ? why : `${practice}  ${practices[practice].name}. ${why}`));
    await paused();
    await perform(scene, step, signal);
    if (step.kind !== 'wait') await paused();
  }
  await proved(scene);
}

async function perform(scene: Scene, step: Step, signal: AbortSignal): Promise<void> {
  switch (step.kind) {
    case 'allclear': {
      const args = typeof step.args === 'function' ? step.args(await pictureOf(scene)) : step.args;
      return typeOf(scene, args, step.held ?? null);
    }
    case 'shop': {
      const url = `${scene.adminUrl}${step.path}`;
      prompt(`curl -X POST ${url}`);
      const reply = await fetch(url, { method: 'POST', signal });
      if (!reply.ok) throw new DrillFailed(`The shop does not know ${step.path}.`);
      return answer(await reply.text());
    }
    case 'prometheus':
      prompt(step.does === 'kill' ? 'kill -9 $(pidof prometheus)' : 'prometheus --config.file=prometheus.yml &');
      return step.does === 'kill' ? scene.monitoring.kill() : scene.monitoring.restart();
    case 'sources':
      await until(signal, async () => {
        const { items } = await scene.client.call('listSources', {});
        return items.length > 0 && items.every(({ state }) => state?.health === 'fresh');
      });
      return typeOf(scene, ['sources'], null);
    case 'wait':
      return waited(scene, step, signal);
  }
}

/** Types a line, and shows it with what it answered. Held ones are meant to wait for just this practice. */
async function typeOf(scene: Scene, args: readonly string[], held: string | null): Promise<void> {
  prompt(['allclear', ...args].map(quoted).join(' '));
  const { code, out, err } = await scene.type(args);
  answer(out + err);
  const asMeant = held === null ? code === 0 : code === 1 && err.includes(`\n${held}: `);
  if (!asMeant) throw new DrillFailed(`That was not meant to happen: exit code ${code}.`);
}

async function waited(scene: Scene, step: Step & { kind: 'wait' }, signal: AbortSignal): Promise<void> {
  let toldAt = Number.NEGATIVE_INFINITY;
  await until(signal, async () => {
    const picture = await pictureOf(scene);
    if (step.clock === true && picture.clock !== null && performance.now() - toldAt >= tellClockEveryMs) {
      toldAt = performance.now();
      answer(picture.clock.says);
    }
    return step.until({ picture, value: (query) => scene.monitoring.value(query) });
  });
}

async function until(signal: AbortSignal, done: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + waitAtMostMs;
  while (!(await done())) {
    if (performance.now() > end) throw new DrillFailed(`It did not come within ${waitAtMostMs / 1000} s.`);
    await sleep(lookEveryMs, undefined, { signal });
  }
}

/** That the all-clear stands, and that nobody went past a hold for it. */
async function proved({ client }: Scene): Promise<void> {
  const incident = await theIncident(client);
  const { phase } = await client.call('showIncident', { incident });
  const { items } = await client.call('readLog', { incident, after: 0, limit: 500 });
  const passed = items.some(({ type }) => type === 'GuardrailOverridden');
  if (phase !== 'all-clear' || passed) throw new DrillFailed('The drill ended without a real all-clear.');
}

async function theIncident(client: Scene['client']): Promise<string> {
  const { items } = await client.call('listIncidents', {});
  const [only] = items;
  if (!only) throw new DrillFailed('There is no incident.');
  return only.id;
}

async function pictureOf({ client }: Scene): Promise<Picture> {
  return client.call('showPicture', { incident: await theIncident(client) });
}

const tell = (text: string): void => void process.stdout.write(`${text}\n`);
const prompt = (line: string): void => tell(`${styleText('green', '$')} ${styleText('bold', line)}`);
const answer = (text: string): void => tell(text.trimEnd().replaceAll(/^(?=.)/gm, '  '));

/** As a person would have to write it in a shell. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replaceAll(/["\\$`]/g, (mark) => `\\${mark}`)}"`;

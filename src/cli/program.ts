import { Command } from 'commander';
import { addCommandVerbs } from './command-verbs.ts';
import { addChannelVerbs } from './verb/channel.ts';
import { addCompletionVerb } from './verb/completion.ts';
import { addAccessVerbs } from './verb/access.ts';
import { addApplyVerb } from './verb/apply.ts';
import { addCatalogVerb } from './verb/catalog.ts';
import { addFollowVerb } from './verb/follow.ts';
import { addPageVerb } from './verb/page.ts';
import { addPeopleVerbs } from './verb/people.ts';
import { addPictureVerbs } from './verb/picture.ts';
import { addProseVerb } from './verb/prose.ts';
import { addReplayVerb } from './verb/replay.ts';
import { addReadVerbs } from './verb/read.ts';
import { addSpeakingVerbs } from './verb/speaking.ts';
import { addTelemetryVerbs } from './verb/telemetry.ts';

function inheritExit(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride().showHelpAfterError('(--help shows how)');
    inheritExit(child);
  }
}

/** The command line. `addOwn` adds the verbs that own a process or a database. */
export function buildProgram(version: string, addOwn: (program: Command) => void): Command {
  const program = new Command('allclear')
    .description('Carries a technology crisis from the first alarm to a proven all-clear.')
    .version(version)
    .option('--json', 'print JSON')
    .option('--url <url>', 'the server; else ALLCLEAR_URL, else where you logged in')
    .option('-i, --incident <incident>', 'the incident: its number or UUID')
    .exitOverride()
    .showHelpAfterError('(--help shows how)')
    .addHelpText('after', '\nExit codes: 0 done, 1 refused, 2 wrong call, 3 nobody answers.');
  addOwn(program);
  addReadVerbs(program);
  addPictureVerbs(program);
  addTelemetryVerbs(program);
  addFollowVerb(program);
  addCommandVerbs(program);
  addAccessVerbs(program);
  addPeopleVerbs(program);
  addApplyVerb(program);
  addPageVerb(program);
  addCatalogVerb(program);
  addSpeakingVerbs(program);
  addChannelVerbs(program);
  addProseVerb(program);
  addReplayVerb(program);
  addCompletionVerb(program);
  inheritExit(program);
  return program;
}

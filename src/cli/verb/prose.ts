import { type Command, Option } from 'commander';
import { proseModes, type ProseMode } from '../../domain/prose/finding.ts';
import { proseOutput } from '../../text/prose-report.ts';
import { globals } from '../context.ts';
import { exitCode } from '../failure.ts';
import { givenFile } from '../given-file.ts';

/** `prose check` reads a text and needs no server. It exits 1 when something was found. */
export function addProseVerb(program: Command): void {
  program
    .command('prose')
    .description('Reads incident writing for forecasts, guessed causes, blame and vague root causes.')
    .command('check')
    .description('Checks a file, or what comes on stdin; no server is asked.')
    .argument('[file]', 'a text file, or - for stdin', '-')
    .addOption(new Option('--mode <mode>', 'where the text will stand').choices(proseModes).makeOptionMandatory())
    .option('--lines', 'each line is a text of its own; prints one line of JSON for each')
    .addHelpText('after', '\nExample:\n  echo "We should be back soon." | allclear prose check --mode live')
    .action((file: string, { mode, lines }: { mode: ProseMode; lines?: boolean }, command: Command) => {
      const text = givenFile(file).toString('utf8');
      const asked = {
        mode,
        file: file === '-' ? 'stdin' : file,
        lines: lines ?? false,
        json: globals(command).json ?? false,
      };
      const { output, found } = proseOutput(text, asked);
      process.stdout.write(`${output}\n`);
      process.exitCode = found ? exitCode.refused : exitCode.ok;
    });
}

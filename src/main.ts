import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { report } from './cli/failure.ts';
import { buildProgram } from './cli/program.ts';
import type { DrillOptions } from './main/drill/drill.ts';
import type { DataOptions, UpOptions, VerifyOptions } from './main/verbs.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const list = (value: string, before: string[]): string[] => [...before, value];

/** Options of every verb that opens a database itself. */
const withData = (command: Command): Command =>
  command
    .option('--data <folder>', 'the data folder; else ALLCLEAR_DATA, else .data')
    .option('--database-url <url>', 'your PostgreSQL; else DATABASE_URL, else the embedded one');

// Loaded only when asked for: the server's libraries would slow every other verb.
const verbs = (): Promise<typeof import('./main/verbs.ts')> => import('./main/verbs.ts');

function addOwnVerbs(program: Command): void {
  withData(program.command('up'))
    .description('Start the server. Prints `ready <url>` when it answers.')
    .option('--host <address>', 'address to listen on; else ALLCLEAR_HOST', process.env['ALLCLEAR_HOST'] ?? '127.0.0.1')
    .option('--port <port>', 'port to listen on; else ALLCLEAR_PORT', process.env['ALLCLEAR_PORT'] ?? '4747')
    .option('--tls-cert <file>', 'certificate chain, PEM')
    .option('--tls-key <file>', 'private key, PEM')
    .option('--trusted-proxy <address>', 'believe X-Forwarded-* from here; may be repeated', list, [])
    .option('--allow-webhook-net <cidr>', 'private network that webhooks may call; may be repeated', list, [])
    .option('--log-level <level>', 'fatal, error, warn, info or debug', 'warn')
    .addHelpText('after', '\nExample:\n  allclear up --port 4747')
    .action(async (options: UpOptions) => (await verbs()).up(options, version));
  withData(program.command('verify'))
    .description('Check every entry against the chain, and the chain against checkpoints.')
    .option('--export <file>', 'an exported incident instead of the database')
    .option('--checkpoints <path>', 'a checkpoint file or a folder of them')
    .addHelpText('after', '\nExample:\n  allclear verify --export incident-12.json')
    .action(async (options: VerifyOptions, command: Command) => (await verbs()).verify(options, command));
  withData(program.command('rebuild'))
    .description('Empty every read model and fold the log into it again.')
    .addHelpText('after', '\nExample:\n  allclear rebuild')
    .action(async (options: DataOptions, command: Command) => (await verbs()).rebuildAll(options, command));
  withData(program.command('doctor'))
    .description('Check what Allclear needs, and say what to do.')
    .addHelpText('after', '\nExample:\n  allclear doctor')
    .action(async (options: DataOptions, command: Command) => (await verbs()).doctor(options, command));
  withData(program.command('tls'))
    .description('`tls init` makes a local authority and a certificate with this machine’s names and addresses.')
    .argument('<action>', 'init')
    .option('--name <name>', 'another name or address; may be repeated', list, [])
    .addHelpText('after', '\nExample:\n  allclear tls init --name allclear.example.org')
    .action(async (action: string, options: DataOptions & { name: string[] }, command: Command) =>
      (await verbs()).tls(action, options, command),
    );
  program
    .command('drill')
    .description('The first hour in two minutes, on a shop that really fails. Leaves nothing behind.')
    .option('--script', 'play it from beginning to end')
    .addOption(new Option('--pace <pace>', 'how fast').choices(['calm', 'fast']).default('calm'))
    .option('--prometheus <program>', 'the Prometheus to start; else the one on PATH')
    .addHelpText('after', '\nExample:\n  allclear drill --script')
    .action(async (options: DrillOptions) => (await import('./main/drill/drill.ts')).drill(options, version));
}

/** Runs one command line. Sets the exit code; never throws. */
async function run(args: readonly string[]): Promise<void> {
  const program = buildProgram(version, addOwnVerbs);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = report(error, args.includes('--json'));
  }
}

await run(process.argv.slice(2));

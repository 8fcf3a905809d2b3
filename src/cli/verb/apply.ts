import { confirm, isCancel } from '@clack/prompts';
import type { Command } from 'commander';
import { parseAllDocuments } from 'yaml';
import type { Client } from '../../api/client.ts';
import type { EndpointReply } from '../../api/endpoint-table.ts';
import { settingNames, type SettingName } from '../../api/schema/settings.ts';
import { clientFor, globals, Misuse, print } from '../context.ts';
import { givenFile } from '../given-file.ts';

interface Document {
  readonly name: SettingName;
  readonly document: unknown;
}

type Plan = EndpointReply<'planSetting'>;

/** Each YAML document of the file says its `kind`; the rest is the setting. */
function documentsIn(file: string): Document[] {
  const text = givenFile(file).toString('utf8');
  return parseAllDocuments(text).map((parsed) => {
    const [error] = parsed.errors;
    if (error) throw new Misuse(`${file}: ${error.message}`);
    const { kind, ...document } = (parsed.toJS() ?? {}) as { kind?: string };
    if (!settingNames.includes(kind as SettingName)) {
      throw new Misuse(`${file}: each document needs \`kind: ${settingNames.join(' | ')}\`.`);
    }
    return { name: kind as SettingName, document };
  });
}

function planText({ name, version, changes, weakens }: Plan): string {
  const lines = changes.map(
    ({ pointer, from, to }) => `  ${pointer || '/'}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`,
  );
  const weaker = weakens.map(
    ({ severity, practice }) => `  weakens ${practice} on ${severity}: open incidents that it concerns are told`,
  );
  const body = changes.length === 0 ? ['  nothing changes'] : [...lines, ...weaker];
  return [`${name} (version ${version})`, ...body].join('\n');
}

async function agreed(): Promise<boolean> {
  const answer = await confirm({ message: 'Apply this?' });
  return answer === true && !isCancel(answer);
}

async function applyAll(client: Client, documents: readonly Document[], plans: readonly Plan[]): Promise<unknown[]> {
  const applied: unknown[] = [];
  for (const [index, { name, document }] of documents.entries()) {
    const plan = plans[index];
    if (!plan || plan.changes.length === 0) continue;
    applied.push(await client.call('applySetting', { name, version: plan.version, document }));
  }
  return applied;
}

export function addApplyVerb(program: Command): void {
  program
    .command('apply')
    .description(
      'Apply policy, routing, catalog, sources, organisation or status pages from YAML: shows the plan first.',
    )
    .requiredOption('-f, --file <file>', 'a YAML file, or - for stdin')
    .option('--plan', 'only show what would change')
    .option('--yes', 'apply without asking')
    .addHelpText('after', '\nExample:\n  allclear apply -f policy.yaml --plan')
    .action(async (options: { file: string; plan?: boolean; yes?: boolean }, command: Command) => {
      const client = clientFor(command);
      const documents = documentsIn(options.file);
      const plans: Plan[] = [];
      for (const { name, document } of documents) plans.push(await client.call('planSetting', { name, document }));
      const text = plans.map(planText).join('\n');
      if (options.plan) return print(command, { plans }, text);
      if (!globals(command).json) process.stdout.write(`${text}\n`);
      const ask = process.stdin.isTTY && !options.yes && !globals(command).json;
      if (ask && !(await agreed())) throw new Misuse('Nothing was applied.');
      const applied = await applyAll(client, documents, plans);
      print(command, { plans, applied }, applied.length === 0 ? 'Nothing to apply.' : 'Applied.');
    });
}

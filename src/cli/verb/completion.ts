import type { Command } from 'commander';
import { Misuse } from '../context.ts';

const flagsOf = (command: Command): string[] => command.options.flatMap(({ long }) => long ?? []);

/** The words that may follow each verb, as `verb|word word …`. */
function words(program: Command): { verbs: string[]; after: Map<string, string[]> } {
  const after = new Map<string, string[]>();
  for (const verb of program.commands) {
    after.set(verb.name(), [...verb.commands.map((child) => child.name()), ...flagsOf(verb), ...flagsOf(program)]);
  }
  return { verbs: program.commands.map((verb) => verb.name()), after };
}

function bash(program: Command): string {
  const { verbs, after } = words(program);
  const cases = [...after].map(([verb, list]) => `    ${verb}) words="${list.join(' ')}" ;;`);
  return `_allclear() {
  local words="${verbs.join(' ')}"
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="${verbs.join(' ')}"
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _allclear allclear`;
}

function zsh(program: Command): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bash(program)}`;
}

function fish(program: Command): string {
  return program.commands
    .flatMap((verb) => {
      const name = verb.name();
      const described = verb.description().replaceAll("'", '’');
      return [
        `complete -c allclear -n __fish_use_subcommand -f -a ${name} -d '${described}'`,
        ...flagsOf(verb).map(
          (flag) => `complete -c allclear -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}`,
        ),
      ];
    })
    .join('\n');
}

const shells: Readonly<Record<string, (program: Command) => string>> = { bash, zsh, fish };

export function addCompletionVerb(program: Command): void {
  program
    .command('completion')
    .description('A completion script for bash, zsh or fish.')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText('after', '\nExample:\n  source <(allclear completion bash)')
    .action((shell: string) => {
      const script = shells[shell];
      if (!script) throw new Misuse(`No completion for ${shell}. There is one for bash, zsh and fish.`);
      process.stdout.write(`${script(program)}\n`);
    });
}

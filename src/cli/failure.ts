import { CommanderError } from 'commander';
import { ProblemReply, Unreachable } from '../api/reply-error.ts';
import { Misuse } from './context.ts';

export const exitCode = { ok: 0, refused: 1, misuse: 2, unreachable: 3 } as const;

function codeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.misuse;
  if (error instanceof Misuse) return exitCode.misuse;
  if (error instanceof Unreachable) return exitCode.unreachable;
  if (!(error instanceof ProblemReply)) return exitCode.refused;
  const { status } = error.problem;
  if (status >= 500) return exitCode.unreachable;
  return status === 400 || status === 422 ? exitCode.misuse : exitCode.refused;
}

function told(error: unknown): string {
  if (error instanceof ProblemReply) {
    const { title, detail, next, errors } = error.problem;
    const { waits, lifts, practice } = error.problem as unknown as Record<string, string | undefined>;
    const fields = (errors ?? []).map(({ pointer, detail: what }) => `  ${pointer} ${what}`);
    if (practice !== undefined) {
      const past = `Or go past it, on the record: the same line with --override "${practice} <why>".`;
      return [`${title}.`, `${practice}: ${waits ?? ''}`, `Lifted by: ${lifts ?? ''}`, past].join('\n');
    }
    return [`${title}.`, detail, ...fields, next].join('\n');
  }
  if (error instanceof Unreachable)
    return `${error.message}. Nothing was acknowledged; try again, or check ALLCLEAR_URL.`;
  return error instanceof Error ? error.message : String(error);
}

/** Tells what went wrong on stderr, or on stdout as JSON, and answers the exit code. */
export function report(error: unknown, json: boolean): number {
  if (!(error instanceof CommanderError)) {
    const problem = error instanceof ProblemReply ? error.problem : { title: told(error) };
    if (json) process.stdout.write(`${JSON.stringify({ problem })}\n`);
    else process.stderr.write(`${told(error)}\n`);
  }
  return codeOf(error);
}

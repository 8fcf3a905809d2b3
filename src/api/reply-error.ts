import type { Problem } from './problem.ts';

/** The server answered with a problem. */
export class ProblemReply extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.title}. ${problem.detail}`);
    this.problem = problem;
  }
}

/** The server could not be reached, or something that is not Allclear answered. */
export class Unreachable extends Error {}

/** What an answer that is not a success says. */
export async function problemOf(reply: Response): Promise<ProblemReply | Unreachable> {
  const text = await reply.text();
  if (reply.headers.get('content-type')?.startsWith('application/problem+json')) {
    return new ProblemReply(JSON.parse(text) as Problem);
  }
  return new Unreachable(`HTTP ${reply.status} from something that is not Allclear`);
}

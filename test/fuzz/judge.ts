import { type Problem, type ProblemCode, problems } from '../../src/api/problem.ts';
import type { FuzzRequest } from './request.ts';
import type { Heard } from './send.ts';

const trace = /\n\s+at .+:\d+:\d+|node_modules|node:internal|\.ts:\d+/;
const problemType = 'application/problem+json';

/** Why this answer must not be, or null. */
export function faultOf(request: Pick<FuzzRequest, 'intake' | 'method'>, heard: Heard): string | null {
  const { status, headers, text } = heard;
  if (status >= 500 && !(request.intake && asAlertmanager(heard))) return `answered ${status}: ${text.slice(0, 300)}`;
  if (status >= 300 && status < 400) return `redirected to ${headers.location}`;
  if (status >= 300 && trace.test(text)) return `told how it is built: ${text.slice(0, 300)}`;
  const type = headers['content-type'] ?? '';
  if (type.includes('json') && request.method !== 'HEAD') {
    const fault = jsonFault(text);
    if (fault !== null && !(request.intake && text === '')) return fault;
  }
  if (status < 400 || request.intake || request.method === 'HEAD' || isBare(heard)) return null;
  return problemFault(status, type, text);
}

/** Alertmanager itself tells with a 500 that a silence is not there, and amtool expects it. */
const asAlertmanager = ({ status, text }: Heard): boolean => status === 500 && text === '"silence not found"';

/** Node answers an expectation that it does not know by itself, before any code of ours runs. */
const isBare = ({ status, text }: Heard): boolean => status === 417 && text === '';

function jsonFault(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch {
    return `not JSON: ${text.slice(0, 200)}`;
  }
}

/** Every no is a problem document of our table, with a next step. */
function problemFault(status: number, type: string, text: string): string | null {
  if (!type.startsWith(problemType)) return `${status} is no problem document but ${type}: ${text.slice(0, 200)}`;
  const problem = JSON.parse(text) as Partial<Problem>;
  const code = problem.type?.replace('/problems/', '') ?? '';
  if (!Object.hasOwn(problems, code)) return `the problem ${problem.type} is not in the table`;
  if (problem.status !== status || problems[code as ProblemCode].status !== status) {
    return `${code} came with ${status}, not ${problems[code as ProblemCode].status}`;
  }
  const missing = (['title', 'detail', 'next', 'instance'] as const).filter((key) => !problem[key]);
  return missing.length > 0 ? `${code} lacks ${missing.join(', ')}` : null;
}

import type { PageView } from '../../domain/status-page/view.ts';
import { summaryWords } from '../../text/status-words.ts';
import { escapeHtml } from '../page.ts';

const letterWidth = 6.6;
const colours = {
  operational: '#2c7a4b',
  under_maintenance: '#3d5a99',
  degraded_performance: '#8a6100',
  partial_outage: '#b34a00',
  major_outage: '#b3261e',
} as const;

/** One line for other people’s pages. It needs nothing from anywhere. */
export function badge(view: PageView): string {
  const text = summaryWords(view);
  const width = Math.ceil(text.length * letterWidth + 20);
  const worst = view.worst === 'operational' && view.open.length > 0 ? 'degraded_performance' : view.worst;
  const label = escapeHtml(`${view.page.name}: ${text}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="22" role="img" aria-label="${label}"><title>${label}</title><rect width="${width}" height="22" rx="4" fill="${colours[worst]}"/><text x="${width / 2}" y="15" fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle" textLength="${width - 20}">${escapeHtml(text)}</text></svg>
`;
}

import type { Labels } from '../alert/label.ts';

const placeholder = /\{([^{}]*)\}/g;
const source = /^(label|annotation)\.(.+)$/;
const longestTitle = 200;

interface Described {
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** Fills a title in from an alert. What is missing leaves no gap; a title that would be empty is `otherwise`. */
export function fillTitle(template: string, alert: Described, otherwise: string): string {
  const filled = template.replace(placeholder, (_all, sources: string) => first(sources, alert));
  const title = filled.replace(/\s+/g, ' ').trim() || otherwise;
  return title.length > longestTitle
    ? `${Array.from(title)
        .slice(0, longestTitle - 1)
        .join('')}…`
    : title;
}

function first(sources: string, alert: Described): string {
  for (const one of sources.split('|')) {
    const found = source.exec(one.trim());
    const from = found?.[1] === 'label' ? alert.labels : alert.annotations;
    const name = found?.[2] ?? '';
    const value = Object.hasOwn(from, name) ? (from[name] as string).trim() : '';
    if (value !== '') return value;
  }
  return '';
}

/** What is wrong with a template's placeholders: the first that names no label and no annotation, or null. */
export function badPlaceholder(template: string): string | null {
  for (const [whole, sources] of template.matchAll(placeholder)) {
    if (!(sources as string).split('|').every((one) => source.test(one.trim()))) return whole;
  }
  return null;
}

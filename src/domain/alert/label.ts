/** Names and values by which monitoring tells one alert from another. */
export type Labels = Readonly<Record<string, string>>;

/** More than any monitoring tool makes. They bound what one alert can cost us. */
export const labelLimits = { count: 128, nameLength: 512, valueLength: 8192 } as const;
export const annotationLimits = { count: 128, valueLength: 16_384 } as const;

const unstorable = /\0|\p{Surrogate}/u;
const everyUnstorable = /\0|\p{Surrogate}/gu;
const replacement = '\uFFFD';

export const isStorable = (text: string): boolean => !unstorable.test(text);

/** Text as a database can keep it: no NUL, no half of a surrogate pair. Other text is returned as it is. */
export const storable = (text: string): string => text.replace(everyUnstorable, replacement);

export type LabelProblem = 'no-labels' | 'too-many-labels' | 'label-too-long' | 'empty-name';

/** What is wrong with a label set, or null. A label with an empty value counts as absent, as it does in Prometheus. */
export function labelProblem(labels: Labels): LabelProblem | null {
  let count = 0;
  for (const name in labels) {
    const value = labels[name] as string;
    if (value === '') continue;
    if (name === '') return 'empty-name';
    if (name.length > labelLimits.nameLength || value.length > labelLimits.valueLength) return 'label-too-long';
    count += 1;
  }
  if (count === 0) return 'no-labels';
  return count > labelLimits.count ? 'too-many-labels' : null;
}

/** Labels as they are kept: without empty values, in order of their names, storable. */
export function keptLabels(labels: Labels): Labels {
  const kept = Object.entries(labels).filter(([, value]) => value !== '');
  return Object.fromEntries(kept.map(([name, value]) => [storable(name), storable(value)] as const).sort(byName));
}

/** Annotations as they are kept. What is longer than anyone reads is cut; the journal has the whole. */
export function keptAnnotations(annotations: Labels): Labels {
  const kept = Object.entries(annotations).slice(0, annotationLimits.count);
  return Object.fromEntries(
    kept.map(([name, value]) => [
      storable(name.slice(0, labelLimits.nameLength)),
      storable(
        value.length > annotationLimits.valueLength ? `${value.slice(0, annotationLimits.valueLength)}…` : value,
      ),
    ]),
  );
}

const byName = ([left]: readonly [string, string], [right]: readonly [string, string]): number =>
  left < right ? -1 : left > right ? 1 : 0;

/** What people call the alert. */
export const nameOf = (labels: Labels): string => labels['alertname'] ?? 'alert';

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../node_modules');
const document = /^(?:readme|changelog|changes|history|contributing|security)[.](?:md|markdown)$/i;
const prose = /^[A-Z][^`|<>{}[\]*_#=$\\]{30,300}[.]$/;
const everySentence = 7;
const wanted = 400;

/** Sentences that nobody here wrote: documentation of installed packages, in order of their paths, every seventh. */
export function foreignSentences(): string[] {
  const sentences: string[] = [];
  for (const file of documentsIn(root)) {
    const text = readFileSync(file, 'utf8').replace(/```[^`]*```/g, '');
    for (const block of text.split(/\n\s*\n/)) {
      const whole = block.replace(/\s+/g, ' ').trim();
      for (const sentence of whole.split(/(?<=[.]) (?=[A-Z])/)) if (prose.test(sentence)) sentences.push(sentence);
    }
  }
  return [...new Set(sentences)].filter((_, index) => index % everySentence === 0).slice(0, wanted);
}

function documentsIn(folder: string): string[] {
  return packagesIn(folder).flatMap((path) =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile() && document.test(entry.name))
      .map(({ name }) => join(path, name))
      .sort(),
  );
}

function packagesIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  const scoped = names
    .filter((name) => name.startsWith('@'))
    .flatMap((scope) => readdirSync(join(folder, scope)).map((name) => `${scope}/${name}`));
  return [...names.filter((name) => !name.startsWith('@')), ...scoped].sort().map((name) => join(folder, name));
}

const english = new Set(
  'the a an is are was were be been to of in on and for with at by from that this it we you they our not has have will as or but after before because should when there no all some any can up'.split(
    ' ',
  ),
);
const others = new Set(
  (
    'der die das und ist nicht ein eine wir sind mit für auf von den dem zu wird wurde haben auch ' +
    'le la les des une est et nous sommes dans pour avec sur pas que qui du au sont ' +
    'el los las una es y en por con para se del hemos estamos está ' +
    'il lo gli di che per sono abbiamo stiamo della nel ' +
    'o os um uma não com para foi estamos dos das ' +
    'de het een en van wij zijn niet op voor met ' +
    'och att det som är vi har inte jest nie się na z w są'
  ).split(' '),
);
const foreignScript = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/gu;
const mostForeignLetters = 0.3;
const enough = 20_000;

/** Whether rules for English have anything to say about this text. Terse lines without a function word count. */
export function isEnglish(text: string): boolean {
  const sample = text.slice(0, enough);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return true;
  if ((sample.match(foreignScript)?.length ?? 0) > letters * mostForeignLetters) return false;
  let ours = 0;
  let theirs = 0;
  for (const [word] of sample.toLowerCase().matchAll(/\p{L}+/gu)) {
    if (english.has(word)) ours += 1;
    if (others.has(word)) theirs += 1;
  }
  return theirs <= ours || (theirs < 2 && ours === 0);
}

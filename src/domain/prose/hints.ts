import type { ProseKind } from './finding.ts';
import type { Token } from './tokens.ts';

const stems = (words: string): RegExp => new RegExp(`^(?:${words.trim().split(/\s+/).join('|')})`);

/** No rule of a kind can match a sentence in which no word begins like one of these. */
const hints: Readonly<Record<ProseKind, RegExp>> = {
  eta: stems(
    'will should shall would could can may might must go expect anticipat hop aim plan estimat predict project intend target trust reckon on looking confident optimistic eta etr fix patch resol recover restor servic back soon short moment minut hour day min hrs? [0-9~] any almost near clos not light home final around within with give just only another few need a before by in tonight tomorrow today later due',
  ),
  cause: stems(
    'judg whether if going based view opinion impress consens sense accounts belief eviden glance first correl coinc log metric data trac diagnos there symptom believ consist chanc odds similar identical same think thought assum guess reckon presum figure theor hypoth specul suspect suspicion fairly pretty quite almost convinced bet hunch money feel inclin lean reason underst from as to wonder appear seem look sound smell may might must could possib probab likely potential perhaps maybe apparent conceiv suppos alleg report evident plausib prime work lead current best initial main my our prevail number point hint sugg indicat impl',
  ),
  blame: stems('.'),
  'vague-root-cause': stems(
    'caus due because result stem attribut trigger owing brought down origin aro conseq trac blam account induc link relat driv root primary underlying culprit reason explan was were led respons behind took take interrupt disrupt affect impact produc knock crash contribut creat meant there something things it everything for we our misbehav act malfunction glitch had went stop fail experienc could is',
  ),
};

/** Whether a sentence is worth the rules of a kind. */
export const hinted = (kind: ProseKind, tokens: readonly Token[]): boolean =>
  tokens.some(({ word }) => hints[kind].test(word));

import { accepted } from '../../outcome.ts';
import { spelt } from '../restore-plan.ts';
import { nothingChanges, type Rule, underWay } from '../rule.ts';

/** Who needs whom, roughly: five minutes of it prevent a second wave of failures (D3). */
export const sketchDependency: Rule<'sketch-dependency'> = {
  decide: (state, { body }, { catalog }) => {
    const from = spelt(catalog, body.from);
    const dependsOn = spelt(catalog, body.dependsOn);
    const known = state.restore.sketched.some((sketch) => sketch.from === from && sketch.dependsOn === dependsOn);
    if (known || from === dependsOn) return nothingChanges();
    return underWay(state) ?? accepted({ type: 'DependencySketched', body: { from, dependsOn } });
  },
};

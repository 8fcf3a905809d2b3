import { accepted, refused } from '../../outcome.ts';
import { wavesOf } from '../../restore/waves.ts';
import { dependenciesFor, spelt } from '../restore-plan.ts';
import { type Rule, underWay } from '../rule.ts';

/**
 * A rough order typed in a line is a plan. The catalog's dependencies and the sketched ones put it in waves;
 * a cycle is named, and needs a service that may come up first.
 */
export const planRestore: Rule<'plan-restore'> = {
  decide: (state, { body }, { catalog }) => {
    const services = [...new Set(body.services.map((name) => spelt(catalog, name)))];
    const bootstrap = body.bootstrap.map((name) => spelt(catalog, name));
    const stray = bootstrap.find((service) => !services.includes(service));
    if (stray !== undefined) return refused('incident/service-not-planned', { service: stray }, '/bootstrap');
    const { waves, cycles } = wavesOf(services, dependenciesFor(state, catalog, services), bootstrap);
    const ordered = waves.flatMap((wave) => services.filter((service) => wave.includes(service)));
    const blocked = services.filter((service) => !ordered.includes(service));
    return (
      underWay(state) ??
      accepted({
        type: 'RestorePlanned',
        body: { services: [...ordered, ...blocked], bootstrap, cycles },
      })
    );
  },
};

import type { Feature, Needs } from './feature.ts';

/** What a feature needs of an environment that gives these settings: its own, and that of each connector they choose. */
export function needsOf(feature: Feature, given: Readonly<Record<string, unknown>>): Needs {
  let needs: Needs = feature;
  for (const [setting, choices] of Object.entries(feature.connectors)) {
    const name = Object.hasOwn(given, setting) ? given[setting] : feature.settings[setting]?.default;
    const chosen = typeof name === 'string' && Object.hasOwn(choices, name) ? choices[name] : undefined;
    if (!chosen) continue;
    needs = both(needs, chosen);
  }
  return needs;
}

/** What it may need, whichever connectors are chosen. */
export function mayNeed(feature: Feature): Needs {
  const others = Object.values(feature.connectors).flatMap((choices) => Object.values(choices));
  return others.reduce<Needs>(both, feature);
}

const joined = new WeakMap<Needs, WeakMap<Needs, Needs>>();

/** Joined once: every submission asks, and each use of a secret. */
function both(one: Needs, other: Needs): Needs {
  const withOne = joined.get(one) ?? new WeakMap<Needs, Needs>();
  joined.set(one, withOne);
  const needs = withOne.get(other) ?? {
    settings: { ...one.settings, ...other.settings },
    secrets: { ...one.secrets, ...other.secrets },
  };
  withOne.set(other, needs);
  return needs;
}

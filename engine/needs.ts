import type { Feature, Needs } from './feature.ts';

/** What a feature needs of an environment that gives these settings: its own, and that of each connector they choose. */
export function needsOf({ settings, secrets, connectors }: Feature, given: Readonly<Record<string, unknown>>): Needs {
  let needs: Needs = { settings, secrets };
  for (const [setting, choices] of Object.entries(connectors)) {
    const name = Object.hasOwn(given, setting) ? given[setting] : settings[setting]?.default;
    const chosen = typeof name === 'string' && Object.hasOwn(choices, name) ? choices[name] : undefined;
    if (!chosen) continue;
    needs = both(needs, chosen);
  }
  return needs;
}

/** What it may need, whichever connectors are chosen. */
export function mayNeed({ settings, secrets, connectors }: Feature): Needs {
  const others = Object.values(connectors).flatMap((choices) => Object.values(choices));
  return others.reduce(both, { settings, secrets });
}

const both = (one: Needs, other: Needs): Needs => ({
  settings: { ...one.settings, ...other.settings },
  secrets: { ...one.secrets, ...other.secrets },
});

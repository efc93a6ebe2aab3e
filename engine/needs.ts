import type { Feature, Needs } from './feature.ts';

/** What a feature needs of an environment that gives these settings: its own, and that of each connector they choose. */
export function needsOf({ settings, secrets, connectors }: Feature, given: Readonly<Record<string, unknown>>): Needs {
  let needs: Needs = { settings, secrets };
  for (const [setting, choices] of Object.entries(connectors)) {
    const name = Object.hasOwn(given, setting) ? given[setting] : settings[setting]?.default;
    const chosen = typeof name === 'string' && Object.hasOwn(choices, name) ? choices[name] : undefined;
    if (!chosen) continue;
    needs = {
      settings: { ...needs.settings, ...chosen.settings },
      secrets: { ...needs.secrets, ...chosen.secrets },
    };
  }
  return needs;
}

import type { Setting } from '../feature.ts';
import { below, type Position } from '../source.ts';
import type { Report } from './report.ts';
import type { SettingsYaml } from './shapes.ts';
import { compile } from './validators.ts';

/** Settings as JSON Schemas; a default must fit its own schema. */
export function compileSettings(yaml: SettingsYaml | undefined, at: Position, report: Report): Record<string, Setting> {
  const settings: Record<string, Setting> = {};
  for (const [name, written] of Object.entries(yaml ?? {})) {
    const place = below(at, name);
    if (report.isBroken(place)) continue;
    const { summary, default: fallback, ...schema } = written;
    try {
      const validate = compile(schema);
      if (fallback !== undefined) report.schema(validate, fallback, below(place, 'default'));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      report.at('INPUT_SCHEMA_INVALID', `The setting ${name} is no JSON Schema: ${message}.`, place, { part: 'key' });
    }
    settings[name] = {
      schema,
      ...(fallback === undefined ? {} : { default: fallback }),
      ...(typeof summary === 'string' ? { summary } : {}),
    };
  }
  return settings;
}

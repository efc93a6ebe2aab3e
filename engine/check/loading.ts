import type { Loading } from '../action.ts';
import { nearHint } from '../expression/index.ts';
import type { Scope } from '../expression.ts';
import { type Compiling, compileValue } from './compile-value.ts';
import type { Parts } from './parts.ts';
import { sentence } from './sentence.ts';

/** What an action sees of the feature while it prepares one use of itself. */
export function loadingFor(parts: Parts, compiling: Compiling, inputs: Loading['inputs']): Loading {
  const { report, sources, pins, secrets } = parts;
  return {
    load: parts,
    scope: compiling.scope,
    inputs,
    file: (path, at) => sources.file(path, at),
    text: (path, at) => sources.text(path, at),
    artefact(name, at) {
      if (!pins || Object.hasOwn(pins, name)) return pins?.[name];
      const hint = nearHint(name, Object.keys(pins));
      report.at('REFERENCE_UNKNOWN', `No artefact ${name} is pinned in this feature.`, at, { hint });
      return undefined;
    },
    whenPulled: (names, look) => {
      const found = names.map((name) => pins?.[name]).filter((pin) => pin !== undefined);
      if (found.length === names.length) parts.lookups.push({ pins: found, look });
    },
    secret(name, kind, at) {
      const secret = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
      if (secret?.kind === kind) return true;
      if (secret) {
        report.at('REFERENCE_UNKNOWN', `${name} is a ${secret.kind}, but a ${kind} is needed here.`, at);
        return false;
      }
      const bare = /^=\s*(?:secrets\.)?(\w+)$/.exec(name)?.[1];
      const hint = bare === undefined ? nearHint(name, Object.keys(secrets)) : `Its name stands here alone: ${bare}.`;
      report.at('REFERENCE_UNKNOWN', `There is no secret ${name} declared here.`, at, { hint });
      return false;
    },
    expression: (value, at, options = {}) => {
      const scope: Scope = options.scope ?? compiling.scope;
      return compileValue(report, value, at, { ...compiling, scope }, options.expects);
    },
    report: (code, message, at, hint) => report.at(code, sentence(message), at, { hint }),
  };
}

import type { Check, RuleSet } from '../rules/index.ts';

/** What a report says of a rule set: plain data, which is kept with the compiled module. */
export interface Catalogue {
  readonly file: string;
  readonly title?: string;
  readonly phase?: string;
  readonly namespaces: readonly { readonly prefix: string; readonly uri: string }[];
  readonly patterns: readonly CataloguePattern[];
}

export interface CataloguePattern {
  readonly id: string;
  readonly name?: string;
  readonly rules: readonly CatalogueRule[];
}

export interface CatalogueRule {
  readonly id?: string;
  readonly context: string;
  readonly role?: string;
  readonly flag?: string;
  readonly checks: readonly CatalogueCheck[];
}

export type CatalogueCheck = Pick<Check, 'kind' | 'id' | 'shownTest' | 'severity' | 'role' | 'flag' | 'diagnostics'>;

export function catalogueOf({ file, title, phase, namespaces, patterns }: RuleSet): Catalogue {
  return {
    file,
    ...(title === undefined ? {} : { title }),
    ...(phase === undefined ? {} : { phase }),
    namespaces,
    patterns: patterns.map((pattern) => ({
      id: pattern.id,
      ...(pattern.name === undefined ? {} : { name: pattern.name }),
      rules: pattern.rules.map((rule) => ({
        ...(rule.id === undefined ? {} : { id: rule.id }),
        context: rule.context.text,
        ...(rule.role === undefined ? {} : { role: rule.role }),
        ...(rule.flag === undefined ? {} : { flag: rule.flag }),
        checks: rule.checks.map(({ kind, id, shownTest, severity, role, flag, diagnostics }) => ({
          kind,
          id,
          shownTest,
          severity,
          ...(role === undefined ? {} : { role }),
          ...(flag === undefined ? {} : { flag }),
          diagnostics,
        })),
      })),
    })),
  };
}

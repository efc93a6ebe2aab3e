import { type BenchResult, resultOf } from './result.ts';

/** Loaded one by one: a bench of memory has nothing in it that it does not need. */
export const benches: Readonly<Record<string, (long: boolean) => BenchResult | Promise<BenchResult>>> = {
  mapping: async () => {
    const { perLine, ...figures } = (await import('./mapping.ts')).measureMapping();
    const all = { ...figures, perLineAt1000: perLine.at1000, perLineAt10000: perLine.at10000 };
    return resultOf('mapping', all, { ratio: 4, marginal: 1.5, megabytes: 300 });
  },
  parse: async () => (await import('./parse.ts')).measureParse(),
  load: async () => (await import('./load.ts')).measureLoad(),
  engine: async () => (await import('./engine.ts')).measureEngine(),
  pipeline: async () => (await import('./pipeline.ts')).measurePipeline(),
  lines: async () => (await import('./lines.ts')).measureLines(),
  european: async () => (await import('./european.ts')).measureEuropean(),
  'european-lines': async () => (await import('./european.ts')).measureEuropeanLines(),
  expression: async () => {
    const { name, ...figures } = (await import('./expression.ts')).run();
    return resultOf(name, figures);
  },
  xmldsig: async () => (await import('./xmldsig.ts')).measureXmldsig(),
  service: async () => (await import('./service.ts')).measureService(),
  memory: async (long) => (await import('./memory.ts')).measureMemory(long),
  backlog: async (long) => (await import('./backlog.ts')).measureBacklog(long),
  schematron: async () => (await import('./schematron.ts')).measureSchematron(),
  validation: async () => resultOf('validation', { ...(await import('./validate.ts')).measureValidation() }),
};

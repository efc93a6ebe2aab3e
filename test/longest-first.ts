import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest. Begun last, one of them would run alone at the end, with a processor idle beside it. */
const longest = [
  'test/scripts/chaos.test.ts',
  'test/cli/kill.test.ts',
  'test/features/cases.test.ts',
  'test/worker/stop.test.ts',
  'test/docs/new-feature.test.ts',
  'test/cli/case-from-run/case-from-run.test.ts',
  'test/actions/verify/samples.test.ts',
  'test/cli/bad-input.test.ts',
  'test/cli/operator.test.ts',
  'test/cli/scaffold/scaffold.test.ts',
  'test/worker/poison.test.ts',
  'test/platform/webhooks/webhooks.test.ts',
  'test/engine/run/crash.test.ts',
  'test/worker/shared-gates.test.ts',
  'test/cli/bad-command.test.ts',
  'test/cli/convert.test.ts',
  'test/cli/case-from-run/canaries.test.ts',
  'test/cli/author/mistakes.test.ts',
  'test/features/fr/profiles.test.ts',
  'test/features/eu/national-rules.test.ts',
  'test/server/canaries.test.ts',
  'test/worker/watchdog.test.ts',
];

/** The longest files first, the others in the order that vitest knows. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((file) => moduleId.endsWith(`/${file}`));
      return at < 0 ? longest.length : at;
    };
    return sorted.sort((one, other) => place(one) - place(other));
  }
}

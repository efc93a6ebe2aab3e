import { Decimal } from '../decimal.ts';
import { undecidable } from './direct-operators.ts';
import { absenceOf, asValue, eitherOf, itemsOf, type Part, type Read } from './direct-part.ts';
import { isMissing } from './functions/define.ts';
import { type ExpressionFunction, expressionFunctions } from './functions/index.ts';
import { countsOf } from './language.ts';
import { isAbsent } from './record.ts';

/** A call of a function by its name in the rewritten text; undefined where there is none with so many arguments. */
export function compileCall(name: string, args: readonly Part[]): Part | undefined {
  const [one, two] = args;
  const special = one === undefined ? undefined : specials[`${name}/${args.length}`]?.(one, two ?? one);
  if (special !== undefined) return special;
  if (name === 'absent' && one === undefined) return { read: () => null };
  const called = functions.get(`${name}/${args.length}`);
  return called && { read: guarded(called, args.map(asValue)) };
}

/** Calls that need no values of their arguments, or are made once. */
const specials: Readonly<Partial<Record<string, (one: Part, two: Part) => Part | undefined>>> = {
  'size/1': compileSize,
  'present/1': (value) => {
    const { read } = value;
    const isAbsentHere = absenceOf(value);
    return { read: (frame) => !isAbsentHere(read(frame)) };
  },
  // Both are evaluated, as the library does: what is wrong in the second is an error even where the first is there.
  // Both are evaluated, as the library does: what is wrong in the second is an error even where the first is there.
  'or/2': (value, otherwise) => {
    if (value.shape === undefined && otherwise.constant !== undefined)
      return orConstant(value.read, otherwise.constant);
    return eitherOf(value, otherwise, (one, other) => {
      const isAbsentHere = absenceOf(one);
      return (frame) => {
        const [first, second] = [one.read(frame), other.read(frame)];
        return isAbsentHere(first) ? second : first;
      };
    });
  },
  'first/1': ({ read, shape }) => {
    if (shape?.kind !== 'list') return undefined;
    // What an empty list gives has no members: that is the library's.
    return { read: (frame) => firstOf(read(frame)) ?? undecidable(), shape: shape.item };
  },
  'decimal/1': ({ constant }) => {
    const number = typeof constant === 'string' ? Decimal.parse(constant) : undefined;
    return number && { read: () => number, constant: number };
  },
};

function orConstant(read: Read, constant: unknown): Part {
  return {
    read: (frame) => {
      const value = read(frame);
      return isAbsent(value) ? constant : value;
    },
  };
}

const firstOf = (list: unknown): unknown => (Array.isArray(list) ? list[0] : undefined);

export function compileSize(list: Part): Part {
  const items = itemsOf(list);
  return { read: (frame) => BigInt(items(frame).length) };
}

const functions: ReadonlyMap<string, ExpressionFunction> = new Map(
  expressionFunctions.flatMap((each) => {
    const name = each.name === 'has' ? 'present' : each.name;
    return countsOf(each).map((count) => [`${name}/${count}`, each] as const);
  }),
);

/** As `language.ts` guards them: an absent first argument may pass, others must be there. */
function guarded({ run, absent }: ExpressionFunction, args: readonly Read[]): Read {
  const [one, two, three] = args;
  if (one !== undefined && two === undefined) {
    return (frame) => {
      const value = one(frame);
      return passes(value, absent) ? null : run(value);
    };
  }
  if (one !== undefined && two !== undefined && three === undefined) {
    return (frame) => {
      const [value, other] = [one(frame), two(frame)];
      return passes(value, absent) ? null : run(value, needed(other, absent));
    };
  }
  return (frame) => {
    const [value, ...others] = args.map((each) => each(frame));
    return passes(value, absent) ? null : run(value, ...others.map((each) => needed(each, absent)));
  };
}

const passes = (value: unknown, absent: ExpressionFunction['absent']): boolean =>
  absent !== 'seen' && isMissing(value) && (absent === undefined || undecidable());

const needed = (value: unknown, absent: ExpressionFunction['absent']): unknown =>
  absent !== 'seen' && isMissing(value) ? undecidable() : value;

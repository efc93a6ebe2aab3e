import { truth } from './direct-operators.ts';
import { asValue, type Frame, itemsOf, type Part, type Read } from './direct-part.ts';

/** CEL's macros over lists: each item goes into the slot, then a step is evaluated. */
type Macro = (list: Part, slot: number, step: Part, then: Part | undefined) => Part;

export const macros: Readonly<Partial<Record<string, Macro>>> = {
  map(list, slot, step, then) {
    const items = itemsOf(list);
    const made = then ?? step;
    const holds = then && asValue(step);
    const read = made.shape?.kind === 'object' ? made.read : asValue(made);
    const results = (frame: Frame): unknown[] => {
      const results: unknown[] = [];
      for (const item of items(frame)) {
        frame[slot] = item;
        if (holds === undefined || truth(holds(frame))) results.push(read(frame));
      }
      return results;
    };
    return made.shape?.kind === 'object'
      ? { read: results, shape: { kind: 'list', item: made.shape } }
      : { read: results };
  },
  filter(list, slot, step) {
    const [items, holds] = [itemsOf(list), asValue(step)];
    return like(list, (frame) => {
      const results: unknown[] = [];
      for (const item of items(frame)) {
        frame[slot] = item;
        if (truth(holds(frame))) results.push(item);
      }
      return results;
    });
  },
  all(list, slot, step) {
    const [items, holds] = [itemsOf(list), asValue(step)];
    return {
      read: (frame) => {
        for (const item of items(frame)) {
          frame[slot] = item;
          if (!truth(holds(frame))) return false;
        }
        return true;
      },
    };
  },
  exists(list, slot, step) {
    const [items, holds] = [itemsOf(list), asValue(step)];
    return {
      read: (frame) => {
        for (const item of items(frame)) {
          frame[slot] = item;
          if (truth(holds(frame))) return true;
        }
        return false;
      },
    };
  },
};

const like = ({ shape }: Part, read: Read): Part => (shape === undefined ? { read } : { read, shape });

import { kinds, type Tree } from './tree.ts';

/** Characters of a document for one node: fewer than in most, so that the arrays seldom have to grow. */
const density = 14;
const int32Arrays = 8;

/** The arrays of a tree while they are filled. One piece of memory for all: many small ones cost more than the reading. */
export class Nodes {
  size = 0;
  capacity = 0;
  name = new Int32Array(0);
  parent = new Int32Array(0);
  end = new Int32Array(0);
  attributes = new Int32Array(0);
  start = new Int32Array(0);
  from = new Int32Array(0);
  to = new Int32Array(0);
  path = new Int32Array(0);
  kind = new Uint8Array(0);

  /** `length`: of the document. */
  constructor(length: number) {
    this.#allocate(64 + Math.ceil(length / density));
  }

  add(kind: number, parent: number, start: number, from: number, to: number): number {
    const id = this.size++;
    if (id === this.capacity) this.#grow();
    this.kind[id] = kind;
    this.parent[id] = parent;
    this.end[id] = id + 1;
    this.start[id] = start;
    this.from[id] = from;
    this.to[id] = to;
    return id;
  }

  /** Takes the last node away again. */
  drop(): void {
    this.size--;
  }

  #allocate(capacity: number): void {
    const memory = new ArrayBuffer(capacity * (int32Arrays * 4 + 1));
    const array = (index: number) => new Int32Array(memory, index * capacity * 4, capacity);
    this.name = array(0);
    this.parent = array(1);
    this.end = array(2);
    this.attributes = array(3);
    this.start = array(4);
    this.from = array(5);
    this.to = array(6);
    this.path = array(7);
    this.kind = new Uint8Array(memory, int32Arrays * capacity * 4, capacity);
    this.capacity = capacity;
  }

  #grow(): void {
    const { name, parent, end, attributes, start, from, to, path, kind } = this;
    this.#allocate(this.capacity * 2);
    this.name.set(name);
    this.parent.set(parent);
    this.end.set(end);
    this.attributes.set(attributes);
    this.start.set(start);
    this.from.set(from);
    this.to.set(to);
    this.path.set(path);
    this.kind.set(kind);
  }

  /** Links the elements of a name, and those of a path. */
  toTree(rest: Pick<Tree, 'source' | 'vocabulary' | 'values' | 'unknownNames' | 'namespaces'>): Tree {
    const { size, kind, name, path } = this;
    const { names, paths } = rest.vocabulary;
    const memory = new Int32Array(names + paths + 2 * size);
    const firstOfName = memory.subarray(0, names).fill(-1);
    const firstOfPath = memory.subarray(names, names + paths).fill(-1);
    const nextOfName = memory.subarray(names + paths, names + paths + size);
    const nextOfPath = memory.subarray(names + paths + size);
    for (let id = size - 1; id > 0; id--) {
      if (kind[id] !== kinds.element) continue;
      const itsName = name[id] as number;
      if (itsName < names) {
        nextOfName[id] = firstOfName[itsName] as number;
        firstOfName[itsName] = id;
      }
      const itsPath = path[id] as number;
      nextOfPath[id] = firstOfPath[itsPath] as number;
      firstOfPath[itsPath] = id;
    }
    return {
      source: rest.source,
      vocabulary: rest.vocabulary,
      known: { names, paths },
      size,
      kind,
      name,
      parent: this.parent,
      end: this.end,
      attributes: this.attributes,
      start: this.start,
      from: this.from,
      to: this.to,
      values: rest.values,
      path,
      firstOfName,
      nextOfName,
      firstOfPath,
      nextOfPath,
      unknownNames: rest.unknownNames,
      namespaces: rest.namespaces,
    };
  }
}

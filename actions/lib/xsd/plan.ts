import type { LongLists } from './long-lists.ts';
import type { SchemaNode } from './schema-node.ts';
import { expanded, resolveName, type SchemaSet } from './schema-set.ts';
import type { SimpleType } from './simple-type.ts';
import {
  type AttributePlan,
  differs,
  type ElementPlan,
  emptyPlan,
  indexNeeded,
  type Plan,
  partsOf,
  type TypePlan,
} from './type-plan.ts';

/** Finds where values of long lists stand; undefined where a wildcard makes that undecidable by name. */
export function planChecks(set: SchemaSet, lists: LongLists): Plan | undefined {
  const planner = new Planner(set, lists);
  const plan = planner.plan();
  return planner.undecidable ? undefined : plan;
}

class Planner {
  undecidable = false;
  readonly #set: SchemaSet;
  readonly #lists: LongLists;
  readonly #types = new Map<SchemaNode, TypePlan>();
  readonly #unfinished = new Set<TypePlan>();
  /** With an `xs:any` that is skipped. */
  readonly #skipping = new Set<TypePlan>();
  readonly #simple = new Map<SimpleType, TypePlan>();
  readonly #anything: TypePlan = { ...emptyPlan(), open: true, openAttributes: true };
  readonly #attributes = new Map<string, AttributePlan>();
  /** Head of a substitution group to its members. */
  readonly #members = new Map<string, (readonly [name: string, node: SchemaNode])[]>();

  constructor(set: SchemaSet, lists: LongLists) {
    this.#set = set;
    this.#lists = lists;
    for (const [name, node] of set.globals('element')) {
      const heads = node.attributes.substitutionGroup?.split(/\s+/) ?? [];
      for (const each of heads) {
        const head = resolveName(each, node.namespaces);
        this.#members.set(head, [...(this.#members.get(head) ?? []), [name, node]]);
      }
    }
  }

  plan(): Plan {
    for (const [name, node] of this.#set.globals('attribute')) {
      const attribute = this.#attribute(node, name);
      if (attribute !== undefined) this.#attributes.set(name, attribute);
    }
    const roots = new Map(this.#set.globals('element').map(([name, node]) => [name, this.#element(node)] as const));
    for (const [, node] of this.#set.globals('type')) if (node.name === 'complexType') this.#complex(node);
    const plans = [...this.#types.values(), ...this.#simple.values(), this.#anything];
    if (plans.some((plan) => plan.open && differs(plan.children, roots))) this.undecidable = true;
    for (let changed = true; changed; ) {
      changed = false;
      for (const plan of plans)
        if (!plan.isNeeded && this.#isNeeded(plan, roots)) {
          plan.isNeeded = true;
          changed = true;
        }
    }
    for (const plan of plans) indexNeeded(plan);
    return { roots, attributes: this.#attributes, anything: this.#anything };
  }

  #isNeeded(plan: TypePlan, roots: ReadonlyMap<string, ElementPlan>): boolean {
    if (plan.text !== undefined || plan.attributes.size > 0) return true;
    if (plan.openAttributes && this.#attributes.size > 0) return true;
    for (const child of plan.children.values()) if (child.type.isNeeded) return true;
    if (!plan.open) return false;
    for (const root of roots.values()) if (root.type.isNeeded) return true;
    return false;
  }

  #element(node: SchemaNode): ElementPlan {
    const { type, default: value, fixed } = node.attributes;
    return { type: this.#typeOfElement(node, type), preset: value !== undefined || fixed !== undefined };
  }

  #typeOfElement(node: SchemaNode, type: string | undefined): TypePlan {
    const inline = node.children.find(({ name }) => name === 'complexType' || name === 'simpleType');
    if (inline?.name === 'complexType') return this.#complex(inline);
    if (inline !== undefined) return this.#simpleContent(this.#lists.types.of(inline));
    if (type !== undefined) return this.#namedType(resolveName(type, node.namespaces));
    // Without a type an element has that of its substitution group's head (XML Schema part 1, 3.3.2).
    const [head] = node.attributes.substitutionGroup?.split(/\s+/) ?? [];
    const declared = head && this.#set.global('element', resolveName(head, node.namespaces));
    return declared ? this.#typeOfElement(declared, declared.attributes.type) : this.#anything;
  }

  #namedType(name: string): TypePlan {
    const node = this.#set.global('type', name);
    if (node?.name === 'complexType') return this.#complex(node);
    if (name === '{http://www.w3.org/2001/XMLSchema}anyType') return this.#anything;
    const simple = this.#lists.types.named(name);
    return simple === undefined ? emptyPlan() : this.#simpleContent(simple);
  }

  #simpleContent(type: SimpleType): TypePlan {
    const plan = this.#simple.get(type) ?? { ...emptyPlan(), text: this.#lists.checkOf(type) };
    this.#simple.set(type, plan);
    return plan;
  }

  #complex(node: SchemaNode): TypePlan {
    const known = this.#types.get(node);
    if (known !== undefined) return known;
    const plan = emptyPlan();
    this.#types.set(node, plan);
    this.#unfinished.add(plan);
    const content = node.children.find(({ name }) => name === 'simpleContent' || name === 'complexContent');
    const derivation = content?.children.find(({ name }) => name === 'extension' || name === 'restriction');
    if (derivation === undefined) this.#gather(node, plan, 0);
    else this.#derive(derivation, content?.name === 'simpleContent', plan);
    this.#unfinished.delete(plan);
    return plan;
  }

  #derive(derivation: SchemaNode, simple: boolean, plan: TypePlan): void {
    const name = resolveName(derivation.attributes.base ?? '', derivation.namespaces);
    const base = this.#namedType(name);
    // A type inside its own base: half a base would be taken over.
    if (this.#unfinished.has(base)) this.undecidable = true;
    // What a restriction says again is of a type derived from the base's; what it does not say of attributes stays.
    for (const [key, each] of base.attributes) plan.attributes.set(key, each);
    plan.openAttributes = base.openAttributes;
    if (derivation.name === 'extension') {
      for (const [key, each] of base.children) plan.children.set(key, each);
      plan.open = base.open;
      if (this.#skipping.has(base)) this.#skipping.add(plan);
    }
    if (simple) plan.text = this.#lists.checkOf(this.#lists.types.contentOf(derivation));
    this.#gather(derivation, plan, 0);
  }

  /** Particles and attributes, through model groups and references. */
  #gather(node: SchemaNode, plan: TypePlan, depth: number): void {
    if (depth > 200) return;
    for (const child of node.children) {
      const ref = child.attributes.ref && resolveName(child.attributes.ref, child.namespaces);
      if (child.name === 'element') this.#child(child, ref, plan);
      else if (child.name === 'attribute') this.#ownAttribute(child, ref, plan);
      else if (child.name === 'any') this.#wildcard(child, plan);
      else if (child.name === 'anyAttribute') plan.openAttributes = child.attributes.processContents !== 'skip';
      else if (child.name === 'group' || child.name === 'attributeGroup') {
        const target = ref && this.#set.global(child.name, ref);
        if (target) this.#gather(target, plan, depth + 1);
      } else if (child.name === 'sequence' || child.name === 'choice' || child.name === 'all')
        this.#gather(child, plan, depth + 1);
    }
  }

  #wildcard(node: SchemaNode, plan: TypePlan): void {
    const open = node.attributes.processContents !== 'skip';
    if (open) plan.open = true;
    else this.#skipping.add(plan);
    // Which of two wildcards lets a child in is not to be told by its name alone.
    if (plan.open && this.#skipping.has(plan)) this.undecidable = true;
  }

  #child(node: SchemaNode, ref: string | undefined, plan: TypePlan): void {
    if (ref === undefined) {
      const name = expanded(this.#set.namespaceOf(node, 'elementFormDefault'), node.attributes.name ?? '');
      plan.children.set(name, this.#element(node));
      return;
    }
    const target = this.#set.global('element', ref);
    if (target === undefined || plan.children.has(ref)) return;
    plan.children.set(ref, this.#element(target));
    for (const [name] of this.#members.get(ref) ?? []) this.#child(node, name, plan);
  }

  #ownAttribute(node: SchemaNode, ref: string | undefined, plan: TypePlan): void {
    const name = ref ?? expanded(this.#set.namespaceOf(node, 'attributeFormDefault'), node.attributes.name ?? '');
    const declaration = ref === undefined ? node : this.#set.global('attribute', ref);
    const attribute = declaration && this.#attribute(declaration, name);
    if (attribute === undefined) plan.attributes.delete(name);
    else plan.attributes.set(name, attribute);
  }

  #attribute(node: SchemaNode, name: string): AttributePlan | undefined {
    const inline = node.children.find((child) => child.name === 'simpleType');
    const { type } = node.attributes;
    const simple = inline
      ? this.#lists.types.of(inline)
      : type && this.#lists.types.named(resolveName(type, node.namespaces));
    const check = simple ? this.#lists.checkOf(simple) : undefined;
    const [namespace, local] = partsOf(name);
    return check && { name: local, namespace, check };
  }
}

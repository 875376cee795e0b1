import type { Instance } from './conversation.ts';

/**
 * The devices of one peer by their instance tags, each of which is there once, the least recently used first.
 *
 * Never changed: whatever puts a device in place gives a new one. They are a handful, mostly one, and each message makes
 * them anew: a list costs a fifth of what a map does.
 */
export class Instances {
  readonly list: readonly Instance[];

  constructor(list: readonly Instance[]) {
    this.list = list;
  }

  get size(): number {
    return this.list.length;
  }

  values(): readonly Instance[] {
    return this.list;
  }

  keys(): readonly number[] {
    return this.list.map(({ tag }) => tag);
  }

  has(tag: number): boolean {
    return this.get(tag) !== undefined;
  }

  get(tag: number): Instance | undefined {
    for (const instance of this.list) if (instance.tag === tag) return instance;
    return undefined;
  }

  /** With this one in the place of its former self, or the newest, as the most recently used. */
  withLast(instance: Instance): Instances {
    if (this.list.length === 1 && this.list[0]!.tag === instance.tag) return new Instances([instance]);
    return new Instances([...this.without(instance.tag).list, instance]);
  }

  /** With each as this makes it, in the same order. */
  map(change: (instance: Instance) => Instance): Instances {
    return new Instances(this.list.map(change));
  }

  without(tag: number): Instances {
    return new Instances(this.list.filter((instance) => instance.tag !== tag));
  }
}

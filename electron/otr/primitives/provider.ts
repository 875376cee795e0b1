/** Placeholder of the interface; the engine's author widens it. */
export type Primitives = {
  readonly name: 'native' | 'portable';
};

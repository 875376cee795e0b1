import type { EventName, EventPayload } from '../../shared/contract.ts';

/** Pushes one event to the window, numbered. */
export type Publish = <Name extends EventName>(name: Name, payload: Omit<EventPayload<Name>, 'revision'>) => void;

export interface Publisher {
  readonly publish: Publish;
  /** The number of the last event; a snapshot taken now carries it. */
  revision(): number;
}

/** Numbers events, each above the one before, and hands them to `push`. */
export function createPublisher(push: (name: EventName, payload: unknown) => void): Publisher {
  let revision = 0;
  return {
    publish: (name, payload) => {
      revision += 1;
      push(name, { ...payload, revision });
    },
    revision: () => revision,
  };
}

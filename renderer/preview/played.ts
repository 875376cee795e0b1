import type { Page } from 'playwright-core';
import type { CommandName, EventName } from '../../shared/contract.ts';
import type { FaultCode } from '../../shared/faults.ts';

type Faked = {
  readonly calls: readonly { readonly name: CommandName; readonly input: unknown }[];
  readonly refuse: (name: CommandName, fault: FaultCode) => void;
  readonly push: (name: EventName, payload: object) => void;
};
type PreviewWindow = { readonly preview: Faked };

/** What the window asked of main under this name, in order. */
export const callsOf = (page: Page, name: CommandName) =>
  page.evaluate((wanted) => (window as unknown as PreviewWindow).preview.calls.filter((call) => call.name === wanted).map(({ input }) => input), name);

/** Has main refuse the next call of this name. */
export const refuse = (page: Page, name: CommandName, fault: FaultCode) =>
  page.evaluate(([which, why]) => (window as unknown as PreviewWindow).preview.refuse(which, why), [name, fault] as const);

/** Has main tell something. */
export const push = (page: Page, name: EventName, payload: object) =>
  page.evaluate(([which, what]) => (window as unknown as PreviewWindow).preview.push(which, what), [name, payload] as const);
